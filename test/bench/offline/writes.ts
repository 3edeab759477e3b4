import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../../../src/main/sqlite/open'
import { createDrafts } from '../../../src/main/store/drafts'
import { createJournal } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'

const KEY = 'a1'.repeat(32)
const ROUNDS = 1000
const base = { id: 5, username: 'zhang.wei', email: 'zhang.wei@example.com', tel: '13800000000', status: 'enabled', listorder: 1000, roleIds: [2, 3], departmentIds: [4], createdAt: 1_700_000_000 }

/** Durable writes into an encrypted file on the disk, one after another; all of them block main for as long as they take. */
export function measureWrites(): { draft: { p50Ms: number; p99Ms: number }; journal: { appendsPerSecond: number }; longestBlockMs: number } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const db = openSqlite({ path: join(folder, 'user-1.db'), key: KEY, migrations: MIGRATIONS })
  try {
    const [drafts, journal] = [createDrafts(db, Date.now), createJournal(db, Date.now)]
    const draftId = randomUUID()
    const keep = (round: number): void => {
      drafts.keep({ draftId, resource: 'users', recordId: 5, title: 'zhang.wei', base, edits: { tel: String(round), email: `${round}@example.com` }, cursorField: 'tel' })
    }
    const append = (round: number): void => {
      journal.append({ resource: 'users', verb: 'update', recordId: round, title: 'zhang.wei', base, edits: { tel: String(round) }, secret: null, draftId: null })
    }
    for (let round = 0; round < 50; round += 1) keep(round)
    const drafted = times(keep)
    const appended = times(append)
    return {
      draft: { p50Ms: at(drafted, 0.5), p99Ms: at(drafted, 0.99) },
      journal: { appendsPerSecond: (ROUNDS * 1000) / appended.reduce((sum, one) => sum + one, 0) },
      longestBlockMs: at(
        [...drafted, ...appended].sort((a, b) => a - b),
        1,
      ),
    }
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Sorted. */
function times(work: (round: number) => void): number[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const start = performance.now()
    work(round)
    return performance.now() - start
  }).sort((a, b) => a - b)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
