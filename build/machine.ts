import { aptCommand, aptInstall, isAptSystem, packagesHere } from './apt'
import { hasDisplay } from './display'
import { runtimeAtHand } from './electron-runtime'
import { installKeytar, isKeytarBuilt, keytarState } from './keytar'
import { missingNeeds, nameOf, osNeeds, type OsNeed, type Use } from './os-needs'
import { messageOf } from './setup-error'

/** What the machine is wanted for: opening the app, making packages of it, or running every test. */
export type Purpose = 'start' | 'package' | 'test'

export interface MachineFacts {
  readonly platform: NodeJS.Platform
  readonly hasDisplay: boolean
  readonly hasRuntime: boolean
  readonly isKeytarBuilt: boolean
}

/** What is missing on this machine, after everything that could be installed has been. */
export interface MachineReport {
  readonly missing: ReadonlyArray<OsNeed>
  /** Why keytar cannot be used, or undefined when it can. */
  readonly keytarProblem: string | undefined
  /** False when a window cannot be opened, for tests when they cannot all run, and for packages when one cannot be built. */
  readonly canGoOn: boolean
  /** The exact command that installs what is missing, where apt is how that is done. */
  readonly command: string | undefined
}

/** The parts that matter for a purpose on such a machine. */
export function needsFor(purpose: Purpose, facts: MachineFacts): ReadonlyArray<OsNeed> {
  if (facts.platform !== 'linux') return []
  const uses = new Set<Use>(['opening windows', 'Chinese text', 'OS keychain'])
  if (!facts.hasRuntime) uses.add('unpacking Electron')
  if (purpose === 'test' || (purpose === 'start' && !facts.hasDisplay)) uses.add('virtual display')
  if (!facts.isKeytarBuilt) uses.add('building keytar')
  if (purpose === 'package') uses.add('packages')
  if (purpose === 'test') uses.add('test keyring').add('test certificates').add('packages').add('driving windows')
  return osNeeds.filter((need) => uses.has(need.use))
}

/**
 * Whether a purpose cannot be reached without a part.
 *
 * The app starts without a keychain (secrets stay in memory, and it says so) and without Chinese glyphs. A package without
 * keytar would be one that keeps nobody's session. Unpacking is
 * needed only if Electron's own download cannot be reached, which is not known yet; the runtime finder asks for it then.
 */
export function isRequired(need: OsNeed, purpose: Purpose): boolean {
  if (need.use === 'opening windows' || need.use === 'virtual display') return true
  return purpose !== 'start' && need.use !== 'Chinese text' && need.use !== 'unpacking Electron'
}

/** Why the scripts cannot run on this Node, or undefined. On Linux x64 `npm ci` brings a newer one for them. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return undefined
  return `The scripts of this project need Node 22.12 or newer here, and this is Node ${version}.`
}

export async function machineFacts(): Promise<MachineFacts> {
  return {
    platform: process.platform,
    hasDisplay: hasDisplay(),
    hasRuntime: (await runtimeAtHand()) !== undefined,
    isKeytarBuilt: isKeytarBuilt(),
  }
}

/**
 * Makes the machine ready as far as may be: as root on an apt system installs what is missing, then builds keytar if
 * it is absent and can be built. Says only what it does.
 */
export async function prepareMachine(purpose: Purpose, say: (line: string) => void = console.log): Promise<MachineReport> {
  const needs = needsFor(purpose, await machineFacts())
  let missing = await missingNeeds(needs)
  if (missing.length > 0 && process.getuid?.() === 0 && isAptSystem()) {
    await installOrSay(missing, say)
    missing = await missingNeeds(needs)
  }
  const keytarProblem = await mendKeytar(missing, say)
  const lacksRequired = missing.some((need) => isRequired(need, purpose))
  const canGoOn = !lacksRequired && (purpose === 'start' || keytarProblem === undefined)
  return { missing, keytarProblem, canGoOn, command: await commandFor(missing) }
}

/** A failure is told and no more: whether one can go on is decided by what is still missing, which may be optional. */
async function installOrSay(missing: ReadonlyArray<OsNeed>, say: (line: string) => void): Promise<void> {
  try {
    await aptInstall(
      missing.map((need) => need.packages),
      say,
    )
  } catch (error) {
    say(`! ${messageOf(error)}`)
  }
}

async function mendKeytar(missing: ReadonlyArray<OsNeed>, say: (line: string) => void): Promise<string | undefined> {
  const before = keytarState()
  if (before.isUsable) return undefined
  if (missing.some((need) => need.use === 'building keytar' || need.use === 'OS keychain')) return before.why
  say('Building keytar, the bridge to the OS keychain (half a minute, once) …')
  try {
    await installKeytar()
  } catch (error) {
    return messageOf(error)
  }
  const after = keytarState()
  return after.isUsable ? undefined : after.why
}

/** The exact command for what is missing, or undefined when nothing is, or when apt is not how it is done here. */
export async function commandFor(missing: ReadonlyArray<OsNeed>): Promise<string | undefined> {
  if (missing.length === 0 || !isAptSystem()) return undefined
  const packages = await packagesHere(missing.map((need) => need.packages))
  return aptCommand(packages, process.getuid?.() === 0)
}

/** What a person has to know of a report, line by line; nothing when all is well. */
export function linesOf(report: MachineReport, purpose: Purpose): readonly string[] {
  const lines = [true, false].flatMap((required) => missingLines(report.missing, purpose, required))
  if (report.keytarProblem) {
    const effect = purpose === 'start' ? 'Secrets are kept in memory only, until the app is closed' : 'Tests and packages need it'
    lines.push(`! keytar cannot be used: ${report.keytarProblem}. ${effect}.`)
  }
  if (report.command) lines.push(`  To install what is missing: ${report.command}`)
  return lines
}

function missingLines(missing: ReadonlyArray<OsNeed>, purpose: Purpose, required: boolean): readonly string[] {
  const chosen = missing.filter((need) => isRequired(need, purpose) === required)
  const uses = [...new Set(chosen.map((need) => need.use))]
  return uses.map((use) => {
    const names = chosen.filter((need) => need.use === use).map((need) => nameOf(need.probe))
    return `${required ? '✖' : '!'} Missing for ${use}: ${names.join(', ')}`
  })
}
