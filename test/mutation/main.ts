import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Mutant, mutantsOf } from './mutants'

/**
 * `npm run mutate`: some mutants of each folder, chosen by the seed, each under the tests of its folder. A mutant that is not
 * noticed is an open question: a test that is missing, or code that is not needed.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['session', 'sync', 'store', 'security', 'backend']
/** Such tests start processes of their own, which run the sources as they are, or ask for minutes of chance. */
const LEFT_OUT = ['**/kills*.test.ts', '**/offline-fuzz.test.ts', '**/schedules.test.ts', '**/certificate-oracle.test.ts']

const { values } = parseArgs({
  options: { folder: { type: 'string' }, file: { type: 'string' }, count: { type: 'string', default: '20' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
})
const seed = Number(values.seed)
const random = randomFrom(seed)
const survivors: string[] = []
let tried = 0

console.log(`seed ${seed}`)
for (const folder of values.folder === undefined ? FOLDERS : [values.folder]) {
  const files = globSync(`src/main/${folder}/**/${values.file ?? '*'}.ts`, { cwd: ROOT }).sort()
  const all = files.flatMap((file) => mutantsOf(readFileSync(`${ROOT}${file}`, 'utf8')).map((mutant) => ({ file, mutant })))
  const chosen = Array.from({ length: Math.min(Number(values.count), all.length) }, () => all.splice(Math.floor(random() * all.length), 1)).flat()
  for (const { file, mutant } of chosen) {
    tried += 1
    const startedAt = performance.now()
    const what = told(file, mutant)
    const isNoticed = isKilled(folder, file, mutant)
    if (!isNoticed) survivors.push(what)
    console.log(`${isNoticed ? 'noticed' : 'LIVES  '} ${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s  ${what}`)
  }
}
mkdirSync(`${ROOT}out/mutation`, { recursive: true })
writeFileSync(`${ROOT}out/mutation/last.json`, `${JSON.stringify({ seed, tried, survivors }, null, 2)}\n`)
console.log(`${tried - survivors.length} of ${tried} noticed`)
for (const survivor of survivors) console.log(`  ${survivor}`)

/** Whether any test fails, or hangs, with it. */
function isKilled(folder: string, file: string, mutant: Mutant): boolean {
  const places = ['unit', 'integration', 'security'].map((kind) => (kind === 'security' ? 'test/security' : `test/${kind}/${folder}`))
  const filters = (folder === 'security' ? places : places.slice(0, 2)).filter((place) => existsSync(`${ROOT}${place}`))
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project',
    'unit',
    '--project',
    'integration',
    '--project',
    'security',
    '--bail',
    '1',
    '--reporter=dot',
    ...filters,
    ...LEFT_OUT.flatMap((pattern) => ['--exclude', pattern]),
  ]
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore', timeout: 600_000, env: { ...process.env, HOLDFAST_MUTANT: JSON.stringify({ file, ...mutant }) } })
  return status !== 0
}

function told(file: string, { start, end, replacement }: Mutant): string {
  const text = readFileSync(`${ROOT}${file}`, 'utf8')
  const line = text.slice(0, start).split('\n').length
  return `${file}:${line} ${oneLine(text.slice(start, end))} → ${oneLine(replacement)}`
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').slice(0, 90)
}

/** Mulberry32: the same mutants for the same seed. */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
