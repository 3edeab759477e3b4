import { Worker } from 'node:worker_threads'
import { failed, type FailureError } from '@shared/result'
import { CACHE_CALLS, type CacheCall, type CacheInput, type CacheOutput, type CacheRequest, type CacheReply, cacheReplySchema, type CacheStart } from './cache-messages'

/** Where the thread's program lies, and what Node needs to run it (none for the built one). */
export interface ThreadFile {
  readonly file: URL
  readonly execArgv?: readonly string[]
}

/** The cache's thread, seen from main. */
export interface CacheThread {
  /** Throws STORAGE: refused, the thread died, or it is closed. A thread that died is started again by the next call. */
  call<Call extends CacheCall>(call: Call, input: CacheInput<Call>): Promise<CacheOutput<Call>>
  close(): Promise<void>
}

/** After so many deaths without one answer in between, the thread is not started again: it cannot work here. */
const MOST_DEATHS = 5

interface Waiting {
  resolve(value: unknown): void
  reject(error: FailureError): void
}

interface Running {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
  readonly ended: Promise<void>
}

/** @param onFault is told why a thread died; main goes on. */
export function createCacheThread({ file, execArgv = [] }: ThreadFile, start: CacheStart, onFault: (error: unknown) => void): CacheThread {
  let running: Running | null = null
  let closing: Promise<void> | null = null
  let lastId = 0
  let deaths = 0
  const launch = (): Running => {
    const worker = new Worker(file, { workerData: start, execArgv: [...execArgv] })
    const made = follow(worker, {
      onFault,
      onAnswer: () => {
        deaths = 0
      },
      onEnd: () => {
        deaths += 1
        if (running === made) running = null
      },
    })
    return made
  }
  const ask = (call: CacheCall, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { worker, waiting } = (running ??= launch())
      const id = (lastId += 1)
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, call, input } satisfies CacheRequest)
    })
  return {
    call: async (call, input) => {
      if (closing) throw unusable('closed')
      if (deaths >= MOST_DEATHS) throw unusable('dead')
      return CACHE_CALLS[call].output.parse(await ask(call, input)) as CacheOutput<typeof call>
    },
    close: () => (closing ??= running ? end(running, ask('close', {})) : Promise.resolve()),
  }
}

/** Hands replies to whoever waits for them. When the thread ends, everybody who still waits is told. */
function follow(worker: Worker, { onAnswer, onEnd, onFault }: { onAnswer: () => void; onEnd: () => void; onFault: (error: unknown) => void }): Running {
  const waiting = new Map<number, Waiting>()
  const settle = (reply: CacheReply): void => {
    onAnswer()
    const waiter = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.ok) waiter?.resolve(reply.value)
    else waiter?.reject(unusable(reply.reason))
  }
  worker.on('message', (raw: unknown) => {
    settle(cacheReplySchema.parse(raw))
  })
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      onEnd()
      for (const waiter of waiting.values()) waiter.reject(unusable('died'))
      waiting.clear()
      resolve()
    })
  })
  // `exit` always follows. Without a listener Node would end the whole program.
  worker.on('error', onFault)
  return { worker, waiting, ended }
}

async function end({ worker, ended }: Running, closed: Promise<unknown>): Promise<void> {
  await closed.catch(() => undefined)
  await worker.terminate()
  await ended
}

function unusable(cause: string): FailureError {
  return failed('STORAGE', 'The cache cannot be used just now.', { details: { cause } })
}
