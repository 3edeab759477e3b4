import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mergeFields } from '../../../../src/shared/merge'
import type { Row } from '../../../../src/shared/resources/resource'
import { openSqlite, type Sqlite } from '../../../../src/main/sqlite/open'
import { createJournal, type Command } from '../../../../src/main/store/journal'
import { MIGRATIONS } from '../../../../src/main/store/schema'
import { createOutboxQueue, type OutboxQueue } from '../../../../src/main/sync/outbox/queue'
import { rebaseLater } from '../../../../src/main/sync/outbox/settle'

let db: Sqlite
let queue: OutboxQueue
beforeEach(() => {
  db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  queue = createOutboxQueue(createJournal(db, () => 0))
})
afterEach(() => {
  db.close()
})

const before: Row = { id: 5, tel: '1', email: 'a', roleIds: [1, 2] }
const append = (more: Partial<Command>) => queue.append({ resource: 'users', verb: 'update', recordId: 5, title: 'five', base: before, edits: {}, secret: null, draftId: null, ...more }, [])
/** What a later command asks about, once `edits` have been done, and the server has `row`. */
function clashesAfter(edits: Record<string, unknown>, row: Row, later: Partial<Command>): readonly string[] {
  const first = append({ edits })
  const second = append(later)
  queue.end([first.entryId], 'ok')
  rebaseLater(queue, first, row)
  const { base, edits: wanted } = queue.get(second.entryId) ?? second
  return mergeFields(base ?? {}, wanted, row).clashes
}

describe('a command submitted on top of one that has just been done', () => {
  it.each<[string, Record<string, unknown>, Row, Partial<Command>, string[]]>([
    ['on the record before both, changing the same field', { tel: '2' }, { ...before, tel: '2' }, { edits: { tel: '3' } }, []],
    ['on the record as the first would make it', { tel: '2' }, { ...before, tel: '2' }, { base: { ...before, tel: '2' }, edits: { tel: '3' } }, []],
    ['where the server made something of its own of the value', { tel: ' 2' }, { ...before, tel: '2' }, { base: { ...before, tel: ' 2' }, edits: { tel: '3' } }, []],
    ['on a list of ids, in whatever order', { roleIds: [2, 3] }, { ...before, roleIds: [3, 2] }, { base: { ...before, roleIds: [2, 1] }, edits: { roleIds: [3] } }, []],
    ['on a value that neither the first nor the record before it had', { tel: '2' }, { ...before, tel: '2' }, { base: { ...before, tel: '9' }, edits: { tel: '3' } }, ['tel']],
    ['where someone else has changed another field that it changes too', { tel: '2' }, { ...before, tel: '2', email: 'theirs' }, { edits: { email: 'mine' } }, ['email']],
  ])('%s: asks only about what someone else changed', (_name, edits, row, later, asks) => {
    expect(clashesAfter(edits, row, later)).toEqual(asks)
  })

  it.each<[string, Row | undefined, object]>([
    ['F71: stands on the word of a person that it is the same record, and is not asked about again', { id: 5, username: 'other', createdAt: 200 }, { username: 'other', createdAt: 200 }],
    ['F71: without such a word keeps the record that it was made for', undefined, { username: 'five', createdAt: 100 }],
  ])('%s', (_name, sameRecord, known) => {
    const base: Row = { ...before, username: 'five', createdAt: 100 }
    const first = append({ base, edits: { tel: '2' } })
    const later = append({ verb: 'remove', base })
    queue.end([first.entryId], 'ok')
    rebaseLater(queue, { ...first, decisions: { ...first.decisions, ...(sameRecord && { sameRecord }) } }, { ...base, tel: '2', username: 'other', createdAt: 200 })
    expect(queue.get(later.entryId)?.base).toEqual({ ...base, tel: '2', ...known })
  })

  it('of a deletion: it is of the record as the first has made it', () => {
    const first = append({ edits: { tel: '2' } })
    const later = append({ verb: 'remove' })
    queue.end([first.entryId], 'ok')
    rebaseLater(queue, first, { ...before, tel: '2' })
    expect(queue.get(later.entryId)?.base).toEqual({ ...before, tel: '2' })
  })

  it('of a new record: it stands on the whole record as the server made it', () => {
    const made = queue.append({ resource: 'users', verb: 'create', recordId: -7, title: 'new', base: null, edits: { tel: '1' }, secret: null, draftId: null }, [])
    const later = append({ recordId: -7, base: { id: -7, tel: '1' }, edits: { tel: '2' } })
    queue.rename('users', -7, 42)
    queue.end([made.entryId], 'ok')
    rebaseLater(queue, made, { id: 42, tel: '1', email: '', createdAt: 99 })
    expect(queue.get(later.entryId)).toMatchObject({ recordId: 42, base: { id: 42, tel: '1', email: '', createdAt: 99 }, edits: { tel: '2' } })
  })

  it('leaves other records alone', () => {
    const first = append({ edits: { tel: '2' } })
    const other = append({ recordId: 6, base: { ...before, id: 6 } })
    const department = append({ resource: 'departments' })
    rebaseLater(queue, first, { ...before, tel: '2' })
    expect([queue.get(other.entryId)?.base, queue.get(department.entryId)?.base]).toEqual([{ ...before, id: 6 }, before])
  })

  it('is written down: the next start has it', () => {
    const first = append({ edits: { tel: '2' } })
    const later = append({ edits: { tel: '3' } })
    queue.end([first.entryId], 'ok')
    rebaseLater(queue, first, { ...before, tel: '2' })
    queue.reload()
    expect(queue.get(later.entryId)?.base).toMatchObject({ tel: '2' })
  })
})
