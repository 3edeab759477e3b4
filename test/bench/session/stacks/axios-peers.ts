import axios, { type AxiosError, type AxiosInstance, type InternalAxiosRequestConfig } from 'axios'
import { type AxiosAuthRefreshOptions, createAuthRefresh } from 'axios-auth-refresh'
import { type Client, type Stack, type StackWorld, type Tokens, READ_PATH, REFRESH_PATH, WRITE_PATH, served, signInByHand, takePair } from '../stack'

/** What a recipe gets: two instances of the same set-up, of which only `api` is intercepted. */
interface Kit {
  readonly api: AxiosInstance
  readonly bare: AxiosInstance
  readonly tokens: Tokens
  /** Renews on the bare instance; a refusal sends the person to the sign-in page. */
  refresh(): Promise<void>
}

type Replayable = InternalAxiosRequestConfig & { isReplay?: boolean }

/** axios' own http adapter on the run's agent. Redirects are off: that spares the peers a wrapper around each request. */
function axiosStack(name: string, install: (kit: Kit) => void): Stack {
  return { name, create: (world) => axiosClient(world, install) }
}

function axiosClient(world: StackWorld, install: (kit: Kit) => void): Client {
  const defaults = { baseURL: world.baseUrl, adapter: 'http', httpAgent: world.agent, proxy: false, maxRedirects: 0 } as const
  const tokens: Tokens = { access: '', refresh: '' }
  const [api, bare] = [axios.create(defaults), axios.create(defaults)]
  let prompts = 0
  const refresh = async (): Promise<void> => {
    try {
      const headers = { Authorization: `Bearer ${tokens.refresh}` }
      takePair(tokens, (await bare.post<unknown>(REFRESH_PATH, undefined, { headers })).data)
    } catch (error) {
      prompts += 1
      throw error
    }
  }
  api.interceptors.request.use((config) => {
    config.headers.set('Authorization', `Bearer ${tokens.access}`)
    return config
  })
  install({ api, bare, tokens, refresh })
  return {
    signIn: () => signInByHand(world, tokens),
    call: async (signal) => served((await api.get<unknown>(READ_PATH, { signal })).data),
    write: async (body) => served((await api.put<unknown>(WRITE_PATH, body)).data),
    prompts: () => prompts,
  }
}

/** The request of a 401 that has not been replayed yet; rethrows everything else. */
function firstRefusal(error: AxiosError): Replayable {
  const config = error.config as Replayable | undefined
  if (error.response?.status !== 401 || !config || config.isReplay) throw error
  return config
}

function replay({ bare, tokens }: Kit, config: Replayable) {
  config.isReplay = true
  config.headers.set('Authorization', `Bearer ${tokens.access}`)
  return bare.request(config)
}

/** The article's: each 401 renews by itself and is replayed once on the bare instance. */
export const articleInterceptor = axiosStack("article's interceptor", (kit) => {
  kit.api.interceptors.response.use(undefined, async (error: AxiosError) => {
    const config = firstRefusal(error)
    await kit.refresh()
    return replay(kit, config)
  })
})

/** The usual improvement: whoever meets a 401 while a renewal runs waits for that one. */
export const singleFlight = axiosStack('plain single flight', (kit) => {
  let flight: Promise<void> | null = null
  kit.api.interceptors.response.use(undefined, async (error: AxiosError) => {
    const config = firstRefusal(error)
    flight ??= kit.refresh().finally(() => {
      flight = null
    })
    await flight
    return replay(kit, config)
  })
})

/**
 * As in its README: the token is put on by a request interceptor, the renewal is a plain call. It runs on the bare
 * instance, which its README asks for (`skipAuthRefresh`) once deduplication is off and which is harmless with it on.
 */
function axiosAuthRefresh(name: string, options?: AxiosAuthRefreshOptions): Stack {
  return axiosStack(name, ({ api, refresh }) => {
    createAuthRefresh(api, refresh, options)
  })
}

export const authRefreshDefaults = axiosAuthRefresh('axios-auth-refresh')
export const authRefreshNoDedupe = axiosAuthRefresh('axios-auth-refresh, no dedupe', { deduplicateRefresh: false })
