import { readFile, readdir } from 'node:fs/promises'
import { capture } from './processes'

/** How the memory of a process tree was counted. */
export type MemoryMeasure = 'pss' | 'rss'

export interface TreeMemory {
  readonly megabytes: number
  readonly measure: MemoryMeasure
}

interface ProcessRow {
  readonly pid: number
  readonly parent: number
}

/** A process and everything below it. */
export function treeOf(root: number, all: ReadonlyArray<ProcessRow>): readonly number[] {
  const children = all.filter((row) => row.parent === root).flatMap((row) => treeOf(row.pid, all))
  return [root, ...children]
}

/**
 * The memory of a process tree, in megabytes.
 *
 * Proportional shares (PSS) where the kernel tells them, or pages shared by Chromium's processes would count once for
 * each; it does not to an ordinary user for sandboxed processes, and then resident size (RSS) is taken for the whole.
 */
export async function memoryOfTree(root: number): Promise<TreeMemory> {
  if (process.platform !== 'linux') return residentByPs(root)
  const pids = treeOf(root, await linuxProcesses())
  const shares = await Promise.all(pids.map((pid) => kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')))
  if (shares.every((share) => share !== undefined)) return { megabytes: sum(shares) / 1024, measure: 'pss' }
  const resident = await Promise.all(pids.map((pid) => kilobytes(`/proc/${pid}/status`, 'VmRSS')))
  return { megabytes: sum(resident.map((size) => size ?? 0)) / 1024, measure: 'rss' }
}

async function linuxProcesses(): Promise<ReadonlyArray<ProcessRow>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const rows = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // The name in parentheses may hold anything; the state and the parent come after its last parenthesis.
      return { pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }
    }),
  )
  return rows
}

async function kilobytes(file: string, field: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)
  return found ? Number(found[1]) : undefined
}

async function residentByPs(root: number): Promise<TreeMemory> {
  const listed = await capture('ps', ['-axo', 'pid=,ppid=,rss='])
  const rows = listed.stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  const table = rows.map(([pid = 0, parent = 0, size = 0]) => ({ pid, parent, size }))
  const tree = new Set(treeOf(root, table))
  return { megabytes: sum(table.filter((row) => tree.has(row.pid)).map((row) => row.size)) / 1024, measure: 'rss' }
}

function sum(numbers: ReadonlyArray<number>): number {
  return numbers.reduce((total, one) => total + one, 0)
}
