import { runtimeAtHand } from './electron-runtime'
import { keytarState } from './keytar'
import { linesOf, nodeProblem, prepareMachine, type MachineReport } from './machine'
import { missingNeeds, nameOf, osNeeds } from './os-needs'
import { runtimeProblems } from './runtime-check'
import { runMain } from './setup-error'

/** `npm run doctor`: makes the machine ready for app and tests as far as may be, and shows what it has and lacks. */
async function main(): Promise<number> {
  const report = await prepareMachine('test')
  const tooOld = nodeProblem(process.versions.node)
  row(tooOld ? '✖' : '✔', `Node ${process.versions.node}`, tooOld ?? 'scripts')
  if (process.platform === 'linux') await showOsParts(report)
  const keytar = keytarState()
  row(keytar.isUsable ? '✔' : '✖', 'keytar', keytar.isUsable ? 'OS keychain' : keytar.why)
  const canRun = await showRuntime()
  const lines = linesOf(report, 'test')
  console.log(lines.length === 0 && canRun ? '\nEverything is here for the app and its tests.' : `\n${lines.join('\n')}`)
  const start = await prepareMachine('start', () => {})
  return canRun && start.canGoOn && !tooOld ? 0 : 1
}

/** A part that is absent and not needed here (a compiler, when keytar is built) gets a dash. */
async function showOsParts(report: MachineReport): Promise<void> {
  const absent = new Set(await missingNeeds(osNeeds))
  for (const need of osNeeds) {
    const mark = absent.has(need) ? (report.missing.includes(need) ? '✖' : '–') : '✔'
    row(mark, nameOf(need.probe), need.use, need.packages.at(-1))
  }
}

async function showRuntime(): Promise<boolean> {
  const runtime = await runtimeAtHand()
  if (!runtime) {
    row('–', 'Electron', 'not fetched yet; the first `npm start` does that')
    return true
  }
  const problems = await runtimeProblems(runtime.executable)
  row(problems.length === 0 ? '✔' : '✖', `Electron ${runtime.version}`, problems.join('; ') || runtime.executable)
  return problems.length === 0
}

function row(mark: '✔' | '✖' | '–', name: string, use: string, source = ''): void {
  console.log(`${mark} ${name.padEnd(46)} ${use.padEnd(18)} ${source}`.trimEnd())
}

await runMain(main)
