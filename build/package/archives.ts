import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { chmod, cp, lutimes, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { entriesOf } from './linux-layout'
import { inOrder, type ProgramFacts } from './program-facts'

/**
 * A copy of the program for archives, in a folder of their common name, with times and rights that do not depend on this build.
 *
 * @returns the folder
 */
export async function layOutPortable(programFolder: string, folder: string, facts: ProgramFacts): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await cp(programFolder, folder, { recursive: true })
  // Deepest first: a folder's time changes with what is in it.
  for (const { path, kind, isProgram } of [...(await entriesOf(folder))].reverse()) {
    const place = join(folder, path)
    await chmod(place, kind === 'folder' || isProgram ? 0o755 : 0o644)
    await lutimes(place, facts.epoch, facts.epoch)
  }
  await chmod(folder, 0o755)
  await lutimes(folder, facts.epoch, facts.epoch)
  return folder
}

/** A tar.gz of a folder that layOutPortable made; its only top entry is the folder. */
export async function buildTarGz(folder: string, file: string, facts: ProgramFacts): Promise<void> {
  const sorted = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu']
  const tar = spawn('tar', ['-C', dirname(folder), ...sorted, '-cf', '-', basename(folder)], { stdio: ['ignore', 'pipe', 'inherit'] })
  // Node's gzip writes neither a name nor a time.
  await pipeline(tar.stdout, createGzip({ level: facts.isQuick ? 1 : 9 }), createWriteStream(file))
}

/** A zip of the same folder, without what only this machine knows (user ids, second times). */
export async function buildZip(folder: string, file: string, facts: ProgramFacts): Promise<void> {
  await rm(file, { force: true })
  const names = (await entriesOf(folder)).filter(({ kind }) => kind === 'file').map(({ path }) => join(basename(folder), path))
  await inOrder('zip', ['-q', '-X', facts.isQuick ? '-1' : '-9', file, ...names], facts, dirname(folder))
}
