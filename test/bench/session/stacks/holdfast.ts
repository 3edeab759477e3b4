import { createAuthHttp } from '../../../../src/main/backend/auth-http'
import { createAuthorized } from '../../../../src/main/backend/authorized'
import { createHttp } from '../../../../src/main/backend/http'
import { createSystemClock } from '../../../../src/main/session/clock'
import { createSession } from '../../../../src/main/session/session'
import { createMemoryVault } from '../../../support/client'
import { type Stack, READ_PATH, WRITE_PATH } from '../stack'

/**
 * The engine and the wire as the app puts them together, with a vault in memory (the peers keep their tokens in memory
 * too). Reads and writes share the run's agent, as everybody's do; the app gives writes a connection of their own.
 */
export const holdfast: Stack = {
  name: 'Holdfast',
  create: ({ baseUrl, fetch }) => {
    const clock = createSystemClock()
    const { origin, pathname } = new URL(baseUrl)
    const transport = createHttp({ origin, apiPath: pathname, dialect: 'bearer', readFetch: fetch, writeFetch: fetch })
    let prompts = 0
    const session = createSession({
      http: createAuthHttp(transport, { clock, timeoutMs: 10_000 }),
      vault: createMemoryVault(),
      clock,
      prompt: {
        open: () => {
          prompts += 1
        },
        close: () => undefined,
      },
      lastUser: null,
      rememberUser: () => undefined,
    })
    const authorized = createAuthorized({ session, transport, clock, defaultBudgetMs: 15_000 })
    return {
      signIn: async () => {
        const result = await session.signIn({ kind: 'password', username: 'admin', password: 'admin', staySignedIn: true })
        if (result.kind !== 'signed-in') throw new Error(`Not signed in: ${result.kind}`)
      },
      call: async (signal) => (await authorized.send({ method: 'GET', path: READ_PATH }, { signal })).data,
      write: async (body) => (await authorized.send({ method: 'PUT', path: WRITE_PATH, body })).data,
      prompts: () => prompts,
    }
  },
}
