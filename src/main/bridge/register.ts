import { ipcMain } from 'electron'
import { callChannel, type CallName, SIGN_IN_CALLS, WORKSPACE_CALLS } from '@shared/bridge/names'
import { fail } from '@shared/result'
import { isTrustedSender } from '../security/trusted-sender'
import { answerNoted, type FailureLog } from './answer-noted'
import type { CallContext, SignInHandlers, WorkspaceHandlers } from './call-handlers'
import type { CallsInFlight } from './calls-in-flight'

export interface BridgeDeps<Workspace, SignIn> {
  readonly calls: CallsInFlight
  readonly workspaceHandlers: WorkspaceHandlers<Workspace>
  readonly signInHandlers: SignInHandlers<SignIn>
  /** The window behind a webContents id, or null when it is not one of that kind. */
  readonly workspaceOf: (webContentsId: number) => Workspace | null
  readonly signInOf: (webContentsId: number) => SignIn | null
  readonly log: FailureLog
}

type AnyHandler = (input: never, context: CallContext<unknown>) => unknown

/** Registers every call of the contract, once, and lets nothing else answer. The only use of `ipcMain`. After the settings were opened. */
export function registerBridge<Workspace, SignIn>(deps: BridgeDeps<Workspace, SignIn>): void {
  // electron-store, with its first file, begins to tell any frame where the data folder is (docs/architecture.md, "Electron's checklist", point 17); nobody asks it here.
  ipcMain.removeAllListeners('electron-store-get-data')
  for (const name of WORKSPACE_CALLS) register(deps, name, deps.workspaceHandlers[name] as AnyHandler, deps.workspaceOf)
  for (const name of SIGN_IN_CALLS) register(deps, name, deps.signInHandlers[name] as AnyHandler, deps.signInOf)
}

function register(deps: Pick<BridgeDeps<unknown, unknown>, 'calls' | 'log'>, name: CallName, handler: AnyHandler, windowOf: (webContentsId: number) => unknown): void {
  ipcMain.handle(callChannel(name), (event, payload: unknown) => {
    if (!isTrustedSender(event, (id) => windowOf(id) !== null)) {
      deps.log.warn(`${name} was asked for by a frame that is not ours.`)
      return fail('FORBIDDEN', 'This frame may not call.')
    }
    const webContentsId = event.sender.id
    return answerNoted(deps.log, {
      name,
      payload,
      handle: async (input, callId) => {
        const call = deps.calls.begin(webContentsId, callId)
        try {
          return await handler(input, { window: windowOf(webContentsId), webContentsId, signal: call.signal })
        } finally {
          call.end()
        }
      },
    })
  })
}
