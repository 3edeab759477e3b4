import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { newProfile, type Profile, profileSchema, sameName } from './profile-schema'
import { openSettingsFile } from './settings-file'

export { type Profile, toProfileView } from './profile-schema'

export const DEMO_PROFILE_ID = 'demo'

/** A profile that has left the list while something of it may still be in the keychain or on the disk. */
const forgottenSchema = z.object({
  id: z.string(),
  deletesData: z.boolean(),
  /** Whose database keys go with the data. */
  userIds: z.array(z.number().int()),
})
export type Forgotten = z.infer<typeof forgottenSchema>

const fileSchema = z.object({
  currentId: z.string(),
  profiles: z.array(profileSchema).min(1),
  forgotten: z.array(forgottenSchema).default([]),
})
type ProfilesData = z.infer<typeof fileSchema>

/** What is known of a server when it is added; the rest has its usual value. */
export type NewProfile = Pick<Profile, 'name' | 'origin' | 'apiPath' | 'dialect'> & Partial<Omit<Profile, 'id'>>

export interface ProfilesStore {
  /** Tells this installation's keychain items from another data folder's. */
  readonly installationId: string
  readonly wasRecovered: boolean
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
  add(profile: NewProfile): Profile
  /** The demo, added at the end unless it is in the list already. */
  addDemo(): Profile
  change(id: string, some: Partial<Omit<Profile, 'id'>>): void
  /** Ids that are left out keep their order behind the named ones; unknown ids are ignored. */
  reorder(ids: readonly string[]): void
  /** Takes a profile out of the list and notes in the same write what of it is still to be removed. The last one stays. */
  forget(forgotten: Forgotten): void
  /** Those whose removal has not been seen to its end. */
  forgotten(): readonly Forgotten[]
  endForgetting(id: string): void
}

export function openProfiles(folder: string, wallMs: () => number = Date.now): ProfilesStore {
  const file = openSettingsFile<ProfilesData>({ folder, name: 'profiles', schema: fileSchema, defaults: firstProfiles })
  const installationId = openInstallation(folder)
  const list = (): readonly Profile[] => file.read().profiles
  const find = (id: string): Profile | null => list().find((profile) => profile.id === id) ?? null
  const write = (some: Partial<ProfilesData>): void => {
    file.write({ ...file.read(), ...some })
  }
  const change = (id: string, some: Partial<Omit<Profile, 'id'>>): ProfilesData['profiles'] =>
    list().map((profile) => (profile.id === id ? { ...profile, ...some } : profile))
  const append = (profile: Profile): Profile => {
    write({ profiles: [...list(), profile] })
    return profile
  }
  const isNameTaken = (name: string, exceptId?: string): boolean => list().some((profile) => profile.id !== exceptId && sameName(profile.name, name))
  return {
    installationId,
    wasRecovered: file.wasRecovered,
    list,
    find,
    isNameTaken,
    current: () => find(file.read().currentId) ?? (list()[0] as Profile),
    setCurrent: (id) => {
      write({ currentId: id, profiles: change(id, { lastUsedAt: wallMs() }) })
    },
    add: (some) => append(newProfile(newId(), some)),
    addDemo: () => {
      const known = list().find(({ isDemo }) => isDemo)
      if (known) return known
      // What is still to be removed under the usual id would take the new one's data with it.
      const isFree = !file.read().forgotten.some(({ id }) => id === DEMO_PROFILE_ID)
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
      write({ profiles: list().filter(({ id }) => id !== forgotten.id), forgotten: [...file.read().forgotten, forgotten] })
    },
    forgotten: () => file.read().forgotten,
    endForgetting: (id) => {
      write({ forgotten: file.read().forgotten.filter((left) => left.id !== id) })
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
 */
function openInstallation(folder: string): string {
  const file = openSettingsFile({ folder, name: 'installation', schema: z.object({ id: z.string() }), defaults: () => ({ id: randomUUID() }) })
  if ((file.isNew || file.wasRecovered) && !file.write(file.read())) throw new Error(`The data folder cannot be written: ${folder}`)
  return file.read().id
}

function firstProfiles(): ProfilesData {
  return { currentId: DEMO_PROFILE_ID, profiles: [newProfile(DEMO_PROFILE_ID, { name: 'Demo', isDemo: true })], forgotten: [] }
}
