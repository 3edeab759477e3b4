import { type Preferences, preferencesSchema } from '@shared/views'
import { openSettingsFile } from './settings-file'

/** How the person likes the program to look and speak. */
export interface PreferencesStore {
  read(): Preferences
  /** Changes the named ones and returns all. */
  change(some: Partial<Preferences>): Preferences
  onChange(listener: (preferences: Preferences) => void): () => void
  readonly wasRecovered: boolean
}

export function openPreferences(folder: string): PreferencesStore {
  const file = openSettingsFile<Preferences>({
    folder,
    name: 'preferences',
    schema: preferencesSchema,
    defaults: () => ({ locale: 'system', theme: 'system', density: 'comfortable' }),
  })
  const listeners = new Set<(preferences: Preferences) => void>()
  return {
    wasRecovered: file.wasRecovered,
    read: () => file.read(),
    change: (some) => {
      const next = { ...file.read(), ...some }
      file.write(next)
      for (const listener of listeners) listener(next)
      return next
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
