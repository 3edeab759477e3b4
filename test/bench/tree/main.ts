import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, type InlineConfig, preview } from 'vite'
import { sandboxFlag } from '../../../build/sandbox-flag'
import type { TreeBench, TreeFigures } from './figures'

/** What the tree has to reach: 5,000 menus of a role open, are searched and are ticked whole without a wait, and so are those of a user with 20 roles; fifty thousand of ours are opened no later than five hundred of the yardstick's. */
const GOALS = { openRatio: 1, domRows: 60, grants: { openMs: 200, searchMs: 100, checkAllMs: 150 }, access: { openMs: 200, searchMs: 100, checkAllMs: 150 } }

const root = fileURLToPath(new URL('../../../', import.meta.url))
const here = fileURLToPath(new URL('./', import.meta.url))
const site: InlineConfig = {
  configFile: false,
  root: join(here, 'page'),
  logLevel: 'warn',
  plugins: [vue()],
  resolve: { alias: { '@shared': join(root, 'src/shared'), '@renderer': join(root, 'src/renderer') } },
  build: { outDir: join(root, 'out/bench/tree-page'), emptyOutDir: true },
}
await build(site)
const figures = await measured()
const [small, large] = figures.ours
if (!small || !large) throw new Error('the page measured nothing')

console.log('                                   open      search   check all   rows   elements')
print('Holdfast, grants, 5,000 menus', figures.grants)
print('Holdfast, access, 5,000 menus', figures.access)
print('Holdfast, 5,000 nodes', small)
print('Holdfast, 50,000 nodes', large)
print('Holdfast, a list of 2,000', figures.list)
print('Element Plus, 500 nodes', figures.yardstick)
const openRatio = large.openMs / figures.yardstick.openMs
const domRows = Math.max(figures.grants.domRows, figures.access.domRows, small.domRows, large.domRows, figures.list.domRows)
const { openMs, searchMs, checkAllMs } = figures.grants
const verdicts: [string, boolean][] = [
  ...(['openMs', 'searchMs', 'checkAllMs'] as const).map((what): [string, boolean] => [
    `grants: ${what} ${figures.grants[what].toFixed(0)}, at most ${GOALS.grants[what]}`,
    figures.grants[what] <= GOALS.grants[what],
  ]),
  ...(['openMs', 'searchMs', 'checkAllMs'] as const).map((what): [string, boolean] => [
    `access: ${what} ${figures.access[what].toFixed(0)}, at most ${GOALS.access[what]}`,
    figures.access[what] <= GOALS.access[what],
  ]),
  [`50,000 opened in ${openRatio.toFixed(2)} × the time of the yardstick's 500, at most ${GOALS.openRatio} ×`, openRatio <= GOALS.openRatio],
  [`${domRows} rows on the page, at most ${GOALS.domRows}`, domRows <= GOALS.domRows],
]
for (const [what, isReached] of verdicts) console.log(`${isReached ? '✔' : '✖'} ${what}`)

await mkdir(join(root, 'out/bench'), { recursive: true })
await writeFile(
  join(root, 'out/bench/tree.json'),
  `${JSON.stringify({ openMs, searchMs, checkAllMs, domRows, ...figures, openRatio, electron: process.env['HOLDFAST_ELECTRON_VERSION'] ?? 'unknown' }, null, 2)}\n`,
)
process.exit(verdicts.every(([, isReached]) => isReached) ? 0 : 1)

function print(what: string, { openMs: open, searchMs: search, checkAllMs: checkAll, domRows: rows, elements }: TreeFigures): void {
  console.log(`${what.padEnd(30)} ${[open, search, checkAll].map((ms) => `${ms.toFixed(0)} ms`.padStart(10)).join(' ')} ${String(rows).padStart(6)} ${String(elements).padStart(10)}`)
}

async function measured(): Promise<TreeBench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-bench-tree-'))
  // A page from a file may load no module.
  const server = await preview({ ...site, preview: { host: '127.0.0.1', port: 0 } })
  try {
    const line = await lineOf([...sandboxFlag().args, join(here, 'window'), `--data-dir=${dataDir}`, `--page=${server.resolvedUrls?.local[0] ?? ''}`])
    return JSON.parse(line) as TreeBench
  } finally {
    await server.close()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** What the window's program says of its page. Rejects with its errors when it ends without a word. */
function lineOf(args: readonly string[]): Promise<string> {
  const child = spawn(process.env['HOLDFAST_ELECTRON'] ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      const figures = /holdfast:figures (.*)/.exec(out)?.[1]
      if (figures) resolve(figures)
      else reject(new Error(`The bench's window measured nothing.\n${errors.slice(-2_000)}`))
    })
  })
}
