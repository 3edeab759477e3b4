import type { Lane, Question } from './lanes'
import type { Sample } from './run'

/** One load on one question. All in milliseconds; added = ours - net.fetch, median from median and p99 from p99. */
export interface Row {
  readonly addedP50Ms: number
  readonly addedP99Ms: number
  readonly oursP50Ms: number
  readonly netFetchP50Ms: number
  readonly axiosHttpP50Ms: number
}
export type Rows = Readonly<Record<string, Row>>

/**
 * What the project promises: the median that a call adds when it is the only one, as a part of the bare request of the same
 * run. A ratio, since the same code adds 0.68 ms on one machine and 1.14 ms on another of the same size; 1 ms of the first is
 * 0.7 × on the second.
 */
const AT_MOST = 0.7

const FOOTNOTE = `Ours: page -> preload -> main -> loopback server and back, with trust check, schemas at every door and session, no cache,
measured in the page, whose clock counts in steps of 0.1 ms. net.fetch: the same GET with the same headers in the same main
process, parsed as JSON. axios: the same in plain Node on node:http, as many sockets as it likes; Chromium takes six. The server
answers all of them with the same bytes from memory. So many calls are always under way; at more than one their times
contain the wait for each other, so what is added there is the queue of a slower call and not its own work.`

/** The rows of one question by the number of calls in flight. */
export function rowsOf(samples: readonly Sample[], question: Question): Rows {
  const own = samples.filter((sample) => sample.question === question)
  const loads = [...new Set(own.map(({ inFlight }) => inFlight))]
  return Object.fromEntries(loads.map((inFlight) => [String(inFlight), rowOf(own.filter((sample) => sample.inFlight === inFlight))]))
}

function rowOf(samples: readonly Sample[]): Row {
  const quantile = (lane: Lane['name'], part: number): number => {
    const times = samples
      .filter((sample) => sample.lane === lane)
      .flatMap((sample) => sample.times)
      .sort((a, b) => a - b)
    return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN
  }
  const ms = (value: number): number => Number(value.toFixed(2))
  return {
    addedP50Ms: ms(quantile('ours', 0.5) - quantile('netFetch', 0.5)),
    addedP99Ms: ms(quantile('ours', 0.99) - quantile('netFetch', 0.99)),
    oursP50Ms: ms(quantile('ours', 0.5)),
    netFetchP50Ms: ms(quantile('netFetch', 0.5)),
    axiosHttpP50Ms: ms(quantile('axiosHttp', 0.5)),
  }
}

export interface Answered {
  readonly question: Question
  readonly rows: Rows
}

/** The text for a person, and whether what is promised was kept for every question. */
export function report(answered: readonly Answered[]): { readonly text: string; readonly isFastEnough: boolean } {
  const head = ['call', 'answer', 'in flight', 'added p50', 'added p99', 'ours p50', 'net.fetch p50', 'axios p50']
  const body = answered.flatMap(({ question, rows }) =>
    Object.entries(rows).map(([inFlight, row]) => [
      question.call,
      `${question.bytes} B`,
      inFlight,
      ...[row.addedP50Ms, row.addedP99Ms, row.oursP50Ms, row.netFetchP50Ms, row.axiosHttpP50Ms].map((ms) => ms.toFixed(2)),
    ]),
  )
  // NaN is no proof of anything: only a number that is small enough passes.
  const alone = answered.map(({ question, rows }) => ({ call: question.call, ratio: ratioOf(rows['1']) }))
  const verdicts = alone.map(({ call, ratio }) => `${call}: one call alone adds ${ratio.toFixed(2)} × a bare net.fetch in the median, promised at most ${AT_MOST} × ${ratio <= AT_MOST ? '✔' : '✖'}`)
  return { text: [`\nAll in milliseconds.`, table([head, ...body]), verdicts.join('\n'), FOOTNOTE].join('\n\n'), isFastEnough: alone.every(({ ratio }) => ratio <= AT_MOST) }
}

function ratioOf(row: Row | undefined): number {
  return row ? row.addedP50Ms / row.netFetchP50Ms : Number.NaN
}

function table(all: readonly (readonly string[])[]): string {
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  return all.map((cells) => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n')
}
