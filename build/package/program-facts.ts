import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectDir } from '../paths'
import { capture } from '../processes'
import { SetupError } from '../setup-error'

/** What all packages say of the program. */
export interface ProgramFacts {
  readonly version: string
  /** As Node names processors. */
  readonly arch: string
  readonly maintainer: string
  readonly homepage: string
  /** One line. */
  readonly summary: string
  readonly description: readonly string[]
  /** Seconds since 1970: no file in a package is younger. */
  readonly epoch: number
  /** True to pack loosely and fast, for trying out. */
  readonly isQuick: boolean
}

interface Manifest {
  readonly version: string
  readonly homepage: string
  readonly author: { readonly name: string; readonly email: string }
}

/** @param version in place of that in package.json */
export async function programFacts({ version, isQuick }: { readonly version?: string | undefined; readonly isQuick: boolean }): Promise<ProgramFacts> {
  const manifest = JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')) as Manifest
  return {
    version: version ?? manifest.version,
    arch: process.arch,
    maintainer: `${manifest.author.name} <${manifest.author.email}>`,
    homepage: manifest.homepage,
    summary: 'administration client that loses no edit',
    description: ['Users, roles, menus and departments of role-based back-ends. Works without a', 'network; drafts and changes are kept on this computer until they are sent.'],
    epoch: await sourceEpoch(),
    isQuick,
  }
}

/** The version for deb and rpm: for both a tilde sorts before everything, and 1.0.0~beta is older than 1.0.0. */
export function packagesVersion({ version }: ProgramFacts): string {
  return version.replace('-', '~')
}

/** SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch), else the time of the last commit, else 1980, the oldest that a zip knows. */
async function sourceEpoch(): Promise<number> {
  const given = Number(process.env['SOURCE_DATE_EPOCH'])
  if (Number.isInteger(given) && given > 0) return given
  const committed = await capture('git', ['log', '-1', '--format=%ct'])
  const seconds = Number(committed.stdout.trim())
  return committed.code === 0 && seconds > 0 ? seconds : 315_619_200
}

/**
 * Runs a packing tool: with the time that files shall have, in English, and behind everybody else who wants the processor.
 *
 * @throws SetupError with what the tool said
 */
export async function inOrder(command: string, args: readonly string[], facts: ProgramFacts, cwd: string = projectDir): Promise<void> {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(facts.epoch), LC_ALL: 'C', TZ: 'UTC' }
  const done = await capture('nice', [command, ...args], { env, cwd })
  if (done.code === 0) return
  throw new SetupError({
    happened: `${command} could not make the package: ${done.stderr.trim().split('\n').slice(-5).join(' ')}`,
    kept: 'the packages that were made before it.',
    todo: 'make room on the disk (2 GB), run `npm run doctor` for what is missing, then again.',
  })
}
