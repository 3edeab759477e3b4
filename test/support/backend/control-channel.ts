import { z } from 'zod'
import type { DemoControl } from './control'
import type { ControlledBackend } from './controlled-backend'

/** The control of a back-end in another process: the same calls, each a promise. */
export type RemoteControl = {
  readonly [Name in keyof DemoControl]: (...args: Parameters<DemoControl[Name]>) => Promise<Awaited<ReturnType<DemoControl[Name]>>>
}

const METHODS: Readonly<Record<keyof DemoControl, true>> = {
  setLifetimes: true,
  setRefresh: true,
  setQuirks: true,
  setCapabilities: true,
  captchaText: true,
  expireCaptchas: true,
  setThirdParty: true,
  expireAccessTokens: true,
  expireAllTokens: true,
  setDelay: true,
  counts: true,
  resetCounts: true,
  setPassword: true,
  updateUser: true,
  renumberUser: true,
  losePermission: true,
  deleteUser: true,
  user: true,
  userByName: true,
  userCount: true,
}

/** The names of all control calls. */
export const CONTROL_METHODS = Object.keys(METHODS) as readonly (keyof DemoControl)[]

/** parent -> child */
const controlRequestSchema = z.object({
  id: z.int(),
  method: z.union([z.enum(Object.keys(METHODS) as [keyof DemoControl]), z.literal('close')]),
  args: z.array(z.unknown()),
})
export type ControlRequest = z.infer<typeof controlRequestSchema>

/** child -> parent: once `ready`, then one answer for each request. */
export const controlMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string() }),
  z.object({ type: z.literal('result'), id: z.int(), value: z.unknown().optional() }),
  z.object({ type: z.literal('failed'), id: z.int(), message: z.string() }),
])
type ControlMessage = z.infer<typeof controlMessageSchema>

/** The end of a fork's IPC channel that the child holds: `process`, in practice. */
export interface ChildChannel {
  send?(message: unknown): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
}

/**
 * Serves the control over the channel of a forked process and says that the back-end is ready. `onEnd` runs when the
 * parent has asked for the end or is gone, after the back-end has closed; it may run twice.
 */
export function serveControl(backend: ControlledBackend, channel: ChildChannel, onEnd: () => void): void {
  const tell = (message: ControlMessage): void => {
    channel.send?.(message)
  }
  channel.on('message', (raw) => {
    const request = controlRequestSchema.parse(raw)
    const { id } = request
    if (request.method === 'close') {
      void backend.close().then(() => {
        tell({ type: 'result', id, value: null })
        onEnd()
      })
      return
    }
    call(backend.control, request.method, request.args).then(
      (value) => {
        tell({ type: 'result', id, value })
      },
      (error: unknown) => {
        tell({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
      },
    )
  })
  channel.on('disconnect', () => void backend.close().then(onEnd))
  tell({ type: 'ready', url: backend.url })
}

/** The arguments come from the parent's typed `RemoteControl`; the two ends are one program. */
async function call(control: DemoControl, method: keyof DemoControl, args: readonly unknown[]): Promise<unknown> {
  return (control[method] as (...given: readonly unknown[]) => unknown)(...args)
}
