import type { CallOutput, ParsedInput } from '@shared/bridge/contract'
import type { CallName, SignInCall, WorkspaceCall } from '@shared/bridge/names'

/** Who calls, and how it can be told to stop. */
export interface CallContext<Window> {
  /** The window that the call came from. */
  readonly window: Window
  readonly webContentsId: number
  /** Aborted when the page cancels the call or goes away. */
  readonly signal: AbortSignal
}

/** Returns the output, or throws `FailureError`; anything else that is thrown becomes INTERNAL. */
type Handler<Name extends CallName, Window> = (input: ParsedInput<Name>, context: CallContext<Window>) => CallOutput<Name> | Promise<CallOutput<Name>>

type Handlers<Names extends CallName, Window> = { readonly [Name in Names]: Handler<Name, Window> }
export type WorkspaceHandlers<Window> = Handlers<WorkspaceCall, Window>
export type SignInHandlers<Window> = Handlers<SignInCall, Window>
