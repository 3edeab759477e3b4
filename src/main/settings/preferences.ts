import { z } from 'zod'
import { usableOverrides } from '@shared/actions/own-keys'
import { PREFERENCE_DEFAULTS, type Preferences, preferencesSchema } from '@shared/views'
import { openSettingsFile } from './settings-file'

/** How the person likes the program to look and speak. */
export interface PreferencesStore {
  read(): Preferences
  /** Changes the named ones and returns all. */
  change(some: Partial<Preferences>): Preferences
  onChange(listener: (preferences: Preferences) => void): () => void
  readonly wasRecovered: boolean
  /** Neither the file nor its backup could be used: all are at their defaults. */
  readonly wasBegunAnew: boolean
  /** Settings whose value this version does not know. Each is at its default, and stays in the file until it is changed here. */
  unreadable(): readonly PreferenceName[]
}

type PreferenceName = keyof Preferences

const NAMES = Object.keys(PREFERENCE_DEFAULTS) as PreferenceName[]
/** As it lies on the disk: later programs may have put values and settings into it that this one does not know. */
const storedSchema = z.record(z.string(), z.unknown())

export function openPreferences(folder: string): PreferencesStore {
  const file = openSettingsFile<z.infer<typeof storedSchema>>({ folder, name: 'preferences', schema: storedSchema, defaults: () => ({ ...PREFERENCE_DEFAULTS }) })
  const read = (): Preferences => preferencesSchema.parse(Object.fromEntries(NAMES.map((name) => [name, known(name, file.read()[name]) ?? PREFERENCE_DEFAULTS[name]])))
  const listeners = new Set<(preferences: Preferences) => void>()
  return {
    wasRecovered: file.wasRecovered,
    wasBegunAnew: file.wasBegunAnew,
    unreadable: () => NAMES.filter((name) => file.read()[name] !== undefined && known(name, file.read()[name]) === undefined),
    read,
    change: (some) => {
      file.write({ ...file.read(), ...some })
      const next = read()
      for (const listener of listeners) listener(next)
      return next
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function known(name: PreferenceName, value: unknown): Preferences[PreferenceName] | undefined {
  return preferencesSchema.shape[name].safeParse(name === 'keys' ? usableOverrides(value, process.platform) : value).data
}
