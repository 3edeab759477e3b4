import { copyFileSync, existsSync, lstatSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import type { z } from 'zod'

/** One small JSON file of settings, always whole: written atomically, readable by its owner only, with one backup. */
export interface SettingsFile<T> {
  read(): T
  /** True when it is on the disk; false when it holds for this run only (a full or read-only disk). Never throws. */
  write(next: T): boolean
  /** There was neither the file nor a backup of it. */
  readonly isNew: boolean
  /** The file was damaged or gone at start: recovered from its backup, or begun anew; a damaged one was moved aside. */
  readonly wasRecovered: boolean
  /** It was damaged or gone, and so was its backup: nothing of it could be used. */
  readonly wasBegunAnew: boolean
}

export interface SettingsFileOptions<T> {
  readonly folder: string
  /** File name without `.json`. */
  readonly name: string
  readonly schema: z.ZodType<T>
  readonly defaults: () => T
}

type Store = ElectronStore<{ value?: unknown }>

/** The only user of electron-store. It throws on a damaged file and has no backup of its own; both are done here. */
export function openSettingsFile<T>(options: SettingsFileOptions<T>): SettingsFile<T> {
  const { folder, name, schema, defaults } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [path, backup] = [join(folder, `${name}.json`), join(folder, `${name}.backup.json`)]
  const isNew = !isThere(path) && !isThere(backup)
  for (const [place, what] of [
    [path, 'place'],
    [backup, 'backup-place'],
  ] as const) {
    if (isThere(place) && !isFile(place)) renameSync(place, join(folder, `${name}.damaged-${Date.now()}-${what}`))
  }
  const first = existsSync(path) ? readStored(options) : undefined
  if (first === undefined && !isNew) restore(path, backup, join(folder, `${name}.damaged-${Date.now()}.json`))
  const second = first ?? (existsSync(path) ? readStored(options) : undefined)
  if (second === undefined && existsSync(path)) renameSync(path, join(folder, `${name}.damaged-${Date.now()}-backup.json`))
  let value = second ?? defaults()
  let store: Store | null = null
  return {
    isNew,
    wasRecovered: first === undefined && !isNew,
    wasBegunAnew: second === undefined && !isNew,
    read: () => value,
    write: (next) => {
      value = schema.parse(next)
      try {
        store ??= openStore(folder, name)
        store.set('value', value)
        replaceBy(path, backup)
        return true
      } catch {
        return false
      }
    },
  }
}

function openStore(folder: string, name: string): Store {
  return new ElectronStore<{ value?: unknown }>({ cwd: folder, name, configFileMode: 0o600, clearInvalidConfig: false })
}

/** Undefined for a file that is damaged, or holds something else. */
function readStored<T>({ folder, name, schema }: SettingsFileOptions<T>): T | undefined {
  try {
    const parsed = schema.safeParse(openStore(folder, name).get('value'))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Also a link that leads nowhere, or in a circle. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Puts the damaged file aside and the backup in its place; each step leaves one whole copy behind. */
function restore(path: string, backup: string, aside: string): void {
  if (existsSync(path)) renameSync(path, aside)
  if (existsSync(backup)) replaceBy(backup, path)
}

/** Copies `from` over `to` in one step: a crash leaves the old `to` or the new one, never half of it. */
function replaceBy(from: string, to: string): void {
  copyFileSync(from, `${to}.tmp`)
  renameSync(`${to}.tmp`, to)
}
