import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { LeftServer } from '@shared/views'
import { profileIdSchema } from './profile-schema'
import type { ProfilesData } from './profiles-file'

/**
 * Servers that are not in the list while something of theirs is here: settings that this version cannot read, a data folder
 * that no profile leads to, and data that was to stay when the server was removed. Each can be set up again under its own id,
 * which opens its drafts and pending changes.
 */
export function leftServers(folder: string, { profiles, unreadable, kept, forgotten }: ProfilesData): LeftServer[] {
  const withData = dataFolders(folder)
  const known = new Set([...profiles.map(({ id }) => id), ...forgotten.filter(({ deletesData }) => deletesData).map(({ id }) => id)])
  const found: LeftServer[] = []
  const add = (server: Omit<LeftServer, 'hasData'>): void => {
    if (server.id !== null && (known.has(server.id) || found.some(({ id }) => id === server.id))) return
    found.push({ ...server, hasData: server.id !== null && withData.includes(server.id) })
  }
  for (const raw of unreadable) add({ kind: 'unreadable', ...namedIn(raw) })
  for (const { id, name, origin, apiPath } of kept) if (withData.includes(id)) add({ kind: 'kept', id, name, url: `${origin}${apiPath}` })
  for (const id of withData) add({ kind: 'unknown', id, name: null, url: null })
  return found
}

/** Whether an entry that cannot be read has this id. */
export function isRawOf(raw: unknown, id: string): boolean {
  return namedIn(raw).id === id
}

const rawSchema = z.object({
  id: profileIdSchema.nullable().catch(null),
  name: z.string().trim().min(1).max(60).nullable().catch(null),
  origin: z.string().max(500).catch(''),
  apiPath: z.string().max(500).catch(''),
})

/** What people can know it by. */
function namedIn(raw: unknown): Pick<LeftServer, 'id' | 'name' | 'url'> {
  const parsed = rawSchema.safeParse(raw)
  if (!parsed.success) return { id: null, name: null, url: null }
  const { id, name, origin, apiPath } = parsed.data
  return { id, name, url: origin === '' ? null : `${origin}${apiPath}` }
}

/** Profiles of whose users something is kept. */
function dataFolders(folder: string): string[] {
  const below = (path: string): string[] => {
    try {
      return readdirSync(path)
    } catch {
      return []
    }
  }
  const all = join(folder, 'profiles')
  return below(all).filter((id) => profileIdSchema.safeParse(id).success && below(join(all, id)).some((name) => /^user-\d+\.db/.test(name)))
}
