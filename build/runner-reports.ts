import { stripVTControlCharacters } from 'node:util'

/** How many tests passed, failed and were skipped, and which failed, as a runner's own report says it. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** "file › title: first line of why", one for each failure. */
  readonly failures: readonly string[]
}

/** Reads vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure. */
export function vitestCounts(report: unknown): Counts | undefined {
  const passed = numberAt(report, 'numPassedTests')
  const failed = numberAt(report, 'numFailedTests')
  if (passed === undefined || failed === undefined) return undefined
  const files = listAt(report, 'testResults')
  const unloaded = files.filter((file) => valueAt(file, 'status') === 'failed' && !listAt(file, 'assertionResults').some(isFailed))
  const skipped = (numberAt(report, 'numPendingTests') ?? 0) + (numberAt(report, 'numTodoTests') ?? 0)
  return { passed, failed: failed + unloaded.length, skipped, failures: [...files.flatMap(failedIn), ...unloaded.map(unloadedFile)] }
}

function failedIn(file: unknown): readonly string[] {
  const failed = listAt(file, 'assertionResults').filter(isFailed)
  return failed.map((test) => oneFailure(textAt(file, 'name'), textAt(test, 'fullName'), listAt(test, 'failureMessages')[0]))
}

function unloadedFile(file: unknown): string {
  return oneFailure(textAt(file, 'name'), 'could not be loaded', valueAt(file, 'message'))
}

/** Reads Playwright's JSON report. A test that passed on a retry only is in doubt and counts as failed. */
export function playwrightCounts(report: unknown): Counts | undefined {
  const stats = valueAt(report, 'stats')
  const passed = numberAt(stats, 'expected')
  if (passed === undefined) return undefined
  const failed = (numberAt(stats, 'unexpected') ?? 0) + (numberAt(stats, 'flaky') ?? 0)
  const errors = listAt(report, 'errors')
  const failures = [...listAt(report, 'suites').flatMap(failedSpecs), ...errors.map((error) => oneFailure('', 'outside any test', valueAt(error, 'message')))]
  return { passed, failed: failed + errors.length, skipped: numberAt(stats, 'skipped') ?? 0, failures }
}

function failedSpecs(suite: unknown): readonly string[] {
  const tests = listAt(suite, 'specs').flatMap((spec) => listAt(spec, 'tests').map((test) => ({ spec, test })))
  const failed = tests.filter(({ test }) => ['unexpected', 'flaky'].includes(textAt(test, 'status')))
  const named = failed.map(({ spec, test }) => oneFailure(textAt(spec, 'file'), textAt(spec, 'title'), firstError(test)))
  return [...named, ...listAt(suite, 'suites').flatMap(failedSpecs)]
}

function firstError(test: unknown): unknown {
  return listAt(test, 'results')
    .map((result) => valueAt(valueAt(result, 'error'), 'message'))
    .find(Boolean)
}

/** One line: what a terminal colours is left out, and a long path is told from "test/" on. */
function oneFailure(file: string, title: string, message: unknown): string {
  const plain = typeof message === 'string' ? stripVTControlCharacters(message) : ''
  const why = plain
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim()
    .slice(0, 300)
  return `${[file.replace(/^.*?\/(?=test\/)/u, ''), title].filter(Boolean).join(' › ')}${why ? `: ${why}` : ''}`
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

function numberAt(value: unknown, key: string): number | undefined {
  const found = valueAt(value, key)
  return typeof found === 'number' ? found : undefined
}

function textAt(value: unknown, key: string): string {
  const found = valueAt(value, key)
  return typeof found === 'string' ? found : ''
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = valueAt(value, key)
  return Array.isArray(found) ? found : []
}

function isFailed(assertion: unknown): boolean {
  return valueAt(assertion, 'status') === 'failed'
}
