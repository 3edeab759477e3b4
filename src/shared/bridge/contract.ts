import { z } from 'zod'
import { menuStateSchema } from '../actions/menu-state'
import { draftInputSchema, draftSchema, draftSummarySchema, ownerSchema } from '../drafts'
import { captchaAnswerSchema, captchaSchema } from '../captcha'
import { connectionStepSchema } from '../connection-test'
import { profileEntrySchema, profileInputSchema, serverConnectionSchema, unsentWorkSchema } from '../profiles'
import { ENTRY_STATES, entryViewSchema, OUTBOX_PAGE, outboxStandingSchema } from '../outbox'
import { pageViewSchema, viewNameSchema } from '../page-views'
import { nameText } from '../resources/field-rules'
import { accountSchema } from '../resources/account'
import { logCursorSchema, logFilterSchema, logLocalFilterSchema, logNodeSchema, logPageSchema, logRowSchema, MOST_LOG_ROWS, newerLogsSchema } from '../resources/log'
import { departmentOptionSchema, grantableSchema, roleOptionSchema } from '../resources/options'
import { linkedRecordSchema } from '../record-link'
import { RESOURCE_NAMES, resourceNameSchema } from '../resources/resource'
import { USERS } from '../resources/user'
import { readListSchema } from '../resources/unreadable'
import type { Result } from '../result'
import { fieldsWithinSize, keyText, LARGEST_RECORD, secretBytes, withinSize } from '../size'
import { appStateSchema, dialectSchema, leftServerSchema, LOCALES, preferencesSchema, profileViewSchema, SESSION_CAUSES } from '../views'
import { RECORD_CONTRACT } from './record-calls'
import type { CallName, SignInCall, WorkspaceCall } from './names'

const nothing = z.undefined()
const done = z.null()

/** What goes with a sign-out. `clearsCache`: also what was read from the server for this account; never drafts, never pending changes. */
const signOutSchema = z.object({ clearsCache: z.boolean() })

/** As many entries as an outbox may hold that somebody selects whole. */
const entryIds = z.array(keyText).max(50_000)
/** Of a server in the list, or of one that was. */
const profileId = z.string().max(40)

/** A record as windows tell each other of it. */
export const recordNameSchema = z.object({ owner: ownerSchema, resource: z.string().max(40), recordId: z.number().int() })

/** Third parties that the contract's servers may let people sign in with. */
export const SIGN_IN_PROVIDERS = ['github', 'gitee'] as const
export type SignInProvider = (typeof SIGN_IN_PROVIDERS)[number]

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
  /** Pending changes of people who are not signed in, on each of the servers. */
  unsent: z.array(unsentWorkSchema),
  /** Whether the keychain is at hand. */
  canStaySignedIn: z.boolean(),
  /** What the person wants, also while it cannot be had: a keychain that works again stores the session then. */
  staySignedIn: z.boolean(),
  locale: z.enum(LOCALES),
  theme: preferencesSchema.shape.theme,
  fontSize: preferencesSchema.shape.fontSize,
})
export type SignInContext = z.infer<typeof signInContextSchema>

/** A fault inside of a page. `count`: how often it has happened there by now. */
const pageFaultSchema = z.object({
  id: z
    .string()
    .max(8)
    .regex(/^[0-9a-f]{8}$/),
  where: z.string().max(200),
  text: z.string().max(4000),
  count: z.number().int().min(1),
})

/** THE table: call name -> what goes in, what comes out. A call that is not here cannot be made. */
export const CONTRACT = {
  'app.state': { input: nothing, output: appStateSchema },
  /** The shell has been painted; start-up measures end here. */
  'app.shellVisible': { input: nothing, output: done },
  /** Answer to the push `app.closing`: every form has kept its draft, or says that one could not be kept. */
  'app.readyToClose': { input: z.object({ unkept: z.array(z.string().max(200)).max(1000) }), output: done },
  /** What the native menu can do in this window just now, and why not the rest. */
  'actions.tell': { input: menuStateSchema, output: done },
  /** Something went wrong inside of the page: the log gets a line with this id, which the page shows. */
  'app.noteFault': { input: pageFaultSchema, output: done },
  /** Opens the folder of the log in the system's file manager. STORAGE where that did not work. */
  'app.openLogFolder': { input: nothing, output: done },
  'preferences.set': { input: preferencesSchema.partial(), output: preferencesSchema },
  /** Opens the sign-in window, or brings it to the front. */
  'session.signIn': { input: nothing, output: done },
  /** STORAGE with `details.cause: 'cacheKept'`: signed out, but the cache could not be cleared. */
  'session.signOut': { input: signOutSchema, output: done },
  /** Signs every profile of this installation out and empties its keychain entries; drafts and pending changes stay. */
  'session.signOutEverywhere': { input: signOutSchema, output: z.object({ profiles: z.number().int() }) },
  /** Asks the keychain again after it was absent, locked or hanging. */
  'session.retryKeychain': { input: nothing, output: done },
  'account.read': { input: nothing, output: accountSchema },
  /**
   * Changes the password of who is signed in, on the server, now: it waits in no outbox. The secrets are bytes, and are wiped
   * when the call ends. VALIDATION names `current`, `password` or `repeat`, by `PASSWORD_FAULTS` or in the server's own words;
   * UNKNOWN when no answer says whether it was changed. `isConfirmed` as for records.
   */
  'account.changePassword': {
    input: z.object({ owner: ownerSchema, current: secretBytes, password: secretBytes, repeat: secretBytes, isConfirmed: z.boolean().default(false) }),
    output: done,
  },
  /**
   * Sets another user's password, on a server that has this; as `account.changePassword` otherwise. `user`: as the person saw
   * them. CONFLICT when the number is somebody else's by now; REFUSED for the own account and for one that the server protects.
   */
  'account.resetPassword': {
    input: z.object({
      owner: ownerSchema,
      user: withinSize(
        USERS.rowSchema.refine(({ id }) => id > 0),
        LARGEST_RECORD,
      ),
      password: secretBytes,
      isConfirmed: z.boolean().default(false),
    }),
    output: done,
  },
  ...RECORD_CONTRACT,
  'options.roles': { input: nothing, output: readListSchema(roleOptionSchema) },
  'options.departments': { input: nothing, output: readListSchema(departmentOptionSchema) },
  /** What can be granted to a role: all menus with their operations, all roles, all departments. */
  'options.grantable': { input: nothing, output: grantableSchema },
  'drafts.keep': { input: draftInputSchema, output: z.object({ keptAt: z.number() }) },
  'drafts.list': { input: nothing, output: z.array(draftSummarySchema) },
  'drafts.read': { input: z.object({ draftId: z.uuid() }), output: draftSchema },
  'drafts.discard': { input: z.object({ draftId: z.uuid() }), output: done },
  /** How this user left the pages of this server, by `ViewName`. */
  'views.read': { input: nothing, output: z.partialRecord(viewNameSchema, pageViewSchema) },
  'views.keep': { input: z.object({ owner: ownerSchema, name: viewNameSchema, view: pageViewSchema }), output: done },
  /** Open entries of this user in order of submission, by pages. `after`: the `seq` that the page before it ended with. `only`: those that wait for a person. */
  'outbox.list': {
    input: z.object({ after: z.number().int().optional(), limit: z.number().int().min(1).max(OUTBOX_PAGE), only: z.enum(['needsYou']).optional() }),
    output: outboxStandingSchema.extend({ entries: z.array(entryViewSchema) }),
  },
  /** Those of these entries that are open, and all open ones of these records. */
  'outbox.find': {
    input: z.object({
      entryIds: z.array(keyText).max(OUTBOX_PAGE),
      records: z.array(z.object({ resource: resourceNameSchema, recordId: z.number().int() })).max(OUTBOX_PAGE),
    }),
    output: outboxStandingSchema.extend({ entries: z.array(entryViewSchema) }),
  },
  /** Open entries that stand on these, directly or through others: how many, and the first of them in order of submission. */
  'outbox.dependants': {
    input: z.object({ entryIds }),
    output: z.object({ total: z.number().int(), entries: z.array(entryViewSchema) }),
  },
  /** One entry and the server's record as it is now: `missing` when there is none, `unread` when it cannot be read just now. */
  'outbox.look': {
    input: z.object({ entryId: keyText }),
    output: z.object({
      entry: entryViewSchema,
      server: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('row'), row: z.record(z.string(), z.unknown()) }),
        z.object({ kind: z.literal('missing') }),
        z.object({ kind: z.literal('unread') }),
      ]),
    }),
  },
  /** Answers what an entry in conflict asks. CONFLICT when it asks nothing or is on its way, VALIDATION when it asks something else. */
  'outbox.decide': {
    input: z.object({
      entryId: keyText,
      decision: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('fields'), choices: withinSize(z.record(keyText, z.enum(['mine', 'theirs'])), 20_000) }),
        z.object({ kind: z.literal('restore') }),
        z.object({ kind: z.literal('remove-anyway') }),
        z.object({ kind: z.literal('same') }),
        z.object({ kind: z.literal('same-record') }),
        z.object({ kind: z.literal('made'), id: z.number().int() }),
        z.object({ kind: z.literal('look') }),
        z.object({ kind: z.literal('leave') }),
        z.object({ kind: z.literal('again') }),
      ]),
    }),
    output: done,
  },
  /** Lets entries go that wait for a person, and tries the others at once. Null: all that can. */
  'outbox.send': { input: z.object({ entryIds: entryIds.nullable() }), output: done },
  'outbox.drop': { input: z.object({ entryIds }), output: done },
  /** Changes what is to be sent: the changed fields of an update, or any fields of a new record. VALIDATION names fields. */
  'outbox.edit': { input: z.object({ entryId: keyText, edits: fieldsWithinSize }), output: done },
  'outbox.pause': { input: z.object({ isPaused: z.boolean() }), output: done },
  /** Entries of the server's log, newest first: the first ones, or those after a page. All secrets are masked. */
  'logs.list': { input: z.object({ filter: logFilterSchema, after: logCursorSchema.nullable(), size: z.number().int().min(1).max(MOST_LOG_ROWS) }), output: logPageSchema },
  /** What came in since: asked by a page that follows the log. Neither renews the session ahead of time nor asks to sign in: SESSION_ENDED where a person is needed. */
  'logs.newer': { input: z.object({ filter: logFilterSchema, since: z.number().int() }), output: newerLogsSchema },
  /** One entry with all of its headers and body. */
  'logs.get': { input: z.object({ id: z.number().int() }), output: logRowSchema.extend({ params: z.array(logNodeSchema) }) },
  /** Asks where, and writes what fits as CSV, as it is when it begins. Null: the person chose no file. `isCut`: there were more than one file takes. Cancellable; progress is pushed. */
  'logs.export': {
    input: z.object({ filter: logFilterSchema, local: logLocalFilterSchema, exportId: z.uuid() }),
    output: z.object({ file: z.string(), entries: z.number().int(), isCut: z.boolean() }).nullable(),
  },
  /**
   * What was ever submitted from here by this user, newest first. `before`: entries with a lower `seq`, for the next page. `record`: of
   * this one alone, on this server, also from before it had its id; `resources`: its own kind, and those of its parts.
   */
  'journal.list': {
    input: z.object({
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(200),
      state: z.enum(ENTRY_STATES).optional(),
      resource: resourceNameSchema.optional(),
      record: z.object({ resources: z.array(resourceNameSchema).min(1).max(RESOURCE_NAMES.length), id: z.number().int() }).optional(),
    }),
    output: z.array(entryViewSchema),
  },
  /** Asks where, and writes all of it as CSV, without secrets. Null: the person chose no file. */
  'journal.export': { input: nothing, output: z.object({ file: z.string(), entries: z.number().int() }).nullable() },
  /** What this user's data takes on this computer, in bytes. */
  'data.size': { input: nothing, output: z.object({ dataBytes: z.number().int(), cacheBytes: z.number().int(), cachedRows: z.number().int(), cacheLimitBytes: z.number().int() }) },
  /** Forgets what was read from the server, and how the pages were left; drafts and the outbox stay. */
  'data.clearCache': { input: nothing, output: done },
  /** What each server of the list takes on this computer, in bytes, for all of its accounts; those with nothing are left out. */
  'data.servers': { input: nothing, output: z.array(z.object({ profileId: z.string(), cacheBytes: z.number().int(), dataBytes: z.number().int() })) },
  /** Clears the caches of all accounts of one server. Drafts and pending changes stay. */
  'data.clearServer': { input: z.object({ profileId }), output: done },
  /** Asks the server for a sign of life now. */
  'connection.check': { input: nothing, output: done },
  /** Opens a page of the server's own web client in the system browser. `path` is a menu path such as `/sys/role`. */
  'links.openServerPage': {
    input: z.object({
      path: z
        .string()
        .max(500)
        .regex(/^\/[\w\-/]*$/),
    }),
    output: done,
  },
  /** The record that a link on the command line asked this window for; null when there is none, or when it was taken already. */
  'links.takeRecord': { input: nothing, output: linkedRecordSchema.nullable() },
  'profiles.list': { input: nothing, output: z.array(profileEntrySchema) },
  /** Servers that are not in the list while something of theirs is on this computer; `profiles.save` with `leftId` sets one up again, `profiles.forget` deletes what is left. */
  'profiles.left': { input: nothing, output: z.array(leftServerSchema) },
  /** Who has pending changes on which server without being signed in there. */
  'profiles.unsent': { input: nothing, output: z.array(unsentWorkSchema) },
  /** Adds or changes one. VALIDATION names the fields: `url` invalid or plainHttp, `name` taken, `extraCaFile` unreadable or notACertificate. */
  'profiles.save': { input: profileInputSchema, output: profileEntrySchema },
  /** Removes a profile with its tokens; `deleteData` also its cache, drafts and their key. CONFLICT: last one, or shown in another window. */
  'profiles.forget': { input: z.object({ id: profileId, deleteData: z.boolean() }), output: done },
  /** The ids in their new order; ids that are left out keep their place at the end. */
  'profiles.reorder': { input: z.object({ ids: z.array(profileId).max(1000) }), output: done },
  'profiles.open': { input: z.object({ id: profileId, inNewWindow: z.boolean() }), output: done },
  'profiles.signOut': { input: signOutSchema.extend({ id: profileId }), output: done },
  'profiles.addDemo': { input: nothing, output: profileEntrySchema },
  /** Asks where, and writes all profiles without anything secret. Null: the person chose no file. */
  'profiles.export': { input: nothing, output: z.object({ file: z.string(), profiles: z.number().int() }).nullable() },
  /** Asks which file. `skipped`: names that are already in the list. `unreadable`: entries that cannot be used, by name or place. VALIDATION when it is no list of profiles. */
  'profiles.import': { input: nothing, output: z.object({ added: z.array(z.string()), skipped: z.array(z.string()), unreadable: z.array(z.string()) }).nullable() },
  /** Asks which file, and reads it. VALIDATION when it holds no CA certificate. */
  'profiles.chooseCaFile': { input: nothing, output: z.object({ file: z.string(), subject: z.string(), validTo: z.string() }).nullable() },
  /**
   * Walks the way to a server; each step is also pushed as it is known. Cancellable. `profileId`: whose form it is, so that its
   * running session can prove that the token's header arrives.
   */
  'profiles.test': { input: z.object({ testId: z.uuid(), profileId: profileId.nullable().default(null), connection: serverConnectionSchema }), output: z.array(connectionStepSchema) },
  /** Tells that this window begins to edit a record. When another window already does, that one is shown and `isMine` is false. */
  'forms.claim': { input: recordNameSchema, output: z.object({ isMine: z.boolean() }) },
  'forms.release': { input: recordNameSchema, output: done },
  'calls.cancel': { input: z.object({ callId: z.uuid() }), output: done },

  'signIn.context': { input: nothing, output: signInContextSchema },
  'signIn.submit': {
    input: z.object({
      profileId,
      username: z.string().trim().min(1, { error: 'required' }).max(64),
      password: z.union([secretBytes, z.string().min(1, { error: 'required' }).max(1024)]),
      /** What was read off the server's picture. VALIDATION on `captcha`: `required`, `wrong` or `expired`; each counts for one attempt. */
      captcha: captchaAnswerSchema.optional(),
      staySignedIn: z.boolean(),
    }),
    output: done,
  },
  /** The picture that this server wants to be read, another one with each question. `none` also where it cannot be asked. */
  'signIn.captcha': { input: z.object({ profileId }), output: captchaSchema },
  /** Other ways in, only those for which this server answers with an address to go to; `host` is where that leads. */
  'signIn.providers': { input: z.object({ profileId }), output: z.array(z.object({ provider: z.enum(SIGN_IN_PROVIDERS), host: z.string() })) },
  /**
   * Opens the provider's page in the system browser. `done`: the answer came back to this program by itself, and the
   * person is signed in; the call ends only then. VALIDATION on `provider`: `notOffered`, `noBrowser`, `portTaken`,
   * `denied` (the person refused there) or `failed`; on `address`: `otherState`. TIMEOUT on `provider`: `timeout`. `paste`: the server sends the browser elsewhere, and the person brings the address (`signIn.pasteAddress`).
   */
  'signIn.openProvider': {
    input: z.object({ profileId, provider: z.enum(SIGN_IN_PROVIDERS), staySignedIn: z.boolean() }),
    output: z.object({ next: z.enum(['done', 'paste']) }),
  },
  /** The address the browser was sent to. VALIDATION on `address`: `invalid`, or `otherState` when it is not the answer to this sign-in. */
  'signIn.pasteAddress': { input: z.object({ address: z.string().trim().min(1, { error: 'required' }).max(4000) }), output: done },
  /** Nothing waits for a provider any more; an `openProvider` under way ends with CANCELLED. */
  'signIn.cancelProvider': { input: nothing, output: done },
  'signIn.addServer': {
    input: z.object({
      name: nameText(60),
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
  /** As `app.noteFault`, of the sign-in window. */
  'signIn.noteFault': { input: pageFaultSchema, output: done },
} as const satisfies Record<CallName, { input: z.ZodType; output: z.ZodType }>

type Contract = typeof CONTRACT
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
  undefined extends CallInput<Name> ? (input?: undefined, callId?: string) => Promise<Result<CallOutput<Name>>> : (input: CallInput<Name>, callId?: string) => Promise<Result<CallOutput<Name>>>

type Calls<Names extends CallName> = {
  readonly [A in Area<Names>]: { readonly [V in Verb<Names, A>]: Call<`${A}.${V}` & Names> }
}

export type WorkspaceCalls = Calls<WorkspaceCall>
export type SignInCalls = Calls<SignInCall>
