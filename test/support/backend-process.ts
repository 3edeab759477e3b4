import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { CONTROL_METHODS, type ControlRequest, type RemoteControl, controlMessageSchema } from './backend/control-channel'
import type { ProcessOptions } from './backend/process-options'
import { builtProgram } from './built-programs'
import { TEST_PASSWORD_COST } from './test-backend'

export interface BackendProcess {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  readonly control: RemoteControl
  /** Asks for the end and waits for it; kills the process when it does not come. Safe to call twice. */
  close(): Promise<void>
}

const START_LIMIT_MS = 120_000
const END_LIMIT_MS = 5_000

/**
 * Runs the embedded back-end in a process of its own, so that it outlives the death of the app under test. Options go
 * through the environment, calls through the fork's channel: no password stands on a command line.
 *
 * Rejects with the process's stderr when it ends before it is ready.
 */
export async function startBackendProcess(options: Partial<ProcessOptions> = {}): Promise<BackendProcess> {
  const all = { database: ':memory:', signingKey: randomBytes(32).toString('base64url'), passwordCost: TEST_PASSWORD_COST, ...options }
  const child = fork(builtProgram('backend'), [], {
    execArgv: [],
    env: { ...process.env, HOLDFAST_BACKEND_OPTIONS: JSON.stringify(all) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const channel = createChannel(child)
  const url = await channel.ready
  let ended: Promise<void> | undefined
  return {
    url,
    control: Object.fromEntries(CONTROL_METHODS.map((method) => [method, (...args: unknown[]) => channel.call(method, args)])) as unknown as RemoteControl,
    close: () => (ended ??= end(child, channel)),
  }
}

type Channel = ReturnType<typeof createChannel>

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

function createChannel(child: ChildProcess) {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let stderr = ''
  let start: { resolve(url: string): void; reject(error: Error): void } | undefined
  const ready = new Promise<string>((resolve, reject) => {
    start = { resolve, reject }
  })
  const timer = setTimeout(() => {
    start?.reject(new Error(`The back-end was not ready after ${START_LIMIT_MS} ms.\n${stderr}`))
    child.kill('SIGKILL')
  }, START_LIMIT_MS)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000)
  })
  child.on('message', (raw) => {
    const message = controlMessageSchema.parse(raw)
    if (message.type === 'ready') start?.resolve(message.url)
    else if (message.type === 'result') waiting.get(message.id)?.resolve(message.value)
    else waiting.get(message.id)?.reject(new Error(message.message))
    if (message.type !== 'ready') waiting.delete(message.id)
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      const error = new Error(`The back-end process has ended (${signal ?? code}).\n${stderr}`)
      start?.reject(error)
      for (const call of waiting.values()) call.reject(error)
      waiting.clear()
      resolve()
    })
  })
  return {
    gone,
    ready: ready.finally(() => {
      clearTimeout(timer)
    }),
    call: (method: ControlRequest['method'], args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1)
        waiting.set(id, { resolve, reject })
        child.send({ id, method, args } satisfies Readonly<Record<keyof ControlRequest, unknown>>, (error) => {
          if (error) reject(error)
        })
      }),
  }
}

async function end(child: ChildProcess, channel: Channel): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
  // The process may be gone before its answer is: only the end itself counts.
  void channel.call('close', []).catch(() => undefined)
  await channel.gone
  clearTimeout(timer)
}
