import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectDir } from './paths'
import { memoryOfTree, type MemoryMeasure } from './process-memory'
import { endChild, untilDone } from './processes'
import { sandboxFlag } from './sandbox-flag'
import { runMain, SetupError } from './setup-error'

/** Starts of each program. On a small machine single starts differ by a quarter: fewer have given medians from 1.5 to 2.1 × for one program. */
const rounds = 15
/** Of these, how many wait until the program is idle and weigh it, which scatters by one in a hundred. */
const weighedRounds = 5
const shellLimitMs = 60_000
/** After it the renderers have collected what their start left behind. A wait by time, because idleness has no signal. */
const idleWaitMs = 5_000
/** The packaged program, where it is that which is measured (`npm run bench:start -- --packaged`). */
const packaged = process.env['HOLDFAST_BENCH_PROGRAM']
/** What the project wants to reach, as multiples of an empty window. */
const promise = packaged === undefined ? { shell: 2.0, rss: 1.5 } : { shell: 1.5, rss: 1.25 }

interface Sample {
  readonly shellMs: number
  readonly weight: { readonly rssMb: number; readonly measure: MemoryMeasure } | null
}

interface Subject {
  /** `plain`: empty too, and without hardware acceleration, which Holdfast leaves out where there is no graphics device. */
  readonly name: 'ours' | 'empty' | 'plain'
  readonly executable: string
  /** Before the data folder: the program that a bare Electron is to run. */
  readonly args: readonly string[]
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
}

async function main(): Promise<number> {
  const executable = process.env['HOLDFAST_ELECTRON'] ?? ''
  const dataRoot = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
  try {
    const emptyArgs = [join(projectDir, 'test', 'bench', 'empty-window')]
    const subjects: ReadonlyArray<Subject> = [
      { name: 'ours', executable: packaged ?? executable, args: packaged === undefined ? [projectDir] : [], dataDir: join(dataRoot, 'ours') },
      { name: 'empty', executable, args: emptyArgs, dataDir: join(dataRoot, 'empty') },
      { name: 'plain', executable, args: emptyArgs, dataDir: join(dataRoot, 'plain'), env: { HOLDFAST_BENCH_UNACCELERATED: '1' } },
    ]
    // Not counted: makes the profile and its demo data, and brings the program into the disk cache.
    for (const subject of subjects) await measure(subject, true)
    const samples: Record<Subject['name'], Sample[]> = { ours: [], empty: [], plain: [] }
    for (let round = 1; round <= rounds; round += 1) {
      for (const subject of subjects) samples[subject.name].push(await measure(subject, round <= weighedRounds && subject.name !== 'plain'))
      console.log(`round ${round}: ours ${shown(samples.ours.at(-1))}, empty ${shown(samples.empty.at(-1))}, without acceleration ${shown(samples.plain.at(-1))}`)
    }
    return await conclude(samples)
  } finally {
    await rm(dataRoot, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

async function measure(subject: Subject, isWeighed: boolean): Promise<Sample> {
  const started = performance.now()
  const args = [...sandboxFlag().args, ...subject.args, `--data-dir=${subject.dataDir}`]
  const child = spawn(subject.executable, args, { env: { ...process.env, ...subject.env, HOLDFAST_BENCH: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await untilDone(shellVisible(child, subject.name))
    const shellMs = performance.now() - started
    if (!isWeighed) return { shellMs, weight: null }
    await untilDone(new Promise((resolve) => setTimeout(resolve, idleWaitMs)))
    const memory = await memoryOfTree(child.pid ?? 0)
    return { shellMs, weight: { rssMb: memory.megabytes, measure: memory.measure } }
  } finally {
    await endChild(child)
  }
}

function shellVisible(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    const fail = (why: string): void => reject(notMeasured(name, why, errors))
    const timer = setTimeout(() => fail(`did not show its window within ${shellLimitMs / 1000} s`), shellLimitMs)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (!out.includes('holdfast:shell-visible')) return
      clearTimeout(timer)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with code ${code} before its window was visible`)
    })
  })
}

function notMeasured(name: string, why: string, errors: string): SetupError {
  return new SetupError({
    happened: `The bench could not measure: the program '${name}' ${why}.\n${errors.slice(-2_000)}`,
    kept: 'the result of the last bench in out/bench/start.json.',
    todo: 'see whether `npm start` opens a window, then try again.',
  })
}

async function conclude({ ours, empty, plain }: Readonly<Record<Subject['name'], ReadonlyArray<Sample>>>): Promise<number> {
  const medians = { ours: medianOf(ours), empty: medianOf(empty) }
  const plainMs = Math.round(median(plain.map(({ shellMs }) => shellMs)))
  const ratio = {
    shell: rounded(medians.ours.shellMs / medians.empty.shellMs, 2),
    rss: rounded(medians.ours.rssMb / medians.empty.rssMb, 2),
  }
  const measure = [...ours, ...empty].some(({ weight }) => weight?.measure === 'rss') ? 'rss' : 'pss'
  const electron = process.env['HOLDFAST_ELECTRON_VERSION'] ?? 'unknown'
  const dir = join(projectDir, 'out', 'bench')
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'start.json'), `${JSON.stringify({ ...medians, ratio, plainMs, measure, electron }, null, 2)}\n`)
  console.log(`\nMedians of ${rounds} starts on Electron ${electron}, memory of ${weighedRounds}, as ${measure.toUpperCase()} of all its processes.`)
  console.log(`  visible shell  ours ${medians.ours.shellMs} ms, empty ${medians.empty.shellMs} ms: ${verdict(ratio.shell, promise.shell)}`)
  console.log(`                 beside an empty window without hardware acceleration, ${plainMs} ms: ${rounded(medians.ours.shellMs / plainMs, 2)} ×`)
  console.log(`  idle memory    ours ${medians.ours.rssMb} MB, empty ${medians.empty.rssMb} MB: ${verdict(ratio.rss, promise.rss)}`)
  return ratio.shell <= promise.shell && ratio.rss <= promise.rss ? 0 : 1
}

function verdict(ratio: number, limit: number): string {
  return `${ratio} ×, promised at most ${limit} × ${ratio <= limit ? '✔' : '✖'}`
}

function medianOf(samples: ReadonlyArray<Sample>): { readonly shellMs: number; readonly rssMb: number } {
  return {
    shellMs: Math.round(median(samples.map((sample) => sample.shellMs))),
    rssMb: rounded(median(samples.flatMap(({ weight }) => (weight ? [weight.rssMb] : []))), 1),
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function shown(sample: Sample | undefined): string {
  if (!sample) return 'nothing'
  return `${Math.round(sample.shellMs)} ms${sample.weight ? ` ${Math.round(sample.weight.rssMb)} MB` : ''}`
}

await runMain(main)
