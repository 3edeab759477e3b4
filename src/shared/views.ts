import { z } from 'zod'
import { keyOverridesSchema } from './actions/own-keys'
import { CONNECTION_CAUSES } from './connection-test'
import { SERVER_HABITS } from './kept'
import { outboxSummarySchema } from './outbox'
import { writeModeSchema } from './write-modes'

/** What pages may know of sessions, secrets, connection, profiles and preferences. Nothing here is or holds a secret. */

export const LOCALES = ['zh-CN', 'en'] as const

/** How wide the column of the menu may be made, in CSS pixels. */
export const MENU_WIDTH = { least: 140, usual: 208, most: 400 } as const
/** Rows of one page of a list, where a person chose a number. */
export const PAGE_SIZES = [20, 50, 100, 200] as const
/** Of body text, in CSS pixels; every other size follows it. */
export const FONT_SIZE = { least: 12, usual: 13, most: 24 } as const
/** Where the program opens: where this person was last, at the first page of the menu, or at one of the pages about one's own work. */
export const START_PAGES = ['last', 'first', 'outbox', 'journal', 'drafts'] as const
export const preferencesSchema = z.object({
  /** `system`: follow the operating system. */
  locale: z.enum([...LOCALES, 'system']),
  theme: z.enum(['light', 'dark', 'system']),
  density: z.enum(['comfortable', 'compact']),
  isMenuHidden: z.boolean(),
  menuWidth: z.number().int().min(MENU_WIDTH.least).max(MENU_WIDTH.most),
  /** `window`: as many rows as the window has room for. */
  pageSize: z.literal(['window', ...PAGE_SIZES]),
  /** A process that crashes leaves a piece of its memory in the data folder; from the next start on. */
  keepsCrashDumps: z.boolean(),
  fontSize: z.number().int().min(FONT_SIZE.least).max(FONT_SIZE.most),
  startPage: z.enum(START_PAGES),
  /** Notices of changes that have not been sent for days, and of a session that ends while there is no connection. */
  remindsOfUnsent: z.boolean(),
  remindsOfSessionEnd: z.boolean(),
  /** `reduced`: nothing moves, whatever the system says. */
  motion: z.enum(['system', 'reduced']),
  /** What the status bar says in passing stays until the next message. */
  keepsMessages: z.boolean(),
  /** Instead of those in the table of actions. */
  keys: keyOverridesSchema,
})
export type Preferences = z.infer<typeof preferencesSchema>
export const PREFERENCE_DEFAULTS: Preferences = {
  locale: 'system',
  theme: 'system',
  density: 'comfortable',
  isMenuHidden: false,
  menuWidth: MENU_WIDTH.usual,
  pageSize: 'window',
  keepsCrashDumps: false,
  fontSize: FONT_SIZE.usual,
  startPage: 'last',
  remindsOfUnsent: true,
  remindsOfSessionEnd: true,
  motion: 'system',
  keepsMessages: false,
  keys: {},
}
export type Locale = (typeof LOCALES)[number]

/** The two header dialects of the contract: today's `Authorization: Bearer`, and the article's bare `X-Token`. */
export const dialectSchema = z.enum(['bearer', 'x-token'])
export type Dialect = z.infer<typeof dialectSchema>

/** What a server is for: told by word and colour, never by colour alone. `custom` has words of its own. */
export const PROFILE_LABELS = ['none', 'production', 'test', 'development', 'custom'] as const
export const PROFILE_COLORS = ['grey', 'red', 'orange', 'green', 'blue', 'purple'] as const

export const profileViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Scheme, host and port; empty for the demo until its back-end runs. */
  origin: z.string(),
  /** The identity of the server: origin and API path in their normal spelling, empty for the demo. */
  server: z.string(),
  isDemo: z.boolean(),
  label: z.enum(PROFILE_LABELS),
  /** The words of a `custom` label; empty for the others. */
  labelText: z.string(),
  color: z.enum(PROFILE_COLORS),
  writeMode: writeModeSchema,
  /** Who signed in here last, to be offered again. */
  lastUsername: z.string().nullable(),
})
export type ProfileView = z.infer<typeof profileViewSchema>

/** A server that is not in the list while something of it is on this computer. */
export const leftServerSchema = z.object({
  /** `unreadable`: this version cannot read its settings. `kept`: removed, and its data was to stay. `unknown`: only its data is there. */
  kind: z.enum(['unreadable', 'kept', 'unknown']),
  /** Null where not even that can be read. */
  id: z.string().nullable(),
  name: z.string().nullable(),
  url: z.string().nullable(),
  /** Drafts or pending changes of it are kept on this computer. */
  hasData: z.boolean(),
})
export type LeftServer = z.infer<typeof leftServerSchema>

export const SESSION_STATES = ['signed-out', 'active', 'renewing', 'suspended', 'ended'] as const
/**
 * Why there is no running session, or why it was suspended. `new-token-refused`: the server refused a token that it had just
 * given out, most likely because it looks for another header.
 */
export const SESSION_CAUSES = ['first-start', 'signed-out', 'expired', 'refused', 'new-token-refused', 'user-gone', 'elsewhere', 'cancelled'] as const
export const sessionViewSchema = z.object({
  /** `suspended`: calls wait for a sign-in. `ended`: put off, or of no use just now; work is kept, calls end at once. */
  state: z.enum(SESSION_STATES),
  cause: z.enum(SESSION_CAUSES).nullable(),
  userId: z.number().nullable(),
  username: z.string().nullable(),
  /** Unix milliseconds until which renewal works, by the refresh token's own `exp`; null when it tells none. */
  until: z.number().nullable(),
  /** When the session was suspended or ended, Unix milliseconds. */
  since: z.number().nullable(),
  renewals: z.number().int(),
  /**
   * The last renewal came to nothing, and calls need one: until when none is tried by itself, Unix milliseconds. Null while
   * there is no such trouble.
   */
  renewalHeldUntil: z.number().nullable(),
  /** Calls waiting for a sign-in. */
  waiting: z.number().int(),
  /** False when the tokens could not be put into the keychain: sign-in is needed at the next start. */
  isStored: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>
export type SessionCause = (typeof SESSION_CAUSES)[number]

export const secretProtectionSchema = z.object({
  state: z.enum(['checking', 'protected', 'memory-only']),
  /** Why memory only: no keychain program, a locked one, one that did not answer in time, or one that failed. */
  reason: z.enum(['absent', 'locked', 'hanging', 'failed']).nullable(),
})
export type SecretProtection = z.infer<typeof secretProtectionSchema>

/** Why the server cannot be reached: a cause of "Test connection", with what is known besides (see `CONNECTION_STEPS`). */
export const offlineReasonSchema = z.object({ cause: z.enum(CONNECTION_CAUSES), facts: z.record(z.string(), z.string()) })
export type OfflineReason = z.infer<typeof offlineReasonSchema>

export const connectionViewSchema = z.object({
  state: z.enum(['unknown', 'online', 'offline']),
  /** Unix milliseconds of the last answer that was this API's. */
  syncedAt: z.number().nullable(),
  /** Since when offline, Unix milliseconds. */
  since: z.number().nullable(),
  /** Why, as far as it is known; null while online. */
  reason: offlineReasonSchema.nullable(),
})
export type ConnectionView = z.infer<typeof connectionViewSchema>

/** Where drafts go: a file that survives a crash, or memory only because the keychain gives no key for the file. */
const draftStorageSchema = z.enum(['durable', 'memory-only'])
export type DraftStorage = z.infer<typeof draftStorageSchema>

export const appStateSchema = z.object({
  profile: profileViewSchema,
  session: sessionViewSchema,
  secrets: secretProtectionSchema,
  connection: connectionViewSchema,
  preferences: preferencesSchema,
  draftStorage: draftStorageSchema,
  /** Null while nobody has signed in here, or the data file is not open yet. */
  outbox: outboxSummarySchema.nullable(),
  /** What this server has shown that it does to texts. */
  habits: z.array(z.enum(SERVER_HABITS)),
  /** The operating system's preferred locale, already narrowed to one we have. */
  systemLocale: z.enum(LOCALES),
  platform: z.string(),
  versions: z.object({ app: z.string(), electron: z.string(), chrome: z.string(), node: z.string() }),
  /** A notice from start-up that a person should read once, as a locale key under `notices`. */
  notices: z.array(
    z.enum([
      'preferencesRecovered',
      'preferencesBegunAnew',
      'profilesRecovered',
      'profilesBegunAnew',
      'storeMovedAside',
      'storeGone',
      'storeNewer',
      'storeUnopenable',
      'storeDeadly',
      'storeSealed',
      'storeLost',
    ]),
  ),
  /** What came over of a data file that was damaged or gone, and where the file lies now; null: nothing was. */
  recovered: z.object({ place: z.string(), drafts: z.number().int(), pending: z.number().int(), damaged: z.number().int() }).nullable(),
  /** What this version cannot read of the settings: servers and preferences. It is kept, and is told once. */
  leftAside: z.object({ servers: z.array(leftServerSchema), preferences: z.array(preferencesSchema.keyof()) }),
})
export type AppState = z.infer<typeof appStateSchema>
