import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** How the app asked for something, and how long the answer was. */
export interface Learned {
  /** Path and query. */
  readonly path: string
  readonly authorization: string
  readonly bytes: number
}

/** A server that answers at once: see `answers-process.ts`. */
export interface AnswersServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** Where it learns its answers. */
  learnFrom(target: string): void
  /** The GET it has learned that the test takes; resolves when there is one. */
  learned(isIt: (learned: Learned) => boolean): Promise<Learned>
  close(): Promise<void>
}

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string() }),
  z.object({ type: z.literal('learned'), path: z.string(), authorization: z.string().default(''), bytes: z.number() }),
])

/** Starts the server in a process of its own: its work must not take turns with the one who measures. */
export async function startAnswersServer(): Promise<AnswersServer> {
  const child = fork(fileURLToPath(new URL('answers-process.ts', import.meta.url)), [], { execArgv: ['--import', 'tsx'] })
  const list: Learned[] = []
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (raw) => {
      const message = messageSchema.parse(raw)
      if (message.type === 'ready') resolve(message.url)
      else list.push(message)
    })
    child.once('exit', (code) => {
      reject(new Error(`The server of the bench has ended (${code}).`))
    })
  })
  return {
    url,
    learnFrom: (target) => child.send({ target }),
    learned: async (isIt) => {
      for (;;) {
        const found = list.find(isIt)
        if (found) return found
        await once(child, 'message')
      }
    },
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}
