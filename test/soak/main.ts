import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createAppWorld } from '../support/app-world'
import { createSoakWork } from './work'
import { type Slope, slopeOf } from './slope'
import { type Sample, takeSample } from './sample'

/**
 * `npm run soak [-- --minutes=60]`: a person's day in short, over and over: edits, drafts, tokens that live ten seconds, a
 * network that comes and goes, windows opened and closed. Once a minute everything is brought to the same state, garbage is
 * collected, and what is left is measured: what grows from one such moment to the next is a leak.
 */
const MEGABYTE = 1_000_000
/** A heap that surely grows by more than this in an hour fails the run. */
const MOST_PER_HOUR_MB = 5
/** The first minutes load pages and warm caches up. */
const WARM_UP_MINUTES = 2

const minutes = Number(/^--minutes=(\d+)$/.exec(process.argv[2] ?? '--minutes=60')?.[1] ?? Number.NaN)
// A line through fewer points says nothing.
if (!(minutes >= 3)) throw new Error('Say how long, three minutes at least: --minutes=60')

const world = await createAppWorld({ backend: { generatedUsers: 300, lifetimes: { accessSeconds: 10, refreshSeconds: 604_800 } } })
const samples: Sample[] = []
try {
  const app = await world.launch()
  await app.signIn('admin', world.passwords.admin)
  const work = await createSoakWork(world, app)
  for (let minute = 0; minute < minutes + WARM_UP_MINUTES; minute += 1) {
    const endsAt = Date.now() + 60_000
    let rounds = 0
    while (Date.now() < endsAt) {
      await work.round()
      rounds += 1
    }
    await work.rest()
    const sample = await takeSample(app, minute - WARM_UP_MINUTES)
    if (minute >= WARM_UP_MINUTES) samples.push(sample)
    console.log(
      `${String(minute - WARM_UP_MINUTES).padStart(3)} min  main ${mb(sample.mainHeap)}  page ${mb(sample.pageHeap)}  handles ${sample.handles}  nodes ${sample.nodes}  windows ${sample.windows}  (${rounds} rounds)`,
    )
  }
} finally {
  await world.close()
}
const hours = samples.map(({ atMs }) => (atMs - (samples[0]?.atMs ?? 0)) / 3_600_000)
const slope = (of: (sample: Sample) => number): Slope => slopeOf(samples.map((sample, index) => [hours[index] ?? 0, of(sample)] as const))
const slopes = {
  mainMb: slope(({ mainHeap }) => mainHeap / MEGABYTE),
  pageMb: slope(({ pageHeap }) => pageHeap / MEGABYTE),
  handles: slope(({ handles }) => handles),
  nodes: slope(({ nodes }) => nodes),
}
for (const [what, { perHour, low, high }] of Object.entries(slopes)) console.log(`${what.padEnd(8)} ${perHour.toFixed(2)} per hour (95 %: ${low.toFixed(2)} to ${high.toFixed(2)})`)
const folder = fileURLToPath(new URL('../../out/bench/', import.meta.url))
await mkdir(folder, { recursive: true })
await writeFile(`${folder}soak.json`, `${JSON.stringify({ minutes, slopes, samples }, null, 2)}\n`)
const grown = [slopes.mainMb, slopes.pageMb].filter(({ low }) => low > MOST_PER_HOUR_MB)
console.log(grown.length === 0 ? '✔ nothing surely grows' : '✖ a heap grows')
process.exit(grown.length === 0 ? 0 : 1)

function mb(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(2)} MB`
}
