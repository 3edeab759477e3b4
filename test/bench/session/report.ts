import type { Row } from './run'
import { stormOfThousand } from './scenarios'

/** What the project promises for a thousand calls, as a multiple of the best peer that serves all of them. */
const AT_MOST = 1.05

const FOOTNOTE = `Transport: node:http for all, one keep-alive agent of 256 sockets per stack and scenario. The axios peers use axios' http
adapter on it (no redirect wrapper); Holdfast, RTK Query, google-auth-library and ky get one and the same fetch over it.
Holdfast runs without Electron and the OS keychain: its tokens are in memory, as the peers' are. Server: one process,
single-use rotating refresh tokens, refresh held back by 40 ms. F01-1000: median of five interleaved rounds after
three that are not counted. A scenario that has not ended after 5 s has failed.`

export function report(rows: readonly Row[], ours: string): { readonly text: string; readonly isAllOurs: boolean } {
  const stacks = [...new Set(rows.map(({ stack }) => stack))]
  const ids = [...new Set(rows.map(({ scenario }) => scenario))]
  const details = ids.flatMap((id) => [
    ...stacks
      .flatMap((stack) => rows.filter((row) => row.scenario === id && row.stack === stack))
      .map((row) => [id, row.stack, row.pass ? 'pass' : 'FAIL', row.refreshes, row.requests, row.served, row.wallMs.toFixed(1)]),
  ])
  const matrix = stacks.map((stack) => {
    const own = ids.map((id) => rows.some((row) => row.stack === stack && row.scenario === id && row.pass))
    return [stack, ...own.map((pass) => (pass ? 'pass' : '-')), `${own.filter(Boolean).length} of ${ids.length}`]
  })
  const { line, isFastEnough } = ratio(rows, ours)
  const text = [table(['scenario', 'stack', 'result', 'refreshes', 'requests', 'served', 'wall ms'], details), table(['stack', ...ids, 'passed'], matrix), line, FOOTNOTE].join('\n\n')
  return { text: `\n${text}`, isAllOurs: isFastEnough && rows.every(({ stack, pass }) => stack !== ours || pass) }
}

function ratio(rows: readonly Row[], ours: string): { readonly line: string; readonly isFastEnough: boolean } {
  const timed = rows.filter(({ scenario, served }) => scenario === stormOfThousand.id && served === 1000)
  const own = timed.find(({ stack }) => stack === ours)
  const [best] = timed.filter(({ stack }) => stack !== ours).sort((a, b) => a.wallMs - b.wallMs)
  if (!own || !best) return { line: `${stormOfThousand.id}: nothing to compare.`, isFastEnough: false }
  const times = own.wallMs / best.wallMs
  return {
    line: `${stormOfThousand.id}: ${ours} ${own.wallMs.toFixed(1)} ms, best peer that serves all calls (${best.stack}) ${best.wallMs.toFixed(1)} ms: ${times.toFixed(2)} x (at most ${AT_MOST} x)`,
    isFastEnough: times <= AT_MOST,
  }
}

function table(head: readonly string[], body: readonly (readonly (string | number)[])[]): string {
  const all = [head, ...body].map((cells) => cells.map(String))
  const widths = head.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  return all
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
