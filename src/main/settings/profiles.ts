import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { dialectSchema, type ProfileView } from '@shared/views'
import { openSettingsFile } from './settings-file'

export const DEMO_PROFILE_ID = 'demo'

/** One server, with how to speak to it and who signed in last. Never a secret. */
export const profileSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(60),
  /** Empty for the demo: its back-end gets a new port at each start. */
  origin: z.string(),
  apiPath: z.string(),
  dialect: dialectSchema,
  isDemo: z.boolean(),
  /** For one whole call, in milliseconds. */
  callBudgetMs: z.number().int().min(1000).max(300_000),
  /** A CA certificate (PEM file) that this profile trusts besides those of the system. */
  extraCaFile: z.string().nullable(),
  lastUser: z.object({ userId: z.number().int(), username: z.string() }).nullable(),
  staySignedIn: z.boolean(),
  /** Signed out, but perhaps not yet in the keychain (it did not answer): what it still holds does not count. */
  isVaultVoid: z.boolean().default(false),
})
export type Profile = z.infer<typeof profileSchema>

const fileSchema = z.object({
  currentId: z.string(),
  profiles: z.array(profileSchema).min(1),
})
type ProfilesData = z.infer<typeof fileSchema>

export interface ProfilesStore {
  /** Tells this installation's keychain items from another data folder's. */
  readonly installationId: string
  readonly wasRecovered: boolean
  list(): readonly Profile[]
  /** The one with this id, or null. */
  find(id: string): Profile | null
  /** The profile that was used last. */
  current(): Profile
  setCurrent(id: string): void
  add(profile: Pick<Profile, 'name' | 'origin' | 'apiPath' | 'dialect'>): Profile
  change(id: string, some: Partial<Omit<Profile, 'id'>>): void
}

export function openProfiles(folder: string): ProfilesStore {
  const file = openSettingsFile<ProfilesData>({ folder, name: 'profiles', schema: fileSchema, defaults: firstProfiles })
  const installationId = openInstallation(folder)
  const find = (id: string): Profile | null => file.read().profiles.find((profile) => profile.id === id) ?? null
  const write = (some: Partial<ProfilesData>): void => {
    file.write({ ...file.read(), ...some })
  }
  return {
    installationId,
    wasRecovered: file.wasRecovered,
    list: () => file.read().profiles,
    find,
    current: () => find(file.read().currentId) ?? (file.read().profiles[0] as Profile),
    setCurrent: (id) => {
      write({ currentId: id })
    },
    add: (some) => {
      const profile: Profile = { ...newProfile(randomUUID().slice(0, 8)), ...some }
      write({ profiles: [...file.read().profiles, profile] })
      return profile
    },
    change: (id, some) => {
      write({ profiles: file.read().profiles.map((profile) => (profile.id === id ? { ...profile, ...some } : profile)) })
    },
  }
}

export function toProfileView(profile: Profile): ProfileView {
  const { id, name, origin, isDemo, lastUser } = profile
  return { id, name, origin, isDemo, lastUsername: lastUser?.username ?? null }
}

function newProfile(id: string): Profile {
  return {
    id,
    name: id,
    origin: '',
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    extraCaFile: null,
    lastUser: null,
    staySignedIn: true,
    isVaultVoid: false,
  }
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
  return {
    currentId: DEMO_PROFILE_ID,
    profiles: [{ ...newProfile(DEMO_PROFILE_ID), name: 'Demo', isDemo: true }],
  }
}
