import { configureStore } from '@reduxjs/toolkit'
import { type BaseQueryFn, type FetchArgs, type FetchBaseQueryError, createApi, fetchBaseQuery } from '@reduxjs/toolkit/query'
import { Mutex } from 'async-mutex'
import { type Stack, type StackWorld, type Tokens, READ_PATH, REFRESH_PATH, WRITE_PATH, served, signInByHand, takePair } from '../stack'

type BaseQuery = BaseQueryFn<string | FetchArgs, unknown, FetchBaseQueryError>

/**
 * "Preventing multiple unauthorized errors" of RTK Query's documentation, line by line, in a real store without the
 * development checks. The documented recipe keeps the tokens in a slice; here they are two variables, which costs less.
 */
function withReauth({ baseUrl, fetch }: StackWorld, tokens: Tokens, loggedOut: () => void): BaseQuery {
  const mutex = new Mutex()
  const renewal = fetchBaseQuery({ baseUrl, fetchFn: fetch })
  const baseQuery = fetchBaseQuery({
    baseUrl,
    fetchFn: fetch,
    prepareHeaders: (headers) => {
      headers.set('authorization', `Bearer ${tokens.access}`)
    },
  })
  return async (args, api, extraOptions) => {
    await mutex.waitForUnlock()
    let result = await baseQuery(args, api, extraOptions)
    if (result.error?.status !== 401) return result
    if (mutex.isLocked()) {
      await mutex.waitForUnlock()
      return baseQuery(args, api, extraOptions)
    }
    const release = await mutex.acquire()
    try {
      const refreshArgs = { url: REFRESH_PATH, method: 'POST', headers: { authorization: `Bearer ${tokens.refresh}` } }
      const refreshResult = await renewal(refreshArgs, api, extraOptions)
      if (refreshResult.data) {
        takePair(tokens, refreshResult.data)
        result = await baseQuery(args, api, extraOptions)
      } else {
        loggedOut()
      }
    } finally {
      release()
    }
    return result
  }
}

export const rtkQuery: Stack = {
  name: 'RTK Query + async-mutex',
  create: (world) => {
    const tokens: Tokens = { access: '', refresh: '' }
    let prompts = 0
    let lastId = 0
    const baseQuery = withReauth(world, tokens, () => {
      prompts += 1
    })
    const api = createApi({
      baseQuery,
      endpoints: (build) => ({
        // A number of its own for each call: RTK Query would make one request of a thousand equal queries.
        read: build.query<unknown, number>({ query: () => READ_PATH }),
        write: build.mutation<unknown, object>({ query: (body) => ({ url: WRITE_PATH, method: 'PUT', body }) }),
      }),
    })
    const store = configureStore({
      reducer: { [api.reducerPath]: api.reducer },
      middleware: (defaults) => defaults({ serializableCheck: false, immutableCheck: false }).concat(api.middleware),
      devTools: false,
    })
    return {
      signIn: () => signInByHand(world, tokens),
      call: async (signal) => {
        const running = store.dispatch(api.endpoints.read.initiate((lastId += 1), { subscribe: false }))
        const abort = (): void => {
          running.abort()
        }
        signal?.addEventListener('abort', abort, { once: true })
        return served(await running.unwrap())
      },
      write: async (body) => served(await store.dispatch(api.endpoints.write.initiate(body)).unwrap()),
      prompts: () => prompts,
    }
  },
}
