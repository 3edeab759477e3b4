import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sha256OfFile } from '../runtime-files'

/** Writes `SHA256SUMS` beside the files, for `sha256sum --check`. */
export async function writeChecksums(files: readonly string[]): Promise<string> {
  const target = join(dirname(files[0] ?? ''), 'SHA256SUMS')
  const lines = await Promise.all([...files].sort().map(async (file) => `${await sha256OfFile(file)}  ${basename(file)}\n`))
  await writeFile(target, lines.join(''))
  return target
}
