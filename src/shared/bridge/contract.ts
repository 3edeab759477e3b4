import { z } from 'zod'
import { draftInputSchema, draftSchema, draftSummarySchema, ownerSchema } from '../drafts'
import { accountSchema } from '../resources/account'
import { departmentOptionSchema, roleOptionSchema } from '../resources/options'
import { userEditsSchema, userQuerySchema, userSchema } from '../resources/user'
import type { Result } from '../result'
import { appStateSchema, dialectSchema, LOCALES, preferencesSchema, profileViewSchema, SESSION_CAUSES } from '../views'
import type { CallName, SignInCall, WorkspaceCall } from './names'

const nothing = z.undefined()
const done = z.null()
const origin = z.enum(['network', 'cache'])

/** What the sign-in window shows: for which server and user, why, and how many calls wait. */
export const signInContextSchema = z.object({
  profile: profileViewSchema,
  /** The servers to pick from; only the one profile when calls are waiting for its user. */
  profiles: z.array(profileViewSchema),
  cause: z.enum(SESSION_CAUSES),
  /** When the session ended, Unix milliseconds. */
  since: z.number().nullable(),
  waiting: z.number().int(),
  /** The user whose work waits, or who signed in last. */
  username: z.string().nullable(),
  canStaySignedIn: z.boolean(),
  staySignedIn: z.boolean(),
  locale: z.enum(LOCALES),
  theme: preferencesSchema.shape.theme,
})
export type SignInContext = z.infer<typeof signInContextSchema>

/** THE table: call name -> what goes in, what comes out. A call that is not here cannot be made. */
export const CONTRACT = {
  'app.state': { input: nothing, output: appStateSchema },
  /** The shell has been painted; start-up measures end here. */
  'app.shellVisible': { input: nothing, output: done },
  /** Answer to the push `app.closing`: every form has kept its draft, or says that one could not be kept. */
  'app.readyToClose': { input: z.object({ unkept: z.array(z.string()) }), output: done },
  'preferences.set': { input: preferencesSchema.partial(), output: preferencesSchema },
  /** Opens the sign-in window, or brings it to the front. */
  'session.signIn': { input: nothing, output: done },
  'session.signOut': { input: nothing, output: done },
  /** Asks the keychain again after it was absent, locked or hanging. */
  'session.retryKeychain': { input: nothing, output: done },
  'account.read': { input: nothing, output: accountSchema },
  'users.list': {
    input: userQuerySchema,
    output: z.object({ rows: z.array(userSchema), total: z.number().int(), fetchedAt: z.number(), origin }),
  },
  'users.get': {
    input: z.object({ id: z.number().int().positive() }),
    output: z.object({ row: userSchema, fetchedAt: z.number(), origin }),
  },
  /** Saves the changed fields of one user. `draftId` names the draft from which the sent edits are subtracted after ok. */
  'users.save': {
    input: z.object({
      owner: ownerSchema,
      id: z.number().int().positive(),
      base: userSchema,
      edits: userEditsSchema.refine((edits) => Object.keys(edits).length > 0, { error: 'empty' }),
      draftId: z.uuid().nullable(),
    }),
    output: z.object({
      /** The row as the server has it now. */
      row: userSchema,
      /** Fields that someone else had changed meanwhile and that were kept as theirs. */
      taken: z.array(z.string()),
    }),
  },
  'options.roles': { input: nothing, output: z.array(roleOptionSchema) },
  'options.departments': { input: nothing, output: z.array(departmentOptionSchema) },
  'drafts.keep': { input: draftInputSchema, output: z.object({ keptAt: z.number() }) },
  'drafts.list': { input: nothing, output: z.array(draftSummarySchema) },
  'drafts.read': { input: z.object({ draftId: z.uuid() }), output: draftSchema },
  'drafts.discard': { input: z.object({ draftId: z.uuid() }), output: done },
  /** Asks the server for a sign of life now. */
  'connection.check': { input: nothing, output: done },
  /** Opens a page of the server's own web client in the system browser. `path` is a menu path such as `/sys/role`. */
  'links.openServerPage': { input: z.object({ path: z.string().regex(/^\/[\w\-/]*$/) }), output: done },
  'calls.cancel': { input: z.object({ callId: z.uuid() }), output: done },

  'signIn.context': { input: nothing, output: signInContextSchema },
  'signIn.submit': {
    input: z.object({
      profileId: z.string(),
      username: z.string().trim().min(1, { error: 'required' }).max(64),
      password: z.string().min(1, { error: 'required' }).max(1024),
      staySignedIn: z.boolean(),
    }),
    output: done,
  },
  'signIn.addServer': {
    input: z.object({
      name: z.string().trim().min(1, { error: 'required' }).max(60),
      /** As typed or pasted: scheme and host at least. */
      url: z.string().trim().min(1, { error: 'required' }).max(500),
      dialect: dialectSchema,
      /** The person has read that plain http to another machine can be read on the way, and wants it. */
      allowPlainHttp: z.boolean(),
    }),
    output: profileViewSchema,
  },
  'signIn.cancel': { input: nothing, output: done },
  /** The page tells the height it needs, in CSS pixels; the window follows. */
  'signIn.fit': { input: z.object({ height: z.number().int().min(100).max(1000) }), output: done },
} as const satisfies Record<CallName, { input: z.ZodType; output: z.ZodType }>

export type Contract = typeof CONTRACT
export type CallInput<Name extends CallName> = z.input<Contract[Name]['input']>
export type ParsedInput<Name extends CallName> = z.output<Contract[Name]['input']>
export type CallOutput<Name extends CallName> = z.output<Contract[Name]['output']>

type Area<Name extends CallName> = Name extends `${infer A}.${string}` ? A : never
type Verb<Name extends CallName, A extends string> = Name extends `${A}.${infer V}` ? V : never

/**
 * A call as a page sees it. `callId` lets the page cancel it through `calls.cancel`: an AbortSignal does not cross the
 * context bridge.
 */
type Call<Name extends CallName> =
  undefined extends CallInput<Name>
    ? (input?: undefined, callId?: string) => Promise<Result<CallOutput<Name>>>
    : (input: CallInput<Name>, callId?: string) => Promise<Result<CallOutput<Name>>>

type Calls<Names extends CallName> = {
  readonly [A in Area<Names>]: { readonly [V in Verb<Names, A>]: Call<`${A}.${V}` & Names> }
}

export type WorkspaceCalls = Calls<WorkspaceCall>
export type SignInCalls = Calls<SignInCall>
