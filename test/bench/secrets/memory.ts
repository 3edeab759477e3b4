import { open, readdir, readFile } from 'node:fs/promises'

/** Copies of a text in the writable memory of one process. */
export interface Copies {
  /** `main`, `renderer`, `gpu-process`, `utility: network.mojom.NetworkService`, … */
  readonly process: string
  readonly utf8: number
  readonly utf16: number
}

const CHUNK = 4 * 1024 * 1024

/** The process and all below it. */
export async function copiesInTree(root: number, text: string): Promise<Copies[]> {
  const found: Copies[] = []
  for (const pid of await treeOf(root)) found.push({ process: await nameOf(pid, root), ...(await copiesIn(pid, text)) })
  return found
}

/** What was collected and not yet written over counts like any other: who reads this memory does not ask whether it is in use. */
async function copiesIn(pid: number, text: string): Promise<{ utf8: number; utf16: number }> {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')] as const
  const counts = [0, 0]
  const memory = await open(`/proc/${pid}/mem`, 'r')
  try {
    for (const { from, to } of await writableRegions(pid)) {
      for (let at = from; at < to; at += CHUNK) {
        // The next chunk's beginning with it, as far as a copy may lie across the border.
        const bytes = await read(memory, at, Math.min(to - at, CHUNK + forms[1].length - 1))
        for (const [index, form] of forms.entries()) counts[index] = (counts[index] ?? 0) + countOf(bytes, form)
      }
    }
  } finally {
    await memory.close()
  }
  return { utf8: counts[0] ?? 0, utf16: counts[1] ?? 0 }
}

/** Of a copy that begins behind the chunk, its own chunk tells: no copy counts twice. */
function countOf(bytes: Buffer, form: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(form); at !== -1 && at < CHUNK; at = bytes.indexOf(form, at + 1)) count += 1
  return count
}

async function writableRegions(pid: number): Promise<{ from: number; to: number }[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8')
  return maps.split('\n').flatMap((line) => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
    return from && to ? [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }] : []
  })
}

/** Memory may go, or not be there yet, between the list and the look. */
async function read(memory: Awaited<ReturnType<typeof open>>, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  try {
    const { bytesRead } = await memory.read(bytes, 0, length, at)
    return bytes.subarray(0, bytesRead)
  } catch {
    return Buffer.alloc(0)
  }
}

async function treeOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const below = (pid: number): number[] => [pid, ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child))]
  return below(root)
}

async function nameOf(pid: number, root: number): Promise<string> {
  if (pid === root) return 'main'
  const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
  const type = /--type=(\S+)/.exec(line)?.[1] ?? 'other'
  const kind = /--utility-sub-type=(\S+)/.exec(line)?.[1]
  return kind ? `${type}: ${kind}` : type
}
