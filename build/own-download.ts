import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { endChild } from './processes'
import { SetupError } from './setup-error'

export type DownloadOutcome = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** Without a new byte for so long a download counts as unreachable. A slow one that moves may take its time. */
export const stallLimitMs = 30_000

/**
 * Runs the electron package's own download, as `npx install-electron --no` does.
 *
 * Nothing here knows its address or the way to it: mirrors and proxies stay the package's business. We only watch
 * whether bytes arrive, in a temporary folder given to it and in its `dist`.
 *
 * @throws SetupError when the file that arrived is not the one the package expects
 */
export async function downloadElectron(electronDir: string, cache: string, stallMs = stallLimitMs): Promise<DownloadOutcome> {
  await mkdir(cache, { recursive: true })
  const tempDir = await mkdtemp(join(cache, '.download-'))
  const env = { ...process.env, TMPDIR: tempDir, TEMP: tempDir, TMP: tempDir }
  const child = spawn(process.execPath, [join(electronDir, 'install.js')], { env, stdio: ['ignore', 'inherit', 'pipe'] })
  try {
    return await watch(child, [tempDir, join(electronDir, 'dist')], stallMs)
  } finally {
    await endChild(child)
    await rm(tempDir, { recursive: true, force: true })
  }
}

async function watch(child: ChildProcess, folders: readonly string[], stallMs: number): Promise<DownloadOutcome> {
  const errors: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
  const code = await Promise.race([ended, stalled(folders, stallMs, ended)])
  if (code === 0) return { ok: true }
  if (code === 'stalled') return { ok: false, why: `nothing arrived for ${stallMs / 1000} s` }
  return failureFrom(errors.join(''))
}

/** Reads the reason from what the download wrote. A wrong checksum is no missing network: it must stop the start. */
export function failureFrom(stderr: string): DownloadOutcome {
  const first = stderr.split('\n').find((line) => line.trim() !== '') ?? 'it gave no reason'
  if (/checksum/i.test(stderr)) {
    throw new SetupError({
      happened: `Electron's own download gave a file with the wrong checksum: ${first.trim()}`,
      kept: 'nothing of it; no program from it was run.',
      todo: 'try again; if it stays wrong, ask whoever runs the network or the mirror (ELECTRON_MIRROR) between.',
    })
  }
  return { ok: false, why: first.trim() }
}

async function stalled(folders: readonly string[], stallMs: number, ended: Promise<number>): Promise<'stalled'> {
  let isOver = false
  void ended.then(() => (isOver = true))
  const lookMs = Math.min(1_000, stallMs / 4)
  const isStalled = createStallWatch(stallMs, lookMs)
  while (!isOver && !isStalled((await Promise.all(folders.map(sizeOf))).reduce((sum, one) => sum + one, 0))) {
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
  return 'stalled'
}

/**
 * Told how many bytes there are, once in `lookMs`, it says whether none came for `stallMs`. It counts looks and reads no clock:
 * while the machine sleeps, or has no time for us, nobody looks, and nothing counts as absent.
 */
export function createStallWatch(stallMs: number, lookMs: number): (bytes: number) => boolean {
  let size = -1
  let quietLooks = 0
  return (bytes) => {
    quietLooks = bytes === size ? quietLooks + 1 : 0
    size = bytes
    return quietLooks * lookMs >= stallMs
  }
}

async function sizeOf(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (!info) return 0
  if (!info.isDirectory()) return info.size
  const names = await readdir(path).catch(() => [])
  return (await Promise.all(names.map((name) => sizeOf(join(path, name))))).reduce((sum, one) => sum + one, 0)
}

/** For how long a failed download is not tried again where another runtime is at hand. */
export const rememberUnreachableMs = 6 * 3_600_000

/** The memory of a download that failed, as a file: whoever deletes it has the download tried again at once. */
export interface UnreachableMemory {
  readonly file: string
  readonly recall: (now: number) => Promise<{ readonly at: number; readonly why: string } | undefined>
  readonly keep: (now: number, why: string) => Promise<void>
  readonly forget: () => Promise<void>
}

export function createUnreachableMemory(file: string): UnreachableMemory {
  return {
    file,
    recall: async (now) => {
      const known = parseMemory(await readFile(file, 'utf8').catch(() => ''))
      const age = known ? now - known.at : -1
      return age >= 0 && age < rememberUnreachableMs ? known : undefined
    },
    keep: async (now, why) => {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, JSON.stringify({ at: now, why }))
    },
    forget: () => rm(file, { force: true }),
  }
}

function parseMemory(text: string): { at: number; why: string } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { at, why } = value as { at?: unknown; why?: unknown }
    return typeof at === 'number' && typeof why === 'string' ? { at, why } : undefined
  } catch {
    return undefined
  }
}
