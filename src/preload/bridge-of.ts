import { ipcRenderer, type IpcRendererEvent } from 'electron'
import { callChannel, type CallName, eventChannel, type EventName } from '@shared/bridge/names'

type Calls = Record<string, Record<string, (input?: unknown, callId?: string) => Promise<unknown>>>
type Subscriptions = Record<string, (listener: (payload: unknown) => void) => () => void>

/**
 * Builds the object of named functions that a page gets. No generic send, no event object, nothing but these names. The
 * only use of `ipcRenderer`.
 */
export function bridgeOf(calls: readonly CallName[], events: readonly EventName[]): Calls & { on: Subscriptions } {
  const areas: Calls = {}
  for (const name of calls) {
    const [area = '', verb = ''] = name.split('.')
    areas[area] = { ...areas[area], [verb]: (input, callId) => ipcRenderer.invoke(callChannel(name), { callId: callId ?? null, input }) }
  }
  const on: Subscriptions = {}
  for (const name of events) on[name] = (listener) => subscribe(name, listener)
  return { ...areas, on } as Calls & { on: Subscriptions }
}

/** Subscribes without the event object (it holds the sender), and returns what ends exactly this subscription. */
function subscribe(name: EventName, listener: (payload: unknown) => void): () => void {
  const channel = eventChannel(name)
  const wrapped = (_event: IpcRendererEvent, payload: unknown): void => {
    listener(payload)
  }
  ipcRenderer.on(channel, wrapped)
  return () => {
    ipcRenderer.off(channel, wrapped)
  }
}
