import { isDeepStrictEqual } from 'node:util'
import { expect } from '@playwright/test'
import { type Picture, takePicture } from './pictures'
import type { Stage } from './stage'
import type { EvidenceKey, PictureName, StepId, TourWords } from './words/tour-words'

export type Measure = string | number | boolean | null

/** One measured thing. `expected` is there only when it was measured to be something else. */
export interface Evidence {
  readonly key: EvidenceKey
  readonly value: Measure
  readonly expected?: Measure
}

export interface StepRecord {
  readonly id: StepId
  readonly state: 'held' | 'failed' | 'not-reached'
  readonly reason?: string
  readonly evidence: ReadonlyArray<Evidence>
  readonly pictures: ReadonlyArray<Picture>
}

/** How a step says what it saw. Evidence and assertion are one thing: nothing is noted as true that was not measured. */
export interface Report {
  /** What is measured now must be this. */
  is(key: EvidenceKey, value: Measure | Promise<Measure>, expected: Measure): Promise<void>
  /** What is measured must come to be this within the limit. */
  comesTo(key: EvidenceKey, measure: () => Measure | Promise<Measure>, expected: Measure): Promise<void>
  /** Measured and shown, whatever it is. */
  note(key: EvidenceKey, value: Measure): void
  /** A picture of what a person sees now: the page, and the sign-in window over it when one is open. */
  picture(name: PictureName): Promise<void>
}

const LIMIT_MS = 20_000

export function createReport(stage: Stage) {
  const { words } = stage
  const evidence: Evidence[] = []
  const pictures: Picture[] = []
  const note = (key: EvidenceKey, value: Measure, expected: Measure): void => {
    const isExpected = isDeepStrictEqual(value, expected)
    evidence.push(isExpected ? { key, value } : { key, value, expected })
    if (!isExpected) throw new Error(`${words.evidence[key]}: ${say(key, value, words)} (${words.expected(say(key, expected, words))})`)
  }
  const report: Report = {
    is: async (key, value, expected) => {
      note(key, await value, expected)
    },
    comesTo: async (key, measure, expected) => {
      let last: Measure = null
      const again = async (): Promise<Measure> => (last = await measure())
      await expect
        .poll(again, { timeout: LIMIT_MS, intervals: [50] })
        .toBe(expected)
        .catch(() => undefined)
      note(key, last, expected)
    },
    note: (key, value) => {
      evidence.push({ key, value })
    },
    picture: async (name) => {
      pictures.push(await takePicture(stage, name))
    },
  }
  return { report, evidence, pictures }
}

/** A measured value as it is printed. */
export function say(key: EvidenceKey, value: Measure, words: TourWords): string {
  if (key === 'draftBar' && typeof value === 'string') return words.states[value] ?? value
  if (value === null || value === '') return words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return typeof value === 'number' ? value.toLocaleString('en-US') : value
}
