import { z } from 'zod'
import { type Profile, profileSchema } from './profile-schema'

/** What stands in `profiles.json`, read entry by entry: what this version cannot read is kept in the file, for one that can. */

/** A profile that has left the list while something of it may still be in the keychain or on the disk. */
const forgottenSchema = z.object({
  id: z.string(),
  deletesData: z.boolean(),
  /** Whose database keys go with the data. */
  userIds: z.array(z.number().int()),
})
export type Forgotten = z.infer<typeof forgottenSchema>

/** A server that was removed while its drafts and pending changes were to stay: by what people know it. */
const keptSchema = z.object({ id: z.string(), name: z.string(), origin: z.string(), apiPath: z.string() })
type KeptData = z.infer<typeof keptSchema>

const entries = z.array(z.unknown())

/** As it lies on the disk. Later programs may have put more into it: that stays. */
export const storedProfilesSchema = z.looseObject({
  currentId: z.string().catch(''),
  /** A copy of the one in its own file: without it nobody finds the keys of what is kept here. */
  installationId: z.uuid().optional().catch(undefined),
  profiles: entries,
  forgotten: entries.catch([]),
  kept: entries.catch([]),
  /** Entries of each kind that could not be read. Not among the others: programs that read all or nothing would read nothing. */
  aside: z.object({ profiles: entries.catch([]), forgotten: entries.catch([]), kept: entries.catch([]) }).catch({ profiles: [], forgotten: [], kept: [] }),
})
export type StoredProfiles = z.infer<typeof storedProfilesSchema>

export interface ProfilesData {
  readonly currentId: string
  readonly profiles: readonly Profile[]
  readonly forgotten: readonly Forgotten[]
  readonly kept: readonly KeptData[]
  /** Profiles that this version cannot read, as they stand in the file. */
  readonly unreadable: readonly unknown[]
}

/** Reads what can be read; what was put aside earlier is tried again. Of two profiles with one id the first counts. */
export function readProfiles({ currentId, profiles, forgotten, kept, aside }: StoredProfiles): ProfilesData {
  const read = sorted(profileSchema, [...profiles, ...aside.profiles])
  const isFirst = (profile: Profile): boolean => read.good.find(({ id }) => id === profile.id) === profile
  return {
    currentId,
    profiles: read.good.filter(isFirst),
    unreadable: [...read.bad, ...read.good.filter((profile) => !isFirst(profile))],
    forgotten: sorted(forgottenSchema, [...forgotten, ...aside.forgotten]).good,
    kept: sorted(keptSchema, [...kept, ...aside.kept]).good,
  }
}

/** The file's content for this data, with everything of the one before that could not be read. */
export function storedProfiles(before: StoredProfiles, { currentId, profiles, forgotten, kept, unreadable }: ProfilesData): StoredProfiles {
  const { aside } = before
  return {
    ...before,
    currentId,
    profiles: [...profiles],
    forgotten: [...forgotten],
    kept: [...kept],
    aside: {
      profiles: [...unreadable],
      forgotten: sorted(forgottenSchema, [...before.forgotten, ...aside.forgotten]).bad,
      kept: sorted(keptSchema, [...before.kept, ...aside.kept]).bad,
    },
  }
}

function sorted<T>(schema: z.ZodType<T>, values: readonly unknown[]): { good: T[]; bad: unknown[] } {
  const [good, bad]: [T[], unknown[]] = [[], []]
  for (const value of values) {
    const parsed = schema.safeParse(value)
    if (parsed.success) good.push(parsed.data)
    else bad.push(value)
  }
  return { good, bad }
}
