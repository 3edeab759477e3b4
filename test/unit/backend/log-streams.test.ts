// Several methods or codes are several questions. While they are asked the log grows at its top: no entry is lost, none told twice.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Authorized } from '../../../src/main/backend/authorized'
import { overBoundReply } from '../../../src/main/backend/failures'
import { createLogsResource } from '../../../src/main/backend/resources/logs'
import type { LogCursor, LogFilter } from '../../../src/shared/resources/log'
import { seed } from '../../support/seed'

interface Entry {
  readonly id: number
  readonly method: string
  readonly response_code: number
}

const METHODS = ['get', 'post', 'put', 'delete'] as const
const CODES = [200, 400, 401, 500] as const
const NO_FILTER: LogFilter = { from: null, to: null, ip: '', uri: '', methods: [], codes: [], isAuthorized: null }

/** A server that logs something before each answer, as a busy one does. `grows` says how many entries, question by question. */
function busyServer(first: readonly Entry[], grows: readonly number[]) {
  const log = [...first]
  const asked: Record<string, string>[] = []
  let [turn, nextId] = [0, (first.at(-1)?.id ?? 0) + 1]
  const authorized: Authorized = {
    send: ({ query = {} }) => {
      asked.push({ ...query })
      for (let count = grows.length === 0 ? 0 : (grows[turn % grows.length] ?? 0); count > 0; count -= 1) {
        log.push({ id: nextId, method: METHODS[(nextId * 7) % 4] ?? 'get', response_code: CODES[(nextId * 5) % 4] ?? 200 })
        nextId += 1
      }
      turn += 1
      const named = (query['query'] ?? '').split(',')
      const found = log.filter((entry) => (['method', 'response_code'] as const).every((column) => !named.includes(column) || String(entry[column]) === query[column])).sort((a, b) => b.id - a.id)
      const size = Number(query['limit'])
      const items = found.slice((Number(query['offset']) - 1) * size, Number(query['offset']) * size).map((entry) => ({ ...entry, uri: 'u', params: {}, ip_address: '', time: '' }))
      return Promise.resolve({ data: { items, total: found.length }, message: '' })
    },
  }
  return { log, asked, logs: createLogsResource(authorized) }
}

const fits =
  ({ methods, codes }: LogFilter) =>
  (entry: Entry): boolean =>
    (methods.length === 0 || methods.some((method) => method === entry.method)) && (codes.length === 0 || codes.includes(entry.response_code))

const world = fc.record({
  entries: fc.array(fc.record({ method: fc.constantFrom(...METHODS), response_code: fc.constantFrom(...CODES), gap: fc.integer({ min: 1, max: 3 }) }), { maxLength: 120 }).map((all): Entry[] => {
    let id = 0
    return all.map(({ gap, ...entry }) => ({ id: (id += gap), ...entry }))
  }),
  grows: fc.array(fc.nat(7), { maxLength: 6 }),
  methods: fc.subarray([...METHODS]),
  codes: fc.subarray([...CODES]),
  size: fc.integer({ min: 4, max: 40 }),
})

describe('the log by pages', () => {
  it(`page after page and what came in since make the whole log, each entry once, newest first (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ entries, grows, methods, codes, size }) => {
        const { log, logs } = busyServer(entries, grows)
        const filter: LogFilter = { ...NO_FILTER, methods, codes }
        const ids: number[] = []
        let [after, newest, rounds]: [LogCursor | null, number, number] = [null, 0, 0]
        do {
          const page = await logs.list({ filter, after, size })
          expect(page.rows.length).toBeLessThanOrEqual(size)
          if (after === null) newest = page.newest
          ids.push(...page.rows.map(({ id }) => id))
          after = page.next
        } while (after !== null && (rounds += 1) < 500)
        expect(ids).toEqual(
          log
            .filter(({ id }) => id <= newest)
            .filter(fits(filter))
            .map(({ id }) => id)
            .reverse(),
        )

        const newer = await logs.newer({ filter, since: newest })
        if (newer.isTooMany) return
        expect(newer.rows.map(({ id }) => id)).toEqual(
          log
            .filter(({ id }) => id > newest && id <= newer.newest)
            .filter(fits(filter))
            .map(({ id }) => id)
            .reverse(),
        )
        // Asked again it goes on where it was.
        const again = await logs.newer({ filter, since: newer.newest })
        expect(again.rows.every(({ id }) => id > newer.newest)).toBe(true)
      }),
      { seed, numRuns: 150 },
    )
  })

  it('is asked newest first, with the columns that the server fails without, and a range of both ends', async () => {
    const { asked, logs } = busyServer([], [])
    await logs.list({ filter: { ...NO_FILTER, from: 17, uri: 'a_b', ip: '10.', isAuthorized: false }, after: null, size: 50 })
    expect(asked).toEqual([
      {
        offset: '1',
        limit: '50',
        fields: expect.stringMatching(/params.*ip_address.*time/) as string,
        sort: '-id',
        query: 'time,~ip_address,~uri,authorized',
        time: '17,9999999999',
        ip_address: '10.',
        uri: '%a\\_b%',
        authorized: '0',
      },
    ])
  })

  it('with whole bodies of 30 MB is asked for in parts, and a body that is too large by itself takes nothing else with it', async () => {
    const megabytes = [1, 9, 9, 1, 17, 1, 9, 9]
    const authorized: Authorized = {
      send: ({ query = {} }) => {
        const [page, size] = [Number(query['offset']), Number(query['limit'])]
        const items = megabytes.map((weight, at) => ({ weight, id: 100 - at, uri: 'u', method: 'get', params: {}, ip_address: '', time: '' })).slice((page - 1) * size, page * size)
        const isOver = items.reduce((sum, { weight }) => sum + weight, 0) > 16
        return isOver ? Promise.reject(overBoundReply('tooLarge')) : Promise.resolve({ data: { items, total: megabytes.length }, message: '' })
      },
    }
    const page = await createLogsResource(authorized).list({ filter: NO_FILTER, after: null, size: 8 })
    expect([page.rows.map(({ id }) => id), page.unreadable, page.next]).toEqual([[100, 99, 98, 97, 95, 94, 93], { count: 1, names: [] }, null])
  })

  it('of which thousands came in since is found again without going through all of them', async () => {
    const entries = Array.from({ length: 300 }, (_, at): Entry => ({ id: at + 1, method: 'get', response_code: 200 }))
    const server = busyServer(entries, [])
    const first = await server.logs.list({ filter: NO_FILTER, after: null, size: 100 })
    server.log.push(...Array.from({ length: 20_000 }, (_, at): Entry => ({ id: 1000 + at, method: 'get', response_code: 200 })))
    const before = server.asked.length
    const next = await server.logs.list({ filter: NO_FILTER, after: first.next, size: 100 })
    expect([next.rows[0]?.id, next.rows.at(-1)?.id, server.asked.length - before]).toEqual([200, 101, 2])
    expect(await server.logs.newer({ filter: NO_FILTER, since: first.newest })).toEqual({ rows: [], newest: 300, isTooMany: true })
  })
})
