import type { Locale } from '@shared/views'
import { createReport, type Report, type StepRecord } from './report'
import type { Stage } from './stage'
import type { StepId } from './words/tour-words'

/** One step of the story. It holds when `play` ends without an error. */
export interface Step {
  readonly id: StepId
  play(stage: Stage, report: Report): Promise<void>
}

export interface TourRun {
  readonly locale: Locale
  readonly records: ReadonlyArray<StepRecord>
  readonly hasHeld: boolean
}

/** Plays the steps in order. After the first that does not hold nobody can say what a later one would show: it is not reached. */
export async function playSteps(steps: ReadonlyArray<Step>, stage: Stage, tell: (record: StepRecord) => void): Promise<TourRun> {
  const records: StepRecord[] = []
  let isBroken = false
  for (const step of steps) {
    const record: StepRecord = isBroken ? notReached(step.id) : await playStep(step, stage)
    isBroken ||= record.state === 'failed'
    records.push(record)
    tell(record)
  }
  return { locale: stage.locale, records, hasHeld: records.length > 0 && records.every(({ state }) => state === 'held') }
}

function notReached(id: StepId): StepRecord {
  return { id, state: 'not-reached', evidence: [], pictures: [] }
}

async function playStep({ id, play }: Step, stage: Stage): Promise<StepRecord> {
  const { report, evidence, pictures } = createReport(stage)
  try {
    await play(stage, report)
    return { id, state: 'held', evidence, pictures }
  } catch (error) {
    // What a person would see at this moment says more than the error; there may be no window to show it.
    await report.picture('failed').catch(() => undefined)
    return { id, state: 'failed', reason: reasonOf(error, stage.secrets), evidence, pictures }
  }
}

/** The first lines of an error, without colours, without places of this machine, and without anything that is secret. */
export function reasonOf(error: unknown, secrets: readonly string[]): string {
  const text = error instanceof Error ? error.message : String(error)
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '')
  const safe = secrets.reduce((whole, secret) => whole.replaceAll(secret, '•••'), plain)
  const lines = safe
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '))
  return lines
    .slice(0, 6)
    .join(' ')
    .replace(/(file:\/\/|(?<![\w/]))\/[\w@.-]+(\/[\w@.-]+){3,}/g, '…')
}
