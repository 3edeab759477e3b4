import { expect, it } from 'vitest'
import { fuzzFlips } from '../../support/flip-fuzz'

// `npm run fuzz:damage` gives its own, and more of them.
const SEED = Number(process.env['FUZZ_DAMAGE_SEED'] ?? Math.floor(Math.random() * 1e9))
const FLIPS = Number(process.env['FUZZ_DAMAGE_FLIPS'] ?? 60)

it(`F78: ${FLIPS} single bits turned over in the data file and as many in its log (seed ${SEED}): the program does not die, and nothing wrong is shown as good`, async () => {
  console.log(`flipped bits: seed ${SEED}`)
  const { whole, recovered, deaths } = await fuzzFlips(FLIPS, SEED)
  console.log(`flipped bits: ${whole} whole, ${recovered} recovered, ${deaths} ends of the process that looks`)
  expect(whole + recovered).toBe(2 * FLIPS)
})
