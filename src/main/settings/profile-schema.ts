import { z } from 'zod'
import { writeModeSchema } from '@shared/write-modes'
import { CALL_BUDGET_MS, LABEL_TEXT_MAX, type UnsentWork } from '@shared/profiles'
import { plainPath } from '@shared/server-address'
import { DEMO_SERVER, serverIdentity } from '@shared/server-identity'
import { dialectSchema, PROFILE_COLORS, PROFILE_LABELS, type ProfileView, type SessionView } from '@shared/views'

export const profileIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** One server, with how to speak to it and who signed in last. Never a secret. Later fields have defaults: older files open. */
export const profileSchema = z.object({
  id: profileIdSchema,
  name: z.string().min(1).max(60),
  /** Empty for the demo: its back-end gets a new port at each start. */
  origin: z.string(),
  /** Without doubled slashes, and without one at its end. */
  apiPath: z.string().overwrite(plainPath),
  dialect: dialectSchema,
  isDemo: z.boolean(),
  /** For one whole call, in milliseconds. */
  callBudgetMs: z.number().int().min(CALL_BUDGET_MS.min).max(CALL_BUDGET_MS.max),
  /** A CA certificate (PEM file) that this profile trusts besides those of the system. */
  extraCaFile: z.string().nullable(),
  lastUser: z.object({ userId: z.number().int(), username: z.string() }).nullable(),
  staySignedIn: z.boolean(),
  /** Signed out, but perhaps not yet in the keychain (it did not answer): what it still holds does not count. */
  isVaultVoid: z.boolean().default(false),
  label: z.enum(PROFILE_LABELS).default('none'),
  /** The words of a `custom` label; empty for the others. */
  labelText: z.string().max(LABEL_TEXT_MAX).default(''),
  color: z.enum(PROFILE_COLORS).default('grey'),
  /** How writing works on this server. */
  writeMode: writeModeSchema.default('normal'),
  /** Unix milliseconds; null when it was never opened. */
  lastUsedAt: z.number().nullable().default(null),
  /** Who has how many pending changes here, as far as it was noted (`app/profiles/unsent-notes.ts`). */
  unsent: z
    .array(z.object({ userId: z.number().int(), username: z.string(), entries: z.number().int().min(1) }))
    .default([])
    .catch([]),
  /** This program has noted which server it led to at first; see `first-servers.ts`. Older programs drop it. */
  isServerNoted: z.boolean().default(false),
})
export type Profile = z.infer<typeof profileSchema>

/** The profile of a server that was just added; what `some` leaves out has its usual value. */
export function newProfile(id: string, some: Pick<Profile, 'name'> & Partial<Omit<Profile, 'id'>>): Profile {
  return profileSchema.parse({
    id,
    origin: '',
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: CALL_BUDGET_MS.default,
    extraCaFile: null,
    lastUser: null,
    staySignedIn: true,
    isServerNoted: true,
    ...some,
  })
}

/** Which server the profile leads to now. */
export function serverOf({ isDemo, origin, apiPath }: Pick<Profile, 'isDemo' | 'origin' | 'apiPath'>): string {
  return isDemo ? DEMO_SERVER : serverIdentity({ origin, apiPath })
}

export function toProfileView(profile: Profile): ProfileView {
  const { id, name, origin, isDemo, label, labelText, color, writeMode, lastUser } = profile
  return { id, name, origin, server: serverOf(profile), isDemo, label, labelText, color, writeMode, lastUsername: lastUser?.username ?? null }
}

/** Who has pending changes there, but for the one whose session is open: that one sees them anyway. */
export function unsentOf({ id, unsent }: Pick<Profile, 'id' | 'unsent'>, session: Pick<SessionView, 'state' | 'userId'> | null): UnsentWork[] {
  const isHere = (userId: number): boolean => (session?.state === 'active' || session?.state === 'renewing') && session.userId === userId
  return unsent.filter(({ userId }) => !isHere(userId)).map(({ username, entries }) => ({ profileId: id, username, entries }))
}

/** Names that people cannot tell apart are one name: case, width and outer spaces do not count. */
export function sameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.normalize('NFKC').trim().toLowerCase()
  return plain(one) === plain(other)
}
