import { statSync } from 'node:fs'
import { expect } from 'vitest'
import { until } from './client'
import { createDamageWorld, flipBit } from './damage-world'
import { mulberry32 } from './offline-fuzz'
import { createTestExaminer } from './test-examiner'

export interface FlipResults {
  readonly whole: number
  readonly recovered: number
  /** How often looking through a file ended the process that did it. */
  readonly deaths: number
}

/**
 * Turns over one bit of the data file, or of its log, at random, again and again, and opens what it has become: as a closed
 * file, as one that a kill left, and while it is open. This process stands for the program: it must not die of any of them,
 * and shows nothing wrong as good.
 */
export async function fuzzFlips(flips: number, seed: number): Promise<FlipResults> {
  const random = mulberry32(seed)
  const test = createTestExaminer()
  const world = await createDamageWorld(test.examiner)
  const results = { whole: 0, recovered: 0 }
  try {
    for (const [state, suffix] of [
      ['closed', ''],
      ['killed', '-wal'],
    ] as const) {
      for (let flip = 0; flip < flips; flip += 1) {
        world.lay(state)
        const file = world.path + suffix
        const bit = Math.floor(random() * statSync(file).size * 8)
        const isOpen = flip % 4 === 3
        const what = `seed ${seed}, flip ${flip}: bit ${bit} of user-1.db${suffix}, ${isOpen ? 'while open' : state}`
        if (!isOpen) flipBit(file, bit)
        const { stores, store } = await world.open()
        if (isOpen) flipBit(file, bit)
        expect(store.storage(), what).toBe('durable')
        if (judged(() => world.judge(store), what) === 'damaged') await until(() => store.recovered() !== null)
        const found = judged(() => world.judge(store), what)
        expect(['whole', 'recovered'], what).toContain(found)
        results[found === 'whole' ? 'whole' : 'recovered'] += 1
        await stores.close()
      }
    }
    return { ...results, deaths: test.deaths() }
  } finally {
    test.close()
    world.close()
  }
}

function judged<T>(judge: () => T, what: string): T {
  try {
    return judge()
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
