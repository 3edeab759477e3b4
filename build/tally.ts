import type { Counts } from './runner-reports'

/** What came of one stage of the checks. */
export interface StageResult {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Why the stage counts one failure more than its tests say; undefined when it does not. */
  readonly trouble: string | undefined
  /** What failed, by file and title, with the first line of why; empty where the stage is one check. */
  readonly failures?: readonly string[]
  /** How long it took; left out where it did not begin. */
  readonly seconds?: number
}

/** Runs a stage and notes how long it took. */
export async function timed(stage: () => Promise<StageResult>, nowMs: () => number = () => performance.now()): Promise<StageResult> {
  const startedAt = nowMs()
  const result = await stage()
  return { ...result, seconds: (nowMs() - startedAt) / 1000 }
}

/** A stage that is one check as a whole, such as the linter. */
export function wholeStage(name: string, isFine: boolean, trouble?: string): StageResult {
  return { name, passed: isFine ? 1 : 0, failed: isFine ? 0 : 1, skipped: 0, trouble: isFine ? undefined : trouble }
}

/**
 * The result of a stage from its runner's JSON report and exit code.
 *
 * The two have to agree: a runner that ends badly without naming a failed test (a crash, an error outside any test, no
 * tests at all) is a failure too, and so is a report that is not there.
 */
export function reportedStage(name: string, exitCode: number, counts: Counts | undefined, mayBeEmpty = false): StageResult {
  if (!counts) return { name, passed: 0, failed: 1, skipped: 0, trouble: `it left no report, exit code ${exitCode}` }
  const isEmpty = counts.passed + counts.failed === 0
  if (isEmpty && !mayBeEmpty) return { ...counts, name, failed: 1, trouble: 'it ran no test' }
  if (exitCode !== 0 && counts.failed === 0) {
    return { ...counts, name, failed: 1, trouble: `no test failed, yet it ended with exit code ${exitCode}` }
  }
  return { ...counts, name, trouble: undefined }
}

/**
 * The lines that close a run: what failed, by name, a table with the seconds of each stage, then exactly `N passed, N failed`.
 *
 * The names stand at the end once more because of a long run often only the end is kept.
 */
export function closingLines(results: ReadonlyArray<StageResult>): readonly string[] {
  const rows = results.map((result) => {
    const mark = result.failed === 0 ? '✔' : '✖'
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : ''
    const trouble = result.trouble ? `: ${result.trouble}` : ''
    const seconds = result.seconds === undefined ? '' : `${result.seconds.toFixed(1)} s`
    return `${mark} ${result.name.padEnd(26)} ${seconds.padStart(8)}  ${result.passed} passed, ${result.failed} failed${skipped}${trouble}`
  })
  const failures = results.flatMap((result) => (result.failures ?? []).map((failure) => `✖ ${result.name}: ${failure}`))
  return ['', ...failures, ...(failures.length > 0 ? [''] : []), ...rows, '', `${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`]
}

/** 0 only if nothing failed and something passed. */
export function exitCodeOf(results: ReadonlyArray<StageResult>): number {
  return sum(results, 'failed') === 0 && sum(results, 'passed') > 0 ? 0 : 1
}

function sum(results: ReadonlyArray<StageResult>, key: 'passed' | 'failed'): number {
  return results.reduce((total, result) => total + result[key], 0)
}
