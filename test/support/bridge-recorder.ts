import type { ElectronApplication } from '@playwright/test'

interface BridgeMessage {
  /** `in`: a page asks. `out`: main answers. `push`: main tells by itself. `loose`: a page sends outside of the contract's calls. */
  readonly direction: 'in' | 'out' | 'push' | 'loose'
  readonly channel: string
  /** What crossed, as the structured clone has it. */
  readonly bytes: Buffer
}

export interface BridgeRecorder {
  /** The channels on which main answers, all of them listened to. */
  readonly channels: readonly string[]
  messages(): Promise<BridgeMessage[]>
}

interface Listened {
  bridgeMessages: { direction: BridgeMessage['direction']; channel: string; bytes: string }[]
}

/**
 * Writes down every message between pages and main, both ways, from now on. In main, because a page's own end is frozen;
 * by Electron's list of handlers, because it has no other way to look at a handler that is already there.
 */
export async function recordBridge(electron: ElectronApplication): Promise<BridgeRecorder> {
  const channels = await electron.evaluate(({ app, ipcMain, webContents }) => {
    const { serialize } = process.getBuiltinModule('node:v8')
    const listened = globalThis as unknown as Listened
    listened.bridgeMessages = []
    const note = (direction: BridgeMessage['direction'], channel: string, value: unknown): void => {
      listened.bridgeMessages.push({ direction, channel, bytes: serialize(value).toString('base64') })
    }
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, ...args: unknown[]) => unknown> })._invokeHandlers
    for (const [channel, handle] of handlers) {
      handlers.set(channel, async (event, ...args) => {
        note('in', channel, args)
        const answer = await handle(event, ...args)
        note('out', channel, answer)
        return answer
      })
    }
    const listen = (contents: Electron.WebContents): void => {
      const send = contents.send.bind(contents)
      contents.send = (channel, ...args) => {
        note('push', channel, args)
        send(channel, ...args)
      }
      contents.on('ipc-message', (_event, channel, ...args) => {
        note('loose', channel, args)
      })
      contents.on('ipc-message-sync', (_event, channel, ...args) => {
        note('loose', channel, args)
      })
    }
    webContents.getAllWebContents().forEach(listen)
    app.on('web-contents-created', (_event, contents) => {
      listen(contents)
    })
    return [...handlers.keys()]
  })
  return {
    channels,
    messages: async () => {
      const list = await electron.evaluate(() => (globalThis as unknown as Listened).bridgeMessages)
      return list.map((message) => ({ ...message, bytes: Buffer.from(message.bytes, 'base64') }))
    },
  }
}
