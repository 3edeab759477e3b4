import { APP_ORIGIN } from './app-origin'

/** What is looked at of an IPC event (Electron's own type has it all; tests make small ones). */
export interface SenderEvent {
  readonly sender: { readonly id: number; readonly mainFrame: unknown }
  readonly senderFrame: { readonly origin: string } | null
}

/**
 * Whether a bridge call comes from the top frame of one of our own windows, showing one of our own pages. A frame inside
 * it, a page from elsewhere, or a frame that is already gone is refused. See docs/architecture.md, "Electron's checklist", point 17.
 */
export function isTrustedSender(event: SenderEvent, isOwnWindow: (webContentsId: number) => boolean): boolean {
  const { sender, senderFrame } = event
  return senderFrame !== null && isOwnWindow(sender.id) && senderFrame === sender.mainFrame && senderFrame.origin === APP_ORIGIN
}
