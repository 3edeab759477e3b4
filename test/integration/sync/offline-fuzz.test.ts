// Two clients edit offline, one back-end, random trouble; once more for each habit of real servers. FUZZ_OFFLINE_EDITS and
// FUZZ_OFFLINE_SEEDS play more of it; a failure names its seed, and FUZZ_OFFLINE_SEED repeats that run.
import { describe, expect, it } from 'vitest'
import { FUZZ_SERVERS, type FuzzServer, ORDINARY } from '../../support/fuzz-servers'
import { runOfflineFuzz } from '../../support/offline-fuzz'

const edits = Number(process.env['FUZZ_OFFLINE_EDITS'] ?? 60)
const first = Number(process.env['FUZZ_OFFLINE_SEED'] ?? Date.now() % 1_000_000)
const given = process.env['FUZZ_OFFLINE_SEEDS']
const seedsOf = (ofItself: number): number[] => Array.from({ length: Number(given ?? ofItself) }, (_, index) => first + index)

async function play(kind: FuzzServer, seed: number): Promise<void> {
  const { lost, duplicates, unseen, needless, unsaid, excess, stuck, done, conflicts, asked, told, most } = await runOfflineFuzz(seed, edits, kind)
  console.info(
    `${kind.name}, seed ${seed}: ${done} done, ${conflicts} conflicts decided (${asked} of them which record it is), told ${[...told].map(([what, times]) => `${what} ${times}`).join(', ') || 'nothing'}, at most ${most.toFixed(1)} requests for an entry`,
  )
  expect({ lost, duplicates, unseen, needless, unsaid, excess, stuck }).toEqual({ lost: [], duplicates: [], unseen: [], needless: [], unsaid: [], excess: [], stuck: [] })
  expect(done).toBeGreaterThan(edits / 10)
}

describe('two clients, one back-end', () => {
  for (const seed of seedsOf(2)) {
    it(`seed ${seed}, ${edits} edits: nothing lost, nothing twice, nothing silently written over`, { timeout: 300_000 }, () => play(ORDINARY, seed))
  }
})

describe.each(FUZZ_SERVERS.map((kind) => [kind.name, kind] as const))('two clients, a server that differs (%s)', (_, kind) => {
  for (const seed of seedsOf(1)) {
    it(`seed ${seed}, ${edits} edits: nothing lost, nothing twice, and what it keeps otherwise is said`, { timeout: 300_000 }, () => play(kind, seed))
  }
})
