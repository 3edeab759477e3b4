import type { CallName } from '@shared/bridge/names'
import { WORKSPACE_CALLS } from '@shared/bridge/names'
import type { WorkspaceBridge } from '@shared/bridge/events'
import type { Failure, Result } from '@shared/result'
import { inject, type InjectionKey } from 'vue'
import { createFaultNotes, type FaultNotes } from '@renderer/fault-notes'

type Cancellable<Call> = Call extends (input?: undefined, callId?: string) => infer Answer
  ? (input?: undefined, signal?: AbortSignal) => Answer
  : Call extends (input: infer Input, callId?: string) => infer Answer
    ? (input: Input, signal?: AbortSignal) => Answer
    : never

type Areas = Exclude<keyof WorkspaceBridge, 'on'>

/** The bridge as the workspace uses it: the same calls, cancelled by an AbortSignal instead of a call id. */
export type Bridge = {
  readonly [Area in Areas]: { readonly [Verb in keyof WorkspaceBridge[Area]]: Cancellable<WorkspaceBridge[Area][Verb]> }
} & {
  readonly on: WorkspaceBridge['on']
  /** Something went wrong in this page: the id by which the program's log names it. */
  readonly noteFault: FaultNotes['note']
}

type NativeCall = (input: unknown, callId?: string) => Promise<Result<unknown>>

/**
 * Wraps what the preload exposes. Four things are done here once, so that no caller has to think of them: an
 * AbortSignal (which does not cross the context bridge) becomes a call id and `calls.cancel`; inputs become plain data
 * (the structured clone refuses Vue's proxies); a rejected call becomes a Result like any other failure, with
 * an id that the log has too.
 */
export function createBridge(native: WorkspaceBridge): Bridge {
  const areas: Record<string, Record<string, unknown>> = {}
  const { note } = createFaultNotes((native as Partial<WorkspaceBridge>).app?.noteFault)
  for (const name of WORKSPACE_CALLS) {
    const [area, verb] = split(name)
    areas[area] ??= {}
    areas[area][verb] = (input?: unknown, signal?: AbortSignal) => call({ native, note }, name, input, signal)
  }
  return { ...areas, on: native.on, noteFault: note } as unknown as Bridge
}

async function call({ native, note }: { readonly native: WorkspaceBridge; readonly note: FaultNotes['note'] }, name: CallName, input: unknown, signal?: AbortSignal): Promise<Result<unknown>> {
  if (signal?.aborted) return failed('CANCELLED', 'cancelled before it was sent')
  const faulted = (error: unknown): Result<never> => failed('INTERNAL', error instanceof Error ? error.message : String(error), { requestId: note(error, `The call ${name}`), at: Date.now() })
  const [area, verb] = split(name)
  const exposed = native as unknown as Readonly<Record<string, Readonly<Record<string, NativeCall | undefined>> | undefined>>
  const send = exposed[area]?.[verb]
  if (!send) return faulted(new Error(`the bridge lacks ${name}`))
  const callId = signal ? crypto.randomUUID() : undefined
  const onAbort = (): void => void native.calls.cancel({ callId: callId ?? '' })
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await send(plain(input), callId)
  } catch (error) {
    return faulted(error)
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

/**
 * Everything that crosses is JSON by contract, so a JSON round trip is the exact copy; `undefined` keys fall away. Only secrets
 * are bytes, fields of the input itself, and stay what they are.
 */
function plain(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input
  const secrets = Object.entries(input).filter(([, value]) => value instanceof Uint8Array)
  if (secrets.length === 0) return JSON.parse(JSON.stringify(input))
  return { ...JSON.parse(JSON.stringify({ ...input, ...Object.fromEntries(secrets.map(([name]) => [name, undefined])) })), ...Object.fromEntries(secrets) }
}

function split(name: CallName): readonly [string, string] {
  const [area = '', verb = ''] = name.split('.')
  return [area, verb]
}

function failed(code: Failure['code'], message: string, details?: Failure['details']): Result<never> {
  return { ok: false, failure: { code, message, retryable: false, ...(details ? { details } : {}) } }
}

const bridgeKey: InjectionKey<Bridge> = Symbol('bridge')

/** For the composition root: hands the bridge to components and stores by `app.provide`. */
export function provideBridge(app: { provide: (key: InjectionKey<Bridge>, value: Bridge) => unknown }, bridge: Bridge): void {
  app.provide(bridgeKey, bridge)
}

export function useBridge(): Bridge {
  const bridge = inject(bridgeKey)
  if (!bridge) throw new Error('no bridge was provided')
  return bridge
}

/** The one place of the workspace that touches `window.holdfast`. */
export function exposedBridge(): WorkspaceBridge {
  return (window as unknown as { readonly holdfast: WorkspaceBridge }).holdfast
}
