import { z } from 'zod'
import { writeModeSchema } from '@shared/write-modes'
import { CALL_BUDGET_MS, LABEL_TEXT_MAX } from '@shared/profiles'
import { withoutHiddenLetters } from '@shared/resources/field-rules'
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
  /** Letters that cannot be seen are left out: the rest of a list from elsewhere is good all the same. */
  name: z
    .string()
    .transform((name) => withoutHiddenLetters(name).trim())
    .pipe(z.string().min(1).max(60)),
  origin: z.string().max(500),
  apiPath: z
    .string()
    .regex(/^\/(?!\/)[^?#\s\\]*$/)
    .max(500),
  dialect: dialectSchema,
  callBudgetMs: z.number().int().min(CALL_BUDGET_MS.min).max(CALL_BUDGET_MS.max),
  label: z.enum(PROFILE_LABELS),
  labelText: z
    .string()
    .transform((text) => withoutHiddenLetters(text).trim())
    .pipe(z.string().max(LABEL_TEXT_MAX)),
  color: z.enum(PROFILE_COLORS),
  writeMode: writeModeSchema.default('normal'),
})
type ExchangedProfile = z.infer<typeof exchangedSchema>

/** The entries one by one: those that cannot be used do not cost the others. */
const exchangeSchema = z.object({ format: z.literal(FORMAT), version: z.literal(VERSION), profiles: z.array(z.unknown()).max(1000) })

/** The file's text and how many servers it names. The demo is in every installation and is left out. */
export function exportProfiles(profiles: readonly Profile[]): { text: string; count: number } {
  const named = profiles.filter(({ isDemo }) => !isDemo).map((profile) => exchangedSchema.parse(profile))
  return { text: `${JSON.stringify({ format: FORMAT, version: VERSION, profiles: named }, null, 2)}\n`, count: named.length }
}

export interface ImportPlan {
  readonly added: readonly ExchangedProfile[]
  /** Names that are in the list already, or twice in the file. */
  readonly skipped: readonly string[]
  /** Names among `added` whose server is another machine over plain http. */
  readonly plainHttp: readonly string[]
  /** Entries that cannot be used: by name where it can be read, and else by place, such as `#3`. */
  readonly unreadable: readonly string[]
}

/** What importing this file would do. Throws VALIDATION on `file`: `notAList`, or `otherVersion` of a later program. */
export function planImport(text: string, known: readonly Pick<Profile, 'name'>[]): ImportPlan {
  const added: ExchangedProfile[] = []
  const skipped: string[] = []
  const { profiles, unreadable } = read(text)
  for (const profile of profiles) {
    const isKnown = [...known, ...added].some(({ name }) => sameName(name, profile.name))
    if (isKnown) skipped.push(profile.name)
    else added.push(profile)
  }
  return { added, skipped, unreadable, plainHttp: added.filter(({ origin }) => isPlainHttp(origin)).map(({ name }) => name) }
}

function read(text: string): { readonly profiles: ExchangedProfile[]; readonly unreadable: string[] } {
  try {
    const body: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const version = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(body)
    if (version.success && version.data.version > VERSION) throw notReadable('otherVersion')
    return sorted(exchangeSchema.parse(body).profiles)
  } catch (error) {
    throw error instanceof FailureError && error.failure.fields?.['file'] ? error : notReadable('notAList')
  }
}

function sorted(entries: readonly unknown[]): { readonly profiles: ExchangedProfile[]; readonly unreadable: string[] } {
  const profiles: ExchangedProfile[] = []
  const unreadable: string[] = []
  for (const [at, entry] of entries.entries()) {
    const profile = readOne(entry)
    if (profile) profiles.push(profile)
    else unreadable.push(namedSchema.safeParse(entry).data?.name ?? `#${at + 1}`)
  }
  return { profiles, unreadable }
}

const namedSchema = z.object({ name: z.string().trim().min(1).max(60) })

/** Null for one that this program cannot use: a field of a later version, or no address of a server. */
function readOne(entry: unknown): ExchangedProfile | null {
  const parsed = exchangedSchema.safeParse(entry)
  if (!parsed.success) return null
  try {
    return { ...parsed.data, origin: readServerAddress(parsed.data.origin, true).origin }
  } catch {
    return null
  }
}

function notReadable(cause: 'notAList' | 'otherVersion'): FailureError {
  return failed('VALIDATION', 'This file holds no list of servers that can be read here.', { fields: { file: cause } })
}
