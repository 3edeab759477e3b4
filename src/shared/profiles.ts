import { z } from 'zod'
import { writeModeSchema } from './write-modes'
import { dialectSchema, PROFILE_COLORS, PROFILE_LABELS, profileViewSchema, SESSION_STATES } from './views'

/** What pages may know and change of server profiles. Nothing here is or holds a secret. */

/** What the label's own text may be, in characters. */
export const LABEL_TEXT_MAX = 24
/** The range of a call's whole time budget, in milliseconds. */
export const CALL_BUDGET_MS = { min: 1000, max: 300_000, default: 15_000 } as const

/** How a server is reached: what "Test connection" needs, and a part of what "Save" needs. */
export const serverConnectionSchema = z.object({
  /** As typed or pasted: scheme and host at least. */
  url: z.string().trim().min(1, { error: 'required' }).max(500),
  dialect: dialectSchema,
  /** For one whole call, in milliseconds. */
  callBudgetMs: z.number({ error: 'invalid' }).int({ error: 'invalid' }).min(CALL_BUDGET_MS.min, { error: 'range' }).max(CALL_BUDGET_MS.max, { error: 'range' }),
  /** Path of a PEM file with one CA certificate that this profile trusts besides those of the system. */
  extraCaFile: z.string().max(4096).nullable(),
  /** The person has read that plain http to another machine can be read on the way, and wants it. */
  allowPlainHttp: z.boolean(),
})
export type ServerConnection = z.infer<typeof serverConnectionSchema>

/** One profile as the person fills it in. `id` null makes a new one. */
export const profileInputSchema = serverConnectionSchema.extend({
  id: z.string().max(40).nullable(),
  /** For a new one: the server of `profiles.left` that is set up again, with what is kept of it. */
  leftId: z.string().max(40).nullable().optional(),
  name: z.string().trim().min(1, { error: 'required' }).max(60, { error: 'tooLong' }),
  label: z.enum(PROFILE_LABELS),
  /** The words of a `custom` label; not used for the others. */
  labelText: z.string().trim().max(LABEL_TEXT_MAX, { error: 'tooLong' }),
  color: z.enum(PROFILE_COLORS),
  /** How writing works on this server. */
  writeMode: writeModeSchema,
})
export type ProfileInput = z.infer<typeof profileInputSchema>

/** Pending changes on this computer, of somebody who is not signed in there. */
export const unsentWorkSchema = z.object({ profileId: z.string(), username: z.string(), entries: z.number().int() })
export type UnsentWork = z.infer<typeof unsentWorkSchema>

/** One line of the server list. */
export const profileEntrySchema = profileViewSchema.extend({
  /** Such as `/api/v2`. */
  apiPath: z.string(),
  dialect: dialectSchema,
  callBudgetMs: z.number().int(),
  extraCaFile: z.string().nullable(),
  /** Null when the profile was not used in this run: then nobody has asked whether its tokens are still there. */
  session: z.enum(SESSION_STATES).nullable(),
  /** Unix milliseconds; null when it was never opened. */
  lastUsedAt: z.number().nullable(),
  /** Windows that show it now. */
  windows: z.number().int(),
  /** Whether the asking window shows it. */
  isHere: z.boolean(),
})
export type ProfileEntry = z.infer<typeof profileEntrySchema>
