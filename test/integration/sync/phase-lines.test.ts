// What the program's log says of pending changes: each phase once, by closed words, and not a line for each of ten thousand.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite, type Sqlite } from '../../../src/main/sqlite/open'
import { createJournal, type Command, type Journal } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { journalInLines } from '../../../src/main/sync/outbox/phase-lines'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'

let db: Sqlite
let clock: VirtualClock
let lines: string[]
let plain: Journal
let journal: Journal
beforeEach(() => {
  db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  lines = []
  let nowMs = 0
  plain = createJournal(db, () => (nowMs += 1), 'https://a.example.com/api')
  clock = createVirtualClock()
  journal = journalInLines(
    plain,
    (line) => lines.push(line),
    () => clock.monotonicMs(),
  )
})
afterEach(() => {
  db.close()
})

const change = (recordId: number): Command => ({
  resource: 'users',
  verb: 'update',
  recordId,
  title: 'ada',
  base: { tel: '' },
  edits: { tel: '13900000001' },
  secret: { password: 'S3cret-word' },
  draftId: null,
})
/** The lines so far, once those of this moment are written, without the ids. */
async function told(): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve))
  return lines.splice(0).map((line) => line.replace(/^\[[0-9a-f]{8}\] /, ''))
}

describe('the lines of pending changes', () => {
  it('tell each phase once, in its order, with its note', async () => {
    const { entryId } = journal.append(change(5), [], 'offline')
    await journal.changeSoon(entryId, { state: 'sending', phases: [{ phase: 'merged' }] })
    journal.change(entryId, { phases: [{ phase: 'unanswered', note: 'TIMEOUT' }] })
    await journal.endSoon(entryId, 'ok', { phases: [{ phase: 'lookedUp', note: 'found' }] })
    expect(await told()).toEqual(['update users: queued (offline).', 'update users: merged, sending.', 'update users: unanswered (TIMEOUT).', 'lookedUp, ended: ok.'])
  })
  it('hold neither what is changed nor who it is about', async () => {
    const { entryId } = journal.append(change(5))
    const next = journal.append(change(5), [entryId])
    expect(lines.join()).not.toContain(next.entryId)
    const text = (await told()).join('\n')
    expect(text).toContain('ended: joined')
    for (const word of ['13900000001', 'S3cret-word', 'ada']) expect(text).not.toContain(word)
  })
  it('say of one from before the start where it stands, and then what is new', async () => {
    const { entryId } = plain.append(change(5))
    plain.change(entryId, { phases: [{ phase: 'held', note: 'offline' }] })
    journal.change(entryId, { phases: [{ phase: 'released' }] })
    journal.change(entryId, { phases: [{ phase: 'sending' }] })
    expect(await told()).toEqual(['update users: released.', 'update users: sending.'])
  })
  it('of thousands that move at once are few, and say how many more', async () => {
    const entryIds = Array.from({ length: 500 }, (_, index) => plain.append(change(index)).entryId)
    journal.changeAll(entryIds.map((entryId) => [entryId, { phases: [{ phase: 'released' }] }]))
    const text = await told()
    expect([text.length, text.at(-1)]).toEqual([21, '… and 480 more.'])
    journal.end(entryIds, 'dropped')
    expect(await told()).toHaveLength(21)
  })
  it('of a queue that drains, one after the other, do not wash the log away: so many in a minute, and then how many more', async () => {
    const text: string[] = []
    const say = async (recordId: number): Promise<void> => {
      journal.append(change(recordId))
      text.push(...(await told()))
    }
    for (let recordId = 1; recordId <= 500; recordId += 1) await say(recordId)
    expect([text.length, text.at(-1)]).toEqual([201, '… more than are told in one minute.'])
    await clock.advance(60_000)
    await say(501)
    expect(text.slice(-2)).toEqual(['… and 300 more lines in that minute.', 'update users: queued.'])
  })
})
