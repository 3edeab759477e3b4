import type { WebContents } from 'electron'
import { EVENTS, type EventPayload } from '@shared/bridge/events'
import { eventChannel, type EventName } from '@shared/bridge/names'

/** Sends a push to a page. The payload passes its schema first: nothing leaves main that the contract does not name. */
export function push<Name extends EventName>(contents: WebContents, name: Name, payload: EventPayload<Name>): void {
  if (contents.isDestroyed()) return
  contents.send(eventChannel(name), EVENTS[name].parse(payload))
}
