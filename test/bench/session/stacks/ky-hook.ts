import ky, { isHTTPError } from 'ky'
import { type Stack, type Tokens, READ_PATH, REFRESH_PATH, WRITE_PATH, served, signInByHand, takePair } from '../stack'

/**
 * "How do I implement token refresh on 401 responses?" of its README: retry on 401, renew in `beforeRetry`. Two things in
 * its favour that the README leaves to the reader: concurrent hooks share one renewal, and the retry has no delay.
 */
export const kyHook: Stack = {
  name: 'ky beforeRetry',
  create: (world) => {
    const { baseUrl, fetch } = world
    const tokens: Tokens = { access: '', refresh: '' }
    let prompts = 0
    let flight: Promise<void> | null = null
    const refresh = async (): Promise<void> => {
      try {
        const headers = { authorization: `Bearer ${tokens.refresh}` }
        takePair(tokens, await ky.post(`${baseUrl}${REFRESH_PATH}`, { fetch, headers }).json())
      } catch (error) {
        prompts += 1
        throw error
      }
    }
    const api = ky.create({
      fetch,
      timeout: 15_000,
      retry: { limit: 1, statusCodes: [401], delay: () => 0 },
      hooks: {
        beforeRequest: [({ request }) => request.headers.set('authorization', `Bearer ${tokens.access}`)],
        beforeRetry: [
          async ({ request, error }) => {
            if (!isHTTPError(error) || error.response.status !== 401) return
            flight ??= refresh().finally(() => {
              flight = null
            })
            await flight
            request.headers.set('authorization', `Bearer ${tokens.access}`)
          },
        ],
      },
    })
    return {
      signIn: () => signInByHand(world, tokens),
      call: async (signal) => served(await api.get(`${baseUrl}${READ_PATH}`, { signal }).json()),
      write: async (body) => served(await api.put(`${baseUrl}${WRITE_PATH}`, { json: body }).json()),
      prompts: () => prompts,
    }
  },
}
