import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { measureAnswers } from './answers'
import { measureCache } from './cache'
import { measureDrain } from './drain'
import { measureOutbox } from './outbox'
import { measureWrites } from './writes'

/** What `npm run bench:offline` has to reach (docs/testing.md, "Benches"). */
const GOALS = {
  draftP99Ms: 20,
  drainRatio: 1.5,
  firstRowsMs: 100,
  filterMs: 300,
  sortMs: 300,
  longestMainBlockMs: 16,
  answerBlockPart: 0.05,
  enqueueMs: 60_000,
  perThousandRatio: 1.3,
  drainPerSecond: 100,
}

const { draft, journal, longestBlockMs: writeBlockMs } = measureWrites()
const drain = await measureDrain()
const builtThread = process.env['HOLDFAST_CACHE_THREAD']
const cache = await measureCache(builtThread === undefined ? {} : { thread: { file: pathToFileURL(builtThread) } })
const builtReader = process.env['HOLDFAST_ANSWER_THREAD']
const answers = await measureAnswers(builtReader === undefined ? {} : { program: { file: pathToFileURL(builtReader) } })
const outbox = await measureOutbox(builtThread === undefined ? {} : { thread: { file: pathToFileURL(builtThread) } })
const longestMainBlockMs = Math.max(writeBlockMs, drain.longestBlockMs, cache.longestBlockMs)
// Half a million rows that stay have to be collected somewhere: a part, where the others have a figure.
const answerBlockPart = answers.longestBlockMs / answers.parsedHereBlockMs
const { rows, firstRowsMs, filterMs, sortMs, openMs } = cache
const { longestBlockMs: _, ...drained } = drain

const lines: [string, string, boolean | null][] = [
  ['draft kept, p50 / p99', `${ms(draft.p50Ms)} / ${ms(draft.p99Ms)}`, draft.p99Ms <= GOALS.draftP99Ms],
  ['journal, durable appends per second', String(Math.round(journal.appendsPerSecond)), null],
  [`${drain.entries} entries drained beside as many bare writes`, `${ms(drain.ms)} / ${ms(drain.barePutMs)} = ${drain.ratio.toFixed(2)} ×`, drain.ratio <= GOALS.drainRatio],
  ['written twice', String(drain.duplicates), drain.duplicates === 0],
  [`${outbox.n} changes queued without a network`, ms(outbox.enqueueMs), outbox.enqueueMs <= GOALS.enqueueMs],
  ['the last thousand of them beside the first', `${outbox.perThousandRatio.toFixed(2)} ×`, outbox.perThousandRatio <= GOALS.perThousandRatio],
  ['sent per second from that queue', outbox.drainPerSecond.toFixed(0), outbox.drainPerSecond >= GOALS.drainPerSecond],
  ['first page of that list', ms(outbox.listFirstPageMs), null],
  ['largest push to a window', `${Math.round(outbox.largestPushBytes / 1000)} kB`, null],
  [`${rows} cached users: first rows`, ms(firstRowsMs), firstRowsMs <= GOALS.firstRowsMs],
  ['filter', ms(filterMs), filterMs <= GOALS.filterMs],
  ['sort', ms(sortMs), sortMs <= GOALS.sortMs],
  [`a file of ${cache.openMb} MB opened`, ms(openMs), null],
  [`an answer of ${answers.mb} MB read, ${answers.rows} rows`, ms(answers.readMs), null],
  ['longest block of main meanwhile, of what parsing it there takes', `${ms(answers.longestBlockMs)} / ${ms(answers.parsedHereBlockMs)}`, answerBlockPart <= GOALS.answerBlockPart],
  ['longest block of main', ms(longestMainBlockMs), longestMainBlockMs <= GOALS.longestMainBlockMs],
]
for (const [what, figure, isReached] of lines) console.log(`${isReached === null ? ' ' : isReached ? '✔' : '✖'} ${what.padEnd(64)} ${figure}`)

const folder = fileURLToPath(new URL('../../../out/bench/', import.meta.url))
await mkdir(folder, { recursive: true })
const figures = { draft, journal, drain: drained, outbox, cache: { rows, firstRowsMs, filterMs, sortMs, openMs }, answers, longestMainBlockMs }
await writeFile(`${folder}offline.json`, `${JSON.stringify(figures, null, 2)}\n`)
process.exit(lines.every(([, , isReached]) => isReached !== false) ? 0 : 1)

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`
}
