import { z } from 'zod'
import { type Profile, serverOf } from './profile-schema'
import { openSettingsFile } from './settings-file'

/**
 * Which server each profile led to before this program first changed anything. What older programs kept (data files, tokens,
 * caches) does not say which API path it was made for; it is opened one by one, some of it long after the path was changed.
 */
export interface FirstServers {
  /** The server's identity; null where it cannot be known. */
  of(profileId: string): string | null
}

const fileSchema = z.object({ servers: z.record(z.string(), z.string().nullable()) })

/**
 * Notes them in a file of its own, which older programs leave alone, before anything else is written. A profile without the
 * mark `isServerNoted` comes from an older program: for the first time, or because that program has written the list since.
 * Then its server may have been another one in between, and what was noted holds only if it is still the same. The demo is
 * always the same.
 *
 * Throws where the data folder cannot be written.
 */
export function openFirstServers(folder: string, profiles: readonly Profile[]): FirstServers {
  const file = openSettingsFile<z.infer<typeof fileSchema>>({ folder, name: 'first-servers', schema: fileSchema, defaults: () => ({ servers: {} }) })
  const before = file.read().servers
  const servers = { ...before }
  for (const profile of profiles.filter(({ isDemo, isServerNoted }) => isDemo || !isServerNoted)) {
    const now = serverOf(profile)
    servers[profile.id] = Object.hasOwn(before, profile.id) && before[profile.id] !== now ? null : now
  }
  const isChanged = Object.keys(servers).some((id) => !Object.hasOwn(before, id) || before[id] !== servers[id])
  if (isChanged && !file.write({ servers })) throw new Error(`The data folder cannot be written: ${folder}`)
  return { of: (profileId) => (Object.hasOwn(servers, profileId) ? (servers[profileId] ?? null) : null) }
}
