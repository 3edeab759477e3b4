// F70 for whatever a server makes of texts, whatever gets lost, and whenever the program is killed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAlike } from '../../../src/shared/kept'
import type { Fields } from '../../../src/shared/merge'
import type { Row } from '../../../src/shared/resources/resource'
import { DEMO_SERVER } from '../../../src/shared/server-identity'
import { openSqlite, type Sqlite } from '../../../src/main/sqlite/open'
import { createDrafts, type Drafts } from '../../../src/main/store/drafts'
import { createJournal, type Journal } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { createOutbox, type Outbox } from '../../../src/main/sync/outbox/outbox'
import { createOutboxActions } from '../../../src/main/sync/outbox/actions'
import { createWritePolicy } from '../../../src/main/sync/outbox/hold'
import { until } from '../../support/client'
import { createKeepingServer, type KeepingServer, TEXT_WAYS, type TextWay } from '../../support/keeping-server'
import { mulberry32 } from '../../support/offline-fuzz'
import { createVirtualClock } from '../../support/virtual-clock'

const STAMP = { epoch: 1, userId: 1 } as never

interface World {
  readonly db: Sqlite
  readonly server: KeepingServer
  readonly journal: Journal
  readonly drafts: Drafts
  outbox: Outbox
  /** The program is killed, and started again. */
  restart(): void
  /** Everything is tried now; resolves when nothing is on its way. */
  settle(): Promise<void>
}

function createWorld(way: TextWay, random: () => number): World {
  const db = openSqlite({ path: ':memory:', migrations: MIGRATIONS })
  const clock = createVirtualClock()
  const journal = createJournal(db, () => 0)
  const drafts = createDrafts(db, () => 0)
  const server = createKeepingServer('users', way, random)
  let isOffline = true
  const start = (): Outbox =>
    createOutbox({
      userId: 1,
      journal,
      clock,
      random,
      clientOf: () => server.client,
      stamp: () => STAMP,
      isSessionOpen: () => true,
      isOffline: () => isOffline,
      policy: createWritePolicy({ writeMode: () => 'normal', isProduction: () => false, server: DEMO_SERVER, wallMs: () => 0 }),
      onRow: () => undefined,
      settleDraft: () => undefined,
      keepTyped: (draft) => {
        drafts.keep(draft)
      },
      noteHabits: () => undefined,
      onFault: (error) => {
        throw error
      },
    })
  const world: World = {
    db,
    server,
    journal,
    drafts,
    outbox: start(),
    restart: () => {
      world.outbox.close()
      world.outbox = start()
    },
    settle: async () => {
      isOffline = false
      const { outbox } = world
      outbox.scheduler.forgetDelays()
      outbox.wake()
      await until(() => outbox !== world.outbox || !outbox.queue.all().some(({ entryId }) => outbox.scheduler.isBusy(entryId)))
      isOffline = true
    },
  }
  return world
}

const text = fc.string({ unit: fc.constantFrom('a', 'B', 'c', ' ', '王', '宇', '𬭎', '😀', '?', 'é'), minLength: 1, maxLength: 10 })
const record = fc.record({ username: text, email: text })

/** What a person answers, who knows which record it became. */
function decide({ outbox, server }: World): void {
  const actions = createOutboxActions({ outbox, clientOf: () => server.client, secretOf: () => null, server: DEMO_SERVER })
  for (const { entryId, why } of outbox.queue.all()) {
    if (outbox.scheduler.isBusy(entryId) || why?.kind !== 'conflict') continue
    const made = server.posts.find(({ key, rowId }) => key === entryId && rowId !== null)?.rowId
    if (why.conflict === 'which') {
      const isThere = why.which?.candidates.some(({ id }) => id === made) === true
      actions.decide(entryId, isThere ? { kind: 'made', id: made as number } : made === undefined && !why.which?.isAccepted ? { kind: 'again' } : { kind: 'look' })
    } else if (why.conflict === 'fields') actions.decide(entryId, { kind: 'fields', choices: Object.fromEntries(why.fields.map((field) => [field, 'mine'])) })
    // One of the same name from before: another one is meant.
    else actions.drop([entryId])
  }
}

async function play(world: World, random: () => number, count: number): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    world.server.isFaulty = round < 12
    const settled = world.settle()
    if (world.server.isFaulty && random() < 0.5) {
      for (let turns = Math.floor(random() * 30); turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve))
      world.restart()
    }
    await settled
    if (round > 3) decide(world)
    if (world.journal.history({ limit: 200 }).filter(({ state }) => state === 'done').length >= count) return
  }
}

/** Whether what was typed is in the row, or in a draft that says what the server keeps. */
function isSafe({ drafts }: World, entryId: string, edits: Fields, row: Row): string[] {
  const kept = drafts.list().flatMap(({ draftId }) => (draftId === entryId ? [drafts.read(draftId)] : []))
  return Object.keys(edits).filter((field) => !isAlike(row[field], edits[field]) && kept.every((draft) => draft.edits[field] !== edits[field] || draft.marks?.[field] === undefined))
}

describe('F70: whatever the server keeps, whatever is lost, whenever it is killed', () => {
  it('a new record is made once, nothing is posted after a yes, and what was typed is in it or in a marked draft', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(Object.keys(TEXT_WAYS) as TextWay[])), fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(), async (way, records, seed) => {
        const random = mulberry32(seed)
        const world = createWorld(way, random)
        for (const [at, fields] of records.entries()) {
          const edits = { ...fields, tel: String(at), status: 'enabled', listorder: at, roleIds: [2], departmentIds: [] }
          await world.outbox.submit({ resource: 'users', verb: 'create', recordId: -1 - at, title: fields.username, base: null, edits, secret: null, draftId: null }, { stamp: STAMP })
        }
        await play(world, random, records.length)
        for (const entry of world.journal.everything()) {
          const posts = world.server.posts.filter(({ key }) => key === entry.entryId)
          const yes = posts.findIndex(({ isAnswered }) => isAnswered)
          expect(posts.filter(({ rowId }) => rowId !== null).length, 'made more than once').toBeLessThanOrEqual(1)
          expect(yes === -1 || yes === posts.length - 1, 'posted after a yes').toBe(true)
          expect(entry.state, JSON.stringify(entry)).toBe('done')
          if (entry.outcome !== 'ok') continue
          const row = world.server.rows.get(entry.recordId)
          expect(row?.id).toBe(posts.find(({ rowId }) => rowId !== null)?.rowId)
          expect(isSafe(world, entry.entryId, entry.edits, row as Row), 'lost').toEqual([])
        }
        world.outbox.close()
        world.db.close()
      }),
      // Once in some five thousand runs: what was kept had nothing in it that could be compared.
      {
        numRuns: 60,
        examples: [
          [
            'short',
            [
              { username: '𬭎 𬭎 😀?a', email: 'a' },
              { username: 'a', email: 'a' },
            ],
            0,
          ],
        ],
      },
    )
  })

  it('a change is in the row or in a marked draft, and is not sent again once it is read there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...(Object.keys(TEXT_WAYS) as TextWay[])), fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat(), async (way, texts, seed) => {
        const random = mulberry32(seed)
        const world = createWorld(way, random)
        for (const [at, email] of texts.entries()) {
          const base: Row = { id: at + 5, username: `u${at}`, email: 'from before', tel: '', status: 'enabled', listorder: 1, roleIds: [2], departmentIds: [], createdAt: null }
          world.server.rows.set(base.id, base)
          await world.outbox.submit({ resource: 'users', verb: 'update', recordId: base.id, title: 'u', base, edits: { email }, secret: null, draftId: null }, { stamp: STAMP })
        }
        await play(world, random, texts.length)
        for (const entry of world.journal.everything()) {
          expect(entry.state, JSON.stringify(entry)).toBe('done')
          expect(isSafe(world, entry.entryId, entry.edits, world.server.rows.get(entry.recordId) as Row), 'lost').toEqual([])
        }
        const before = world.server.puts.length
        world.restart()
        await world.settle()
        expect(world.server.puts.length).toBe(before)
        world.outbox.close()
        world.db.close()
      }),
      { numRuns: 60 },
    )
  })
})
