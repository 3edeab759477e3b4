import { capture, findCommand } from './processes'
import { SetupError } from './setup-error'

/** Whether packages come by apt here (Debian, Ubuntu and their kin). */
export function isAptSystem(): boolean {
  return process.platform === 'linux' && findCommand('apt-get') !== undefined
}

/**
 * Picks, for each list of names, the first that apt can install, from the output of `apt-cache policy`.
 *
 * Asking for a candidate and not for existence: on Ubuntu 24.04 `libasound2` exists, as a name without a package.
 * Where apt knows none of them, its lists may be empty; the last name is the one that holds longest.
 */
export function pickPackages(choices: ReadonlyArray<readonly string[]>, policy: string): readonly string[] {
  const blocks = policy.split(/\n(?=\S)/)
  const installable = new Set(blocks.filter((block) => /Candidate: (?!\(none\))/.test(block)).map((block) => block.slice(0, block.indexOf(':'))))
  const picked = choices.map((names) => names.find((name) => installable.has(name)) ?? names.at(-1) ?? '')
  return [...new Set(picked)].filter(Boolean)
}

/** The packages to install on this machine, by asking its apt. */
export async function packagesHere(choices: ReadonlyArray<readonly string[]>): Promise<readonly string[]> {
  const asked = await capture('apt-cache', ['policy', ...new Set(choices.flat())], { env: plainEnv() })
  return pickPackages(choices, asked.stdout)
}

/** The command a person types to get the packages. */
export function aptCommand(packages: readonly string[], isRoot: boolean): string {
  const sudo = isRoot ? '' : 'sudo '
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`
}

/**
 * Installs packages; as root only.
 *
 * @param choices for each part its possible package names; picked after the update, because a fresh machine has no lists
 * @throws SetupError when apt could not do it
 */
export async function aptInstall(choices: ReadonlyArray<readonly string[]>, say: (line: string) => void): Promise<void> {
  say('Some packages of the system are missing: asking apt-get for them …')
  const updated = await capture('apt-get', ['-q', ...lockArgs, 'update'], { env: plainEnv() })
  const packages = await packagesHere(choices)
  say(`Installing by apt-get: ${packages.join(' ')} …`)
  const args = ['-q', ...lockArgs, 'install', '-y', '--no-install-recommends', ...packages]
  const installed = await capture('apt-get', args, { env: plainEnv() })
  if (installed.code === 0) return
  const reasons = `${updated.stderr}\n${installed.stderr}`.split('\n').filter((line) => /^(E|Err|W):/.test(line))
  throw new SetupError({
    happened: `apt-get could not install them: ${reasons.slice(0, 4).join(' ') || `exit code ${installed.code}`}`,
    kept: 'whatever apt-get had finished; the project is unchanged.',
    todo: `see to the reason above, or do it by hand: ${aptCommand(packages, true)}`,
  })
}

/** Waits up to two minutes for another apt (a machine that was just started updates itself). */
const lockArgs = ['-o', 'DPkg::Lock::Timeout=120']

/** English answers, because we read them, and no questions, because nobody is there to answer. */
function plainEnv(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
}
