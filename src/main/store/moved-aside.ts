import { copyFileSync, lstatSync, readdirSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { kindOf, readMark, syncFolder, writeMark } from './data-mark'
import { removeAll } from './examine-file'

/** A recovery moves the data file aside, makes a fresh one, and puts that in its place; after a kill in between, the next opening goes on with it. */

/** Where the fresh file is made, before it takes the place of the one that was moved aside. */
export function salvagedPathOf(path: string): string {
  return `${path}.salvaged`
}

export interface Aside {
  /** What the file is called now; there may be only a log beside this name, or nothing at all. */
  readonly path: string
  /** How often the file has been changed, as far as the mark knows. */
  readonly changes: number
}

/** Puts the data file aside under its date, with its log and index, whatever of them there is. */
export function moveAside(path: string, nowMs: number): Aside {
  const { changes, recovering } = knownOf(path)
  const aside = recovering ? join(dirname(path), basename(recovering.aside)) : freeName(path, nowMs)
  if (recovering?.isMoved) {
    // What stands in its place by now is a fresh file of that recovery, which nobody has used.
    removeAll(path)
    return { path: aside, changes }
  }
  noteRecovery(path, aside, changes, false)
  for (const suffix of ['-shm', '-wal', '']) if (isThere(path + suffix)) renameSync(path + suffix, aside + suffix)
  noteRecovery(path, aside, changes, true)
  return { path: aside, changes }
}

/** Copies a file that is open, with its log, so that what follows can be done again from the copy. Throws where there is no room. */
export function copyAside(path: string, nowMs: number, changes: number): Aside {
  const aside = freeName(path, nowMs)
  for (const suffix of ['-wal', '']) if (kindOf(path + suffix) === 'file') copyFileSync(path + suffix, aside + suffix)
  return { path: aside, changes }
}

/** From here on the next opening goes by what lies aside. */
export function noteRecovery(path: string, aside: string, changes: number, isMoved: boolean): void {
  writeMark(path, { changes, closed: null, recovering: { aside: basename(aside), isMoved }, machine: null })
}

/** The fresh file takes the place. */
export function placeSalvaged(path: string): void {
  removeAll(path)
  renameSync(salvagedPathOf(path), path)
  syncFolder(dirname(path))
}

function knownOf(path: string): { changes: number; recovering: { readonly aside: string; readonly isMoved: boolean } | null } {
  const mark = readMark(path)
  return mark === 'absent' || mark === 'unreadable' ? { changes: 0, recovering: null } : mark
}

function freeName(path: string, nowMs: number): string {
  const wanted = `${path}.unreadable-${new Date(nowMs).toISOString().replaceAll(':', '-')}`
  const names = readdirSync(dirname(path))
  let name = wanted
  for (let count = 2; names.some((other) => other.startsWith(basename(name))); count += 1) name = `${wanted}-${count}`
  return name
}

/** Also of a link that leads nowhere. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
