import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ListQuery } from '../../../src/shared/resources/resource'
import { type User, USERS } from '../../../src/shared/resources/user'
import { generateUsers } from '../../../src/main/demo/seed/generated-users'
import { type Cache, createCache } from '../../../src/main/store/cache'
import type { ThreadFile } from '../../../src/main/store/cache-thread'
import { cacheThread } from '../../support/cache-thread'

export interface CacheFigures {
  readonly rows: number
  /** The median of several calls each, in milliseconds, as main sees them: message, query, reply. */
  readonly firstRowsMs: number
  readonly filterMs: number
  readonly sortMs: number
  /** From nothing to the first rows of a file of `openMb`: thread, key, query. */
  readonly openMs: number
  readonly openMb: number
  /** How long all rows took to be put. */
  readonly fillMs: number
  /** The longest time for which main did nothing else, while rows were put and lists were asked for, in milliseconds. */
  readonly longestBlockMs: number
  /** The same for as long a time in which main had nothing to do: what this machine takes away by itself. */
  readonly quietBlockMs: number
}

const KEY = 'a1'.repeat(32)
const OPEN_MB = 100
const MEGABYTE = 1_000_000
const ROUNDS = 15

const page = (more: Partial<ListQuery> = {}): ListQuery => ({ page: 1, pageSize: 50, sort: [], filter: {}, ...more })
const FIRST = [page()]
const FILTERS = [page({ filter: { username: 'wang' } }), page({ filter: { username: '9', status: 'disabled' } }), page({ filter: { email: 'mail.EXAMPLE' } })]
const SORTS = [
  page({ sort: [{ field: 'username', direction: 'desc' }] }),
  page({
    sort: [
      { field: 'status', direction: 'asc' },
      { field: 'email', direction: 'desc' },
    ],
  }),
  // The last page: everything has to be put in order for it.
  page({ page: 1000, sort: [{ field: 'createdAt', direction: 'asc' }] }),
]

/**
 * Lists of so many cached users, encrypted on the disk, in a thread and by the messages that the app uses.
 *
 * @param thread The built one (`out/main/cache-worker.cjs`) for figures as in the app; from source, `openMs` has the
 * compiler's time in it.
 */
export async function measureCache({ rows = 50_000, thread = cacheThread }: { rows?: number; thread?: ThreadFile } = {}): Promise<CacheFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const path = join(folder, 'user-1.cache.db')
  const open = (): Cache =>
    createCache({
      server: { here: '', before: null },
      path,
      key: KEY,
      thread,
      onFault: (error) => {
        throw error
      },
    })
  let cache = open()
  try {
    const users = usersOf(rows)
    // The thread's start, and the first turns of the compiler, are no part of what is measured.
    await cache.putRows('users', users.slice(0, 500), 1)
    let figures = { fillMs: 0, firstRowsMs: 0, filterMs: 0, sortMs: 0 }
    const start = performance.now()
    const longestBlockMs = await longestBlock(async () => {
      const fillMs = await timed(() => cache.replaceAll('users', users, 1))
      figures = { fillMs, firstRowsMs: await median(cache, FIRST), filterMs: await median(cache, FILTERS), sortMs: await median(cache, SORTS) }
    })
    const quietBlockMs = await longestBlock(() => setTimeout(performance.now() - start))
    await growTo(cache, path)
    await cache.close()
    cache = open()
    const openMs = await timed(() => cache.list('users', page()))
    return { rows, ...figures, openMs, openMb: Math.round(statSync(path).size / MEGABYTE), longestBlockMs, quietBlockMs }
  } finally {
    await cache.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function usersOf(count: number): User[] {
  return generateUsers(count, []).map((person, index) => ({
    ...USERS.blank,
    id: index + 1,
    username: person.username,
    email: person.email,
    tel: person.tel,
    status: person.status === 1 ? 'enabled' : 'disabled',
    listorder: person.listorder,
    roleIds: [...person.role],
    departmentIds: [...person.dept],
    createdAt: person.createTime,
  }))
}

/** Fills the file with whole answers. */
async function growTo(cache: Cache, path: string): Promise<void> {
  const answer = 'x'.repeat(MEGABYTE)
  for (let count = 0; statSync(path).size < OPEN_MB * MEGABYTE; count += 1) await cache.putAnswer(`answer-${count}`, answer, 1)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The longest time for which the event loop did not turn, in milliseconds. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await work()
  delays.disable()
  return delays.max / 1e6
}

/** Of the slowest query. */
async function median(cache: Cache, queries: readonly ListQuery[]): Promise<number> {
  const medians: number[] = []
  for (const query of queries) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(() => cache.list('users', query)))
    medians.push(times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0)
  }
  return Math.max(...medians)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await measureCache())
