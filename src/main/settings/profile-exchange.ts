import { z } from 'zod'
import { writeModeSchema } from '@shared/outbox'
import { CALL_BUDGET_MS, HIDDEN_LETTERS, labelTextSchema, serverNameSchema } from '@shared/profiles'
import { failed, FailureError } from '@shared/result'
import { dialectSchema, PROFILE_COLORS, PROFILE_LABELS } from '@shared/views'
import { type Profile, sameName } from './profile-schema'
import { isPlainHttp, readServerAddress } from './server-address'

/** The file by which a list of servers goes from one machine to another. */

const FORMAT = 'holdfast-profiles'
const VERSION = 1

/** The most that is read of such a file, in bytes. */
export const EXCHANGE_MAX_BYTES = 1024 * 1024

/**
 * No id, user, session or installation: those are this machine's. No CA file either: the path means nothing elsewhere, and
 * whom to trust is decided by a person choosing the file, not by a list that came by mail.
 */
const exchangedSchema = z.object({
  name: serverNameSchema,
  origin: z.string().max(500),
  apiPath: z.string().regex(/^\/(?!\/)[^?#\s\\]*$/).max(500),
  dialect: dialectSchema,
  callBudgetMs: z.number().int().min(CALL_BUDGET_MS.min).max(CALL_BUDGET_MS.max),
  label: z.enum(PROFILE_LABELS),
  labelText: labelTextSchema,
  color: z.enum(PROFILE_COLORS),
  writeMode: writeModeSchema.default('normal'),
})
export type ExchangedProfile = z.infer<typeof exchangedSchema>

const exchangeSchema = z.object({ format: z.literal(FORMAT), version: z.literal(VERSION), profiles: z.array(exchangedSchema).max(1000) })

/** The file's text and how many servers it names. The demo is in every installation and is left out. */
export function exportProfiles(profiles: readonly Profile[]): { text: string; count: number } {
  const named = profiles.filter(({ isDemo }) => !isDemo).map((profile) => exchangedSchema.parse({ ...profile, name: plain(profile.name) || profile.origin.slice(0, 60), labelText: plain(profile.labelText) }))
  return { text: `${JSON.stringify({ format: FORMAT, version: VERSION, profiles: named }, null, 2)}\n`, count: named.length }
}

/** A name from before they were refused may have such letters; its server is to be taken along all the same. */
function plain(text: string): string {
  return text.replace(new RegExp(HIDDEN_LETTERS, 'gu'), ' ').trim()
}

export interface ImportPlan {
  readonly added: readonly ExchangedProfile[]
  /** Names that are in the list already, or twice in the file. */
  readonly skipped: readonly string[]
  /** Names among `added` whose server is another machine over plain http. */
  readonly plainHttp: readonly string[]
}

/** What importing this file would do. Throws VALIDATION on `file`: `notAList`, or `otherVersion` of a later program. */
export function planImport(text: string, known: readonly Pick<Profile, 'name'>[]): ImportPlan {
  const added: ExchangedProfile[] = []
  const skipped: string[] = []
  for (const profile of read(text)) {
    const isKnown = [...known, ...added].some(({ name }) => sameName(name, profile.name))
    if (isKnown) skipped.push(profile.name)
    else added.push(profile)
  }
  return { added, skipped, plainHttp: added.filter(({ origin }) => isPlainHttp(origin)).map(({ name }) => name) }
}

function read(text: string): ExchangedProfile[] {
  try {
    const body: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const version = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(body)
    if (version.success && version.data.version > VERSION) throw notReadable('otherVersion')
    return exchangeSchema.parse(body).profiles.map((profile) => ({ ...profile, origin: readServerAddress(profile.origin, true).origin }))
  } catch (error) {
    throw error instanceof FailureError && error.failure.fields?.['file'] ? error : notReadable('notAList')
  }
}

function notReadable(cause: 'notAList' | 'otherVersion'): FailureError {
  return failed('VALIDATION', 'This file holds no list of servers that can be read here.', { fields: { file: cause } })
}
