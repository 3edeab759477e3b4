import { describe, expect, it } from 'vitest'
import { playwrightCounts, vitestCounts } from '../../../build/runner-reports'
import { closingLines, exitCodeOf, reportedStage, timed, wholeStage } from '../../../build/tally'

describe('counting what a stage did', () => {
  it('reads passed, failed and skipped from a vitest report', () => {
    const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] }
    expect(vitestCounts(report)).toEqual({ passed: 7, failed: 1, skipped: 3, failures: [] })
  })

  it('counts a vitest file that could not be loaded as one failure, and one with a failed test not twice', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ]
    expect(vitestCounts({ numPassedTests: 2, numFailedTests: 1, testResults })).toMatchObject({ passed: 2, failed: 2 })
  })

  it('counts a Playwright test that passed on a second try, and an error outside any test, as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'no config' }] }
    expect(playwrightCounts(report)).toMatchObject({ passed: 5, failed: 3, skipped: 2 })
  })

  it('does not take anything else for a report', () => {
    for (const report of [undefined, null, 'text', {}, { stats: {} }]) {
      expect(vitestCounts(report)).toBeUndefined()
      expect(playwrightCounts(report)).toBeUndefined()
    }
  })
})

describe('naming what failed', () => {
  it('names each failed vitest test, and each file that could not be loaded, by its place in the project and the first line of why', () => {
    const testResults = [
      {
        name: '/some/where/test/unit/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'failed', fullName: 'a form keeps what was typed', failureMessages: ['\u001B[31mAssertionError: expected 1 to be 2\u001B[39m\n    at a.test.ts:3'] },
          { status: 'passed', fullName: 'b' },
        ],
      },
      { name: '/some/where/test/unit/c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ]
    expect(vitestCounts({ numPassedTests: 1, numFailedTests: 1, testResults })?.failures).toEqual([
      'test/unit/a.test.ts › a form keeps what was typed: AssertionError: expected 1 to be 2',
      'test/unit/c.test.ts › could not be loaded: no such module',
    ])
  })

  it('names each failed Playwright test, however deep its suite, and each error outside any test', () => {
    const failed = (title: string, status: string) => ({ file: 'story.spec.ts', title, tests: [{ status, results: [{ error: { message: 'Error: no window' } }] }] })
    const suites = [{ specs: [failed('one', 'unexpected'), failed('fine', 'expected')], suites: [{ specs: [failed('two', 'flaky')] }] }]
    expect(playwrightCounts({ stats: { expected: 1, unexpected: 1, flaky: 1 }, suites, errors: [{ message: 'no config' }] })?.failures).toEqual([
      'story.spec.ts › one: Error: no window',
      'story.spec.ts › two: Error: no window',
      'outside any test: no config',
    ])
  })
})

describe('judging a stage', () => {
  it('believes a report that agrees with its exit code', () => {
    expect(reportedStage('unit', 0, { passed: 3, failed: 0, skipped: 0, failures: [] })).toMatchObject({ passed: 3, failed: 0 })
    expect(reportedStage('unit', 1, { passed: 2, failed: 1, skipped: 0, failures: [] })).toMatchObject({ passed: 2, failed: 1 })
  })

  it.each([
    ['crashed and left no report', 139, undefined],
    ['ended badly although no test failed', 1, { passed: 3, failed: 0, skipped: 0, failures: [] }],
    ['ran no test', 0, { passed: 0, failed: 0, skipped: 4, failures: [] }],
  ])('counts a stage that %s as failed', (_what, code, counts) => {
    expect(reportedStage('e2e', code, counts).failed).toBe(1)
  })

  it('lets a stage be empty when the person asked for some tests by name', () => {
    expect(reportedStage('e2e', 0, { passed: 0, failed: 0, skipped: 0, failures: [] }, true).failed).toBe(0)
  })
})

describe('closing a run', () => {
  it('ends with exactly the sum of all stages', () => {
    const results = [wholeStage('eslint', true), reportedStage('unit', 0, { passed: 40, failed: 0, skipped: 1, failures: [] })]
    expect(closingLines(results).at(-1)).toBe('41 passed, 0 failed')
    expect(exitCodeOf(results)).toBe(0)
  })

  it('says of each stage how many seconds it took, and of one that did not begin nothing', async () => {
    const clock = [1000, 13_340]
    const unit = await timed(
      () => Promise.resolve(reportedStage('unit', 0, { passed: 40, failed: 0, skipped: 0, failures: [] })),
      () => clock.shift() ?? 0,
    )
    const lines = closingLines([unit, wholeStage('e2e', false, 'there was no build to test')])
    expect(lines.filter((line) => line.includes('unit'))).toEqual([expect.stringMatching(/^✔ unit +12\.3 s {2}40 passed, 0 failed$/)])
    expect(lines.filter((line) => line.includes('e2e'))).toEqual([expect.stringMatching(/^✖ e2e +0 passed, 1 failed: there was no build to test$/)])
    expect(lines.at(-1)).toBe('40 passed, 1 failed')
  })

  it('names what failed once more before the table, where the end of a long run is read', () => {
    const unit = reportedStage('unit', 1, { passed: 3, failed: 1, skipped: 0, failures: ['a.test.ts › it holds: Error: no'] })
    expect(closingLines([unit])).toEqual(['', '✖ unit: a.test.ts › it holds: Error: no', '', expect.stringContaining('3 passed, 1 failed'), '', '3 passed, 1 failed'])
  })

  it('fails when one thing failed, and when nothing passed at all', () => {
    expect(exitCodeOf([wholeStage('eslint', true), wholeStage('build', false)])).toBe(1)
    expect(exitCodeOf([])).toBe(1)
  })
})
