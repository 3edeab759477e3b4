import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import type { z } from 'zod'

/** One small JSON file of settings, always whole: written atomically, readable by its owner only, with one backup. */
export interface SettingsFile<T> {
  read(): T
  write(next: T): void
  /** The file was damaged at start: recovered from its backup, or begun anew; the damaged one was moved aside. */
  readonly wasRecovered: boolean
}

export interface SettingsFileOptions<T> {
  readonly folder: string
  /** File name without `.json`. */
  readonly name: string
  readonly schema: z.ZodType<T>
  readonly defaults: () => T
}

/** The only user of electron-store. It throws on a damaged file and has no backup of its own; both are done here. */
export function openSettingsFile<T>({ folder, name, schema, defaults }: SettingsFileOptions<T>): SettingsFile<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [path, backup] = [join(folder, `${name}.json`), join(folder, `${name}.backup.json`)]
  const open = () => new ElectronStore<{ value?: unknown }>({ cwd: folder, name, configFileMode: 0o600, clearInvalidConfig: false })
  const readable = (): { store: ReturnType<typeof open>; value: T } | null => {
    const isNew = !existsSync(path)
    try {
      const store = open()
      const stored = store.get('value')
      if (stored === undefined && isNew) return { store, value: defaults() }
      const parsed = schema.safeParse(stored)
      return parsed.success ? { store, value: parsed.data } : null
    } catch {
      return null
    }
  }
  const setAside = (): void => {
    if (existsSync(path)) renameSync(path, join(folder, `${name}.damaged-${Date.now()}.json`))
  }

  let opened = readable()
  const wasRecovered = opened === null
  if (!opened) {
    setAside()
    if (existsSync(backup)) copyFileSync(backup, path)
    opened = readable()
  }
  if (!opened) {
    setAside()
    opened = { store: open(), value: defaults() }
  }
  const { store } = opened
  let { value } = opened
  return {
    wasRecovered,
    read: () => value,
    write: (next) => {
      value = schema.parse(next)
      store.set('value', value)
      copyFileSync(path, backup)
    },
  }
}
