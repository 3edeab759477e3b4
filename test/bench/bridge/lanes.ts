import { Agent } from 'node:http'
import type { ElectronApplication, Page } from '@playwright/test'
import axios from 'axios'
import type { WorkspaceBridge } from '../../../src/shared/bridge/events'

/** What is asked for: by the page as a call of the bridge, by the others as the GET that this call sends. */
export interface Question {
  readonly call: 'users.get' | 'users.list'
  readonly input: object
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Length of the answer. */
  readonly bytes: number
}

export interface Load {
  /** So many calls are always under way: each one that ends begins the next. */
  readonly inFlight: number
  readonly count: number
}

/** One way to get an answer. `run` resolves with the time of each call, in milliseconds; rejects when one was not served. */
export interface Lane {
  readonly name: 'ours' | 'netFetch' | 'axiosHttp'
  run(question: Question, load: Load): Promise<number[]>
}

/** Page -> preload -> main -> server and back, measured in the page. */
export function bridgeLane(page: Page): Lane {
  return {
    name: 'ours',
    run: ({ call, input }, load) =>
      page.evaluate(
        async ({ call, input, load }) => {
          const { users } = (window as unknown as { holdfast: WorkspaceBridge }).holdfast
          const ask = (call === 'users.get' ? users.get : users.list) as (input: unknown) => Promise<{ ok: boolean }>
          const times: number[] = []
          let begun = 0
          await Promise.all(
            Array.from({ length: load.inFlight }, async () => {
              while (begun < load.count) {
                begun += 1
                const at = performance.now()
                const answer = await ask(input)
                times.push(performance.now() - at)
                if (!answer.ok) throw new Error('The call was not served.')
              }
            }),
          )
          return times
        },
        { call, input, load },
      ),
  }
}

/** Electron's own fetch in the app's main process, under the same rules as the app's requests, parsed as JSON. A session of its own: the app lets the default one, which is that of `net.fetch`, reach nothing. */
export function netFetchLane(electron: ElectronApplication): Lane {
  return {
    name: 'netFetch',
    run: (question, load) =>
      electron.evaluate(
        async ({ session }, { question: { url, headers }, load }) => {
          const network = session.fromPartition('bench')
          const times: number[] = []
          let begun = 0
          await Promise.all(
            Array.from({ length: load.inFlight }, async () => {
              while (begun < load.count) {
                begun += 1
                const at = performance.now()
                const answer = await network.fetch(url, { headers, redirect: 'error', cache: 'no-store', credentials: 'omit' })
                const { code } = (await answer.json()) as { code: number }
                times.push(performance.now() - at)
                if (code !== 20000) throw new Error(`Answered ${code}.`)
              }
            }),
          )
          return times
        },
        { question, load },
      ),
  }
}

/** axios with its http adapter in this process, which is plain Node; sockets are kept, as many as are wanted. */
export function axiosLane(): Lane {
  const client = axios.create({ httpAgent: new Agent({ keepAlive: true }), proxy: false })
  return {
    name: 'axiosHttp',
    run: async ({ url, headers }, load) => {
      const times: number[] = []
      let begun = 0
      await Promise.all(
        Array.from({ length: load.inFlight }, async () => {
          while (begun < load.count) {
            begun += 1
            const at = performance.now()
            const { data } = await client.get<{ code: number }>(url, { headers })
            times.push(performance.now() - at)
            if (data.code !== 20000) throw new Error(`Answered ${data.code}.`)
          }
        }),
      )
      return times
    },
  }
}
