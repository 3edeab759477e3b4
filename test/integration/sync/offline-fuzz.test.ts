// Two clients edit offline, one back-end, random trouble. FUZZ_OFFLINE_EDITS and FUZZ_OFFLINE_SEEDS play more of it; a
// failure names its seed, and FUZZ_OFFLINE_SEED repeats that run.
import { describe, expect, it } from 'vitest'
import { runOfflineFuzz } from '../../support/offline-fuzz'

const edits = Number(process.env['FUZZ_OFFLINE_EDITS'] ?? 60)
const first = Number(process.env['FUZZ_OFFLINE_SEED'] ?? Date.now() % 1_000_000)
const seeds = Array.from({ length: Number(process.env['FUZZ_OFFLINE_SEEDS'] ?? 2) }, (_, index) => first + index)

describe('two clients, one back-end', () => {
  for (const seed of seeds) {
    it(`seed ${seed}, ${edits} edits: nothing lost, nothing twice, nothing silently written over`, { timeout: 300_000 }, async () => {
      const { lost, duplicates, stuck, done, conflicts } = await runOfflineFuzz(seed, edits)
      console.info(`seed ${seed}: ${done} done, ${conflicts} conflicts decided`)
      expect({ lost, duplicates, stuck }).toEqual({ lost: [], duplicates: [], stuck: [] })
      expect(done).toBeGreaterThan(edits / 10)
    })
  }
})
