import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { LeftServer } from '@shared/views'
import { type FirstServers, openFirstServers } from './first-servers'
import { isRawOf, leftServers } from './left-data'
import { newProfile, type Profile, sameName } from './profile-schema'
import { type Forgotten, type ProfilesData, readProfiles, type StoredProfiles, storedProfiles, storedProfilesSchema } from './profiles-file'
import { openSettingsFile } from './settings-file'

export { type Profile, toProfileView } from './profile-schema'
export type { Forgotten } from './profiles-file'

const DEMO_PROFILE_ID = 'demo'

/** What is known of a server when it is added; the rest has its usual value. */
type NewProfile = Pick<Profile, 'name' | 'origin' | 'apiPath' | 'dialect'> & Partial<Omit<Profile, 'id'>>

export interface ProfilesStore {
  /** Tells this installation's keychain items from another data folder's. */
  readonly installationId: string
  readonly wasRecovered: boolean
  /** Neither the list nor its backup could be used. */
  readonly wasBegunAnew: boolean
  /** Servers that are not in the list while something of theirs is here. */
  left(): readonly LeftServer[]
  /** The identity of the server that a profile had before this program first changed anything; null where it cannot be known. */
  serverBefore(id: string): string | null
  /** In the person's order. */
  list(): readonly Profile[]
  /** The one with this id, or null. */
  find(id: string): Profile | null
  /** Whether another profile than `exceptId` has this name, or one that nobody could tell from it. */
  isNameTaken(name: string, exceptId?: string): boolean
  /** The profile that was used last. */
  current(): Profile
  /** Notes that a window shows it now. */
  setCurrent(id: string): void
  /** @param leftId The server of `left` that this is, set up again: it gets its id back, and with it what is kept of it. */
  add(profile: NewProfile, leftId?: string | null): Profile
  /** The demo, added at the end unless it is in the list already. */
  addDemo(): Profile
  change(id: string, some: Partial<Omit<Profile, 'id'>>): void
  /** Ids that are left out keep their order behind the named ones; unknown ids are ignored. */
  reorder(ids: readonly string[]): void
  /** Takes a profile out of the list and notes in the same write what of it is still to be removed. The last one stays. */
  forget(forgotten: Forgotten): void
  /** Those whose removal has not been seen to its end. */
  forgotten(): readonly Forgotten[]
  endProfileRemoval(id: string): void
}

export function openProfiles(folder: string, wallMs: () => number = Date.now): ProfilesStore {
  const file = openSettingsFile<StoredProfiles>({ folder, name: 'profiles', schema: storedProfilesSchema, defaults: () => storedProfilesSchema.parse({ profiles: [] }) })
  const installationId = openInstallation(folder, file.read().installationId)
  let data = withSomeProfile(readProfiles(file.read()))
  const firstServers: FirstServers = openFirstServers(folder, data.profiles)
  data = { ...data, profiles: data.profiles.map((profile) => ({ ...profile, isServerNoted: true })) }
  const list = (): readonly Profile[] => data.profiles
  const find = (id: string): Profile | null => list().find((profile) => profile.id === id) ?? null
  const write = (some: Partial<ProfilesData>): void => {
    data = { ...data, ...some }
    file.write({ ...storedProfiles(file.read(), data), installationId })
  }
  if (!file.isNew && file.read().installationId !== installationId) write({})
  const change = (id: string, some: Partial<Omit<Profile, 'id'>>): readonly Profile[] => list().map((profile) => (profile.id === id ? { ...profile, ...some } : profile))
  const append = (profile: Profile): Profile => {
    const isOther = ({ id }: { readonly id: string }): boolean => id !== profile.id
    write({ profiles: [...list(), profile], unreadable: data.unreadable.filter((raw) => !isRawOf(raw, profile.id)), kept: data.kept.filter(isOther) })
    return profile
  }
  const left = (): LeftServer[] => leftServers(folder, data)
  const isNameTaken = (name: string, exceptId?: string): boolean => list().some((profile) => profile.id !== exceptId && sameName(profile.name, name))
  return {
    installationId,
    wasRecovered: file.wasRecovered,
    wasBegunAnew: file.wasBegunAnew,
    left,
    serverBefore: firstServers.of,
    list,
    find,
    isNameTaken,
    current: () => find(data.currentId) ?? (list()[0] as Profile),
    setCurrent: (id) => {
      write({ currentId: id, profiles: change(id, { lastUsedAt: wallMs() }) })
    },
    add: (some, leftId = null) => append(newProfile(leftId !== null && left().some(({ id }) => id === leftId) ? leftId : newId(), some)),
    addDemo: () => {
      const known = list().find(({ isDemo }) => isDemo)
      if (known) return known
      // What is still to be removed under the usual id would take the new one's data with it.
      const isFree = !data.forgotten.some(({ id }) => id === DEMO_PROFILE_ID)
      return append(newProfile(isFree ? DEMO_PROFILE_ID : newId(), { name: freeName('Demo', isNameTaken), isDemo: true }))
    },
    change: (id, some) => {
      write({ profiles: change(id, some) })
    },
    reorder: (ids) => {
      const named = [...new Set(ids)].map(find).filter((profile) => profile !== null)
      write({ profiles: [...named, ...list().filter((profile) => !named.includes(profile))] })
    },
    forget: (forgotten) => {
      const isOther = ({ id }: { readonly id: string }): boolean => id !== forgotten.id
      const gone = find(forgotten.id)
      write({
        profiles: list().filter(isOther),
        unreadable: data.unreadable.filter((raw) => !isRawOf(raw, forgotten.id)),
        kept: [...data.kept.filter(isOther), ...(gone && !forgotten.deletesData ? [{ id: gone.id, name: gone.name, origin: gone.origin, apiPath: gone.apiPath }] : [])],
        forgotten: [...data.forgotten, forgotten],
      })
    },
    forgotten: () => data.forgotten,
    endProfileRemoval: (id) => {
      write({ forgotten: data.forgotten.filter((left) => left.id !== id) })
    },
  }
}

function newId(): string {
  return randomUUID().slice(0, 8)
}

/** `Demo`, or `Demo 2` where that is taken, and so on. */
function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  let name = wanted
  for (let count = 2; isTaken(name); count += 1) name = `${wanted} ${count}`
  return name
}

/**
 * The id is part of every keychain item's name: it has a file of its own, so that damaged profiles do not cost the keys
 * of the drafts, and it has to be on the disk before the first item is made. Throws where it cannot be written.
 *
 * @param copy The one in the list of profiles, for when the file is lost with its backup.
 */
function openInstallation(folder: string, copy: string | undefined): string {
  const kept = backupOf(folder)
  const file = openSettingsFile({ folder, name: 'installation', schema: installationSchema, defaults: () => ({ id: copy ?? randomUUID() }) })
  // One bit turned over in the file makes another id, and so another name for every key: the two others know better.
  const isOther = copy !== undefined && kept === copy && file.read().id !== copy
  const isDue = file.isNew || file.wasRecovered || isOther
  if (isDue && !file.write(isOther ? { id: copy } : file.read())) throw new Error(`The data folder cannot be written: ${folder}`)
  return file.read().id
}

const installationSchema = z.object({ id: z.uuid() })

function backupOf(folder: string): string | null {
  try {
    return z.object({ value: installationSchema }).parse(JSON.parse(readFileSync(join(folder, 'installation.backup.json'), 'utf8'))).value.id
  } catch {
    return null
  }
}

/** A list without any profile that can be read begins with the demo: there is always one to show. */
function withSomeProfile(data: ProfilesData): ProfilesData {
  if (data.profiles.length > 0) return data
  const isFree = ![...data.forgotten.map(({ id }) => id)].includes(DEMO_PROFILE_ID) && !data.unreadable.some((raw) => isRawOf(raw, DEMO_PROFILE_ID))
  return { ...data, profiles: [newProfile(isFree ? DEMO_PROFILE_ID : newId(), { name: 'Demo', isDemo: true })] }
}
