import type { Sqlite } from '../sqlite/open'
import type { Call, Route } from './call'
import type { Passwords } from './passwords'
import type { Permissions } from './permissions'
import type { Reply } from './reply'
import type { TokenHooks, Tokens } from './tokens'
import type { RowWriter } from './wire-rows'

/** Answers one request. `rawHeaders`: names and values in turn, in the case in which they came (Node's `rawHeaders`). */
export type WireHandler = (request: Request, rawHeaders: readonly string[]) => Promise<Response>

/**
 * The places at which whoever starts a back-end may make it another one: servers of this family differ, and tests need
 * them all (`test/support/backend`). The program itself starts the demo with none of them.
 *
 * Each is asked at every request, so that what it does may change while the back-end runs.
 */
export interface BackendHooks extends TokenHooks {
  /** Around everything: sees a request before anyone else, and the response after everyone else. */
  wire(next: WireHandler): WireHandler
  /** Routes that answer instead of the back-end's own of the same method and path. */
  routes(parts: { readonly db: Sqlite; readonly tokens: Tokens; readonly passwords: Passwords; readonly permissions: Permissions }): readonly Route[]
  /** A request has come to its route. Its body is not read yet. */
  arrived(route: Route): void
  /** What the route's own handler gets to see of a call that has passed its guard. The log shows the call as it came. */
  beforeHandle(call: Call, route: Route, db: Sqlite): Call
  /** What is answered and logged, also where the guard has refused. */
  afterHandle(reply: Reply, route: Route): Reply
  /** The answer is made and logged; it is sent when this resolves. */
  beforeSend(reply: Reply, route: Route): Promise<void>
  /** Whether a user of this `status` may sign in and renew: 1 is enabled, 0 disabled. */
  maySignIn(status: number): boolean
  /** Whether a user name is refused, told whether another user has it. */
  refusesName(isTaken: boolean): boolean
  /** A text as the tables keep it. */
  storedText(text: string): string
  /** A row as it goes over the wire. */
  readonly writeRow: RowWriter
}

/** The demo as it ships. */
export const NO_HOOKS: BackendHooks = {
  wire: (next) => next,
  routes: () => [],
  arrived: () => undefined,
  beforeHandle: (call) => call,
  afterHandle: (reply) => reply,
  beforeSend: () => Promise.resolve(),
  sign: (next) => next,
  verify: (next) => next,
  maySignIn: (status) => status === 1,
  refusesName: (isTaken) => isTaken,
  storedText: (text) => text,
  writeRow: (row) => row,
}
