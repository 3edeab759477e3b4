import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { capture } from './processes'
import { SetupError } from './setup-error'

export interface FetchOptions {
  /** Unpack only these paths of the package (`package/…`); all of it when absent. */
  readonly only?: readonly string[]
  /** The lock file's integrity, `sha512-…`: a package that differs is refused. */
  readonly integrity?: string
  /** A cache for this fetch alone, for what npm shall not keep a second time. */
  readonly npmCache?: string
}

/**
 * Fetches a package through the npm client on the PATH and unpacks it, without running any script of it.
 *
 * @returns the folder of the unpacked package, `<into>/package`
 * @throws SetupError when it cannot be fetched or is not the package that the lock file means
 */
export async function fetchNpmPackage(spec: string, into: string, options: FetchOptions = {}): Promise<string> {
  await mkdir(into, { recursive: true })
  const cacheArgs = options.npmCache ? ['--cache', options.npmCache] : []
  const packed = await capture('npm', ['pack', spec, '--pack-destination', into, '--ignore-scripts', ...cacheArgs])
  const tarball = (await readdir(into)).find((name) => name.endsWith('.tgz'))
  if (packed.code !== 0 || tarball === undefined) throw fetchFailed(spec, packed.stderr)
  const file = join(into, tarball)
  if (options.integrity) await insistOnIntegrity(file, options.integrity)
  const unpacked = await capture('tar', ['-xzf', file, '-C', into, ...(options.only ?? [])])
  if (unpacked.code !== 0) throw fetchFailed(spec, unpacked.stderr)
  await rm(file)
  return join(into, 'package')
}

async function insistOnIntegrity(file: string, integrity: string): Promise<void> {
  const actual = `sha512-${createHash('sha512')
    .update(await readFile(file))
    .digest('base64')}`
  if (actual === integrity) return
  throw new SetupError({
    happened: `${basename(file)} is not the package that package-lock.json names: ${actual}, expected ${integrity}.`,
    kept: 'nothing of it; no code from it was run.',
    todo: 'try again; if it stays wrong, ask whoever runs your npm registry.',
  })
}

function fetchFailed(spec: string, stderr: string): SetupError {
  const reasons = stderr.split('\n').filter((line) => /error|tar:/i.test(line))
  return new SetupError({
    happened: `The npm package ${spec} could not be fetched: ${reasons.slice(0, 3).join(' ') || stderr.trim()}`,
    kept: 'nothing of it; the project is unchanged.',
    todo: 'check the connection to the npm registry and the free disk space (1 GB), then start again.',
  })
}
