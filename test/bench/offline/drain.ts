import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Row } from '../../../src/shared/resources/resource'
import { createSystemClock } from '../../../src/main/session/clock'
import { openSqlite } from '../../../src/main/sqlite/open'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { startBackendProcess } from '../../support/backend-process'
import { createTestClient } from '../../support/client'
import { clientsOf, createOutboxClient } from '../../support/outbox-world'

const ENTRIES = 500
/** As many as the outbox has on the way at one time. */
const LANES = 4
const ROUNDS = 3

export interface DrainFigures {
  readonly entries: number
  readonly ms: number
  readonly barePutMs: number
  readonly ratio: number
  readonly duplicates: number
  readonly longestBlockMs: number
}

/**
 * So many queued changes of so many users sent, beside the same changes as a bare loop over the same client: look, write,
 * look again, four at a time. Medians of interleaved rounds. What is added is journal, merge and order.
 */
export async function measureDrain(): Promise<DrainFigures> {
  const server = await startBackendProcess({ generatedUsers: ENTRIES + 20 })
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const db = openSqlite({ path: join(folder, 'user-1.db'), key: 'a1'.repeat(32), migrations: MIGRATIONS })
  const test = createTestClient({ url: server.url })
  await test.signIn()
  const outbox = createOutboxClient(test, createSystemClock(), db)
  const users = clientsOf(test.authorized)('users')
  const blocks: number[] = []
  try {
    const [drained, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      const rows = await someUsers(users)
      bare.push(await timed(() => bareWrites(users, rows, `b${round}`)))
      const fresh = await someUsers(users)
      outbox.isOffline = true
      for (const row of fresh) await outbox.submit({ resource: 'users', verb: 'update', recordId: row.id, base: row, edits: { tel: `9${round}` } })
      // A monitor that is switched on again counts the pause as one long block.
      const block = monitorEventLoopDelay({ resolution: 1 })
      block.enable()
      drained.push(
        await timed(async () => {
          outbox.isOffline = false
          outbox.outbox.wake()
          while (outbox.outbox.queue.all().length > 0) await new Promise((resolve) => setTimeout(resolve, 2))
        }),
      )
      blocks.push(block.max / 1e6)
      block.disable()
    }
    const done = outbox.journal.history({ limit: ENTRIES * ROUNDS * 2 }).filter(({ outcome }) => outcome === 'ok')
    const [ms, barePutMs] = [median(drained), median(bare)]
    // One request may have left for each entry; a second one is only allowed after a lost answer, and none was lost.
    const duplicates = done.reduce((sum, { attempts }) => sum + attempts, 0) - ENTRIES * ROUNDS
    return { entries: ENTRIES, ms, barePutMs, ratio: ms / barePutMs, duplicates, longestBlockMs: median(blocks) }
  } finally {
    outbox.outbox.close()
    db.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Users = ReturnType<ReturnType<typeof clientsOf>>

async function someUsers(users: Users): Promise<Row[]> {
  const pages = await Promise.all([1, 2, 3].map((page) => users.list({ page, pageSize: 200, sort: [{ field: 'id', direction: 'desc' }], filter: {} })))
  return pages.flatMap(({ rows }) => rows).slice(0, ENTRIES)
}

async function bareWrites(users: Users, rows: readonly Row[], tel: string): Promise<void> {
  const left = [...rows]
  const recordQueue = async (): Promise<void> => {
    for (let row = left.pop(); row; row = left.pop()) {
      const current = await users.get(row.id)
      await users.update(current, { tel }, { idempotencyKey: crypto.randomUUID() })
      await users.get(row.id)
    }
  }
  await Promise.all(Array.from({ length: LANES }, recordQueue))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
