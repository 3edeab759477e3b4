// F78: what becomes of work whose file was damaged, lost or put back from an older copy.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/main/sqlite/open'
import { openUserDatabase, type UserDatabase } from '../../../src/main/store/database'
import { createDrafts } from '../../../src/main/store/drafts'
import { progressOf } from '../../../src/main/store/examine-file'
import { createExaminer, examineHere, type Examiner, type ExaminingProcess, salvageWith } from '../../../src/main/store/examiner'
import { createJournal, type Command } from '../../../src/main/store/journal'
import { MIGRATIONS } from '../../../src/main/store/schema'
import { failureOf, until } from '../../support/client'
import { asideIn, createDamageWorld } from '../../support/damage-world'
import { createOutboxClient, createOutboxWorld, FIRST_ADDRESS, newUser, type OutboxWorld } from '../../support/outbox-world'
import { createSessionWorld } from '../../support/session-world'
import { keychainWith } from '../../support/store-process-child'
import { forkedExaminer } from '../../support/test-examiner'

const KEY = 'd'.repeat(64)
const DRAFT = { draftId: '31d71193-b31f-4070-b484-b237be3234e1', resource: 'users' as const, recordId: 5, title: 'ada', base: { id: 5, tel: '1' }, edits: { tel: '2' }, cursorField: null }
const ENTRY: Command = { resource: 'users', verb: 'update', recordId: 5, title: 'ada', base: { id: 5, tel: '1' }, edits: { tel: '2' }, secret: null, draftId: null }

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-recovered-'))
  path = join(folder, 'user-1.db')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const open = (examiner: Examiner = examineHere): Promise<UserDatabase> => openUserDatabase({ examiner, path, secrets: keychainWith(KEY), keyAccount: 'i/p/1/db', wallMs: () => 1000, serverBefore: '' })

describe('F78: the mark of a file that has held work', () => {
  it('is made before the first draft or change is acknowledged, and not for a file that was only opened', async () => {
    const file = await open()
    expect(existsSync(`${path}.mark`)).toBe(false)
    createDrafts(file.db, () => 1000).keep(DRAFT)
    expect(existsSync(`${path}.mark`)).toBe(true)
    file.close()
  })

  it('is missing of a file that never held any: gone, it is made anew without a word', async () => {
    ;(await open()).close()
    rmSync(path)
    const again = await open()
    expect([again.storage, again.recovered, again.movedAsideTo]).toEqual(['durable', null, null])
    again.close()
  })

  it('is made for the file of an older program that holds work; nothing of it is held', async () => {
    const old = openSqlite({ path, key: KEY, migrations: MIGRATIONS.slice(0, 4) })
    old.run("INSERT INTO drafts (draft_id, resource, record_id, title, base, edits, kept_at, server) VALUES (?, 'users', 5, 'ada', '{}', '{\"tel\":\"2\"}', 1, '')", [DRAFT.draftId])
    old.close()
    const file = await open()
    expect([
      file.recovered,
      createDrafts(file.db, () => 1)
        .list()
        .map(({ title, isDamaged }) => [title, isDamaged]),
    ]).toEqual([null, [['ada', undefined]]])
    expect(existsSync(`${path}.mark`)).toBe(true)
    file.close()
    rmSync(path)
    const lost = await open()
    expect(lost.recovered).toEqual({ drafts: 0, pending: 0, damaged: 0 })
    lost.close()
  })
})

describe('F78: a file and its log that are put back from before an entry ended', () => {
  it.each(['update', 'create', 'remove'] as const)('%s: nothing goes out by itself; released, it is looked up first, and not done twice', async (verb) => {
    const world = await createSessionWorld({})
    const before = await open()
    const first = createOutboxClient(world.client, world.clock, before.db)
    const base = await first.row('users', 5)
    first.isOffline = true
    const isNew = verb === 'create'
    await first.submit(
      isNew ? { resource: 'users', verb, recordId: -7, title: 'neu', ...newUser('neu') } : { resource: 'users', verb, recordId: 5, base, edits: verb === 'update' ? { tel: '41' } : {} },
    )
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, `${path}${suffix}.kept`)
    await first.settle()
    await until(() => first.outbox.queue.all().length === 0)
    first.outbox.close()
    before.close()
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}.kept`, path + suffix)

    const after = await open()
    expect(after.recovered).toMatchObject({ pending: 1, damaged: 0 })
    const writes = () => world.proxy.requests.filter(({ method }) => method === 'POST' || method === 'PUT' || method === 'DELETE').length
    const written = writes()
    const second = createOutboxClient(world.client, world.clock, after.db)
    const held = second.outbox.views()[0]
    expect(held).toMatchObject({ verb, state: 'parked', why: { kind: 'parked', cause: 'recovered' } })
    await second.settle()
    second.actions.send(null)
    await second.settle()
    second.restart()
    await second.settle()
    expect([second.outbox.views().map(({ state }) => state), writes()]).toEqual([['parked'], written])
    second.actions.send([held?.entryId ?? ''])
    await second.settle()
    await until(() => second.outbox.views().length === 0)
    expect(writes()).toBe(written)
    expect(isNew ? world.server.control.userByName('neu') : true).toBeTruthy()
    second.outbox.close()
    after.close()
    await world.close()
  })

  it('in a backup of the whole folder, mark and all: the keychain knows that there was more', async () => {
    const world = await createDamageWorld(examineHere)
    world.lay('closed')
    const { stores, store } = await world.open()
    expect(world.judge(store)).toBe('whole')
    await stores.close()
    world.lay('closed', 'backup')
    const again = await world.open()
    expect(world.judge(again.store)).toBe('recovered')
    await again.stores.close()
    const third = await world.open()
    expect([third.store.recovered(), third.store.journal.open().every(({ why }) => why?.kind === 'parked' && why.cause === 'recovered')]).toEqual([null, true])
    await third.stores.close()
    world.close()
  })

  it('held for another server and brought back, it still waits for a person', async () => {
    const file = await open()
    createJournal(file.db, () => 1000, FIRST_ADDRESS).append(ENTRY)
    file.close()
    writeFileSync(`${path}.mark`, '')
    const world = await createSessionWorld({})
    const again = await open()
    const client = createOutboxClient(world.client, world.clock, again.db)
    client.address = 'https://other.example.com/api/v2'
    client.restart()
    expect(client.outbox.views()).toMatchObject([{ state: 'parked', why: { cause: 'moved' } }])
    client.address = FIRST_ADDRESS
    client.restart()
    await client.settle()
    expect(client.outbox.views()).toMatchObject([{ state: 'parked', why: { cause: 'recovered' } }])
    client.outbox.close()
    again.close()
    await world.close()
  })
})

describe('F78: a row that is not what was written', () => {
  let world: OutboxWorld
  let file: UserDatabase
  beforeEach(async () => {
    file = await open()
    world = await createOutboxWorld({}, { db: file.db })
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'update', recordId: 5, base: await world.row('users', 5), edits: { tel: '41' }, draftId: DRAFT.draftId })
    world.drafts.keep(DRAFT)
    world.proxy.forgetRequests()
  })
  afterEach(async () => {
    await world.close()
    file.close()
  })

  it.each([
    ['another value', 'UPDATE journal SET edits = \'{"tel":"42"}\''],
    ['another record', 'UPDATE journal SET record_id = 6'],
    ['a text that is no UTF-8', "UPDATE journal SET title = CAST(x'ff41' AS TEXT)"],
    ['a name that is no UTF-8', "UPDATE journal SET entry_id = CAST(x'ff41' AS TEXT)"],
    ['another time', 'UPDATE journal SET created_at = created_at + 4096'],
    ['another checksum', "UPDATE journal SET checksum = x'00'"],
  ])('in the journal (%s) is shown, never sent, never joined, and can be dropped', async (_what, sql) => {
    file.db.exec(sql)
    world.restart()
    await world.settle()
    const damaged = world.outbox.views()[0]
    expect(damaged).toMatchObject({ state: 'parked', why: { kind: 'parked', cause: 'damaged' } })
    expect(
      await failureOf(
        Promise.resolve().then(() => {
          world.actions.send([damaged?.entryId ?? ''])
        }),
      ),
    ).toMatchObject({ code: 'REFUSED' })
    // Nothing is taken out of a draft for it.
    expect(world.settled.filter(([draftId]) => draftId === DRAFT.draftId)).toEqual([])
    world.isOffline = true
    await world.submit({ resource: 'users', verb: 'update', recordId: 5, base: await world.row('users', 5), edits: { email: 'x@example.com' } })
    expect(world.outbox.views().map(({ edits }) => edits)).toContainEqual({ email: 'x@example.com' })
    expect(world.outbox.views()).toHaveLength(2)
    // Nor does it stand in the way of others: nobody knows which record it was about.
    await world.settle()
    await until(() => world.outbox.views().length === 1)
    expect(world.server.control.user(5)).toMatchObject({ email: 'x@example.com' })
    expect(['41', '42']).not.toContain(world.server.control.user(5)?.tel)
  })

  it('among the drafts is listed as damaged, and nothing is taken out of it', () => {
    file.db.exec("UPDATE drafts SET edits = CAST(x'7b22ff' AS TEXT)")
    expect(world.drafts.list()).toMatchObject([{ draftId: DRAFT.draftId, title: 'ada', isDamaged: true }])
    expect(world.drafts.read(DRAFT.draftId)).toMatchObject({ isDamaged: true, edits: {} })
    world.drafts.settle(DRAFT.draftId, { tel: '2' }, { tel: '2' })
    expect(world.drafts.list()).toHaveLength(1)
    world.drafts.discard(DRAFT.draftId)
    expect(world.drafts.list()).toEqual([])
  })

  it('among the ids of records made here is no id: what waits for it goes on waiting', () => {
    world.journal.mapId('users', -9, 42)
    file.db.exec('UPDATE temporary_ids SET real_id = 43')
    expect([world.journal.realId('users', -9), world.journal.mappedIds()]).toEqual([null, []])
  })

  it('keeps its place and its word after the file was salvaged: dropped, it is done', async () => {
    file.db.exec("UPDATE journal SET edits = CAST(x'7b22ff' AS TEXT)")
    const next = file.recover()
    expect(next.recovered).toEqual({ drafts: 1, pending: 1, damaged: 1 })
    const journal = createJournal(next.db, () => 1000)
    const [entry] = journal.open()
    expect(entry).toMatchObject({ title: 'it', state: 'parked', why: { cause: 'damaged' } })
    journal.end([entry?.entryId ?? ''], 'dropped')
    expect(journal.open()).toEqual([])
    next.close()
  })
})

it('F78: after some rest, what was written lies in the file itself, and not in its log alone', async () => {
  let rest: () => void = () => undefined
  const afterRest = (work: () => void) => {
    rest = work
    return () => undefined
  }
  const file = await openUserDatabase({ examiner: examineHere, path, secrets: keychainWith(KEY), keyAccount: 'i/p/1/db', wallMs: () => 1000, serverBefore: '', afterRest })
  createDrafts(file.db, () => 1000).keep(DRAFT)
  const titlesInFileAlone = (): unknown[] => {
    copyFileSync(path, join(folder, 'alone.db'))
    try {
      const alone = openSqlite({ path: join(folder, 'alone.db'), key: KEY, migrations: MIGRATIONS })
      const titles = createDrafts(alone, () => 1)
        .list()
        .map(({ title }) => title)
      alone.close()
      return titles
    } catch {
      return ['unreadable']
    }
  }
  expect(titlesInFileAlone()).not.toEqual(['ada'])
  rest()
  expect(titlesInFileAlone()).toEqual(['ada'])
  file.close()
})

describe('F78: damage that is found while the file is in use', () => {
  it('in a row that is read: it is shown, and in the next turn the file is recovered and told', async () => {
    const blind: Examiner = (wanted) => (wanted.kind === 'check' ? Promise.resolve({ kind: 'checked', isWhole: true, changes: Number.MAX_SAFE_INTEGER }) : examineHere(wanted))
    const world = await createDamageWorld(blind)
    world.lay('closed')
    const file = openSqlite({ path: world.path, key: world.key(), migrations: MIGRATIONS })
    file.exec('UPDATE journal SET record_id = 999 WHERE seq = (SELECT max(seq) FROM journal)')
    file.close()
    const { stores, store, told } = await world.open()
    let recoveries = 0
    store.onRecovered(() => (recoveries += 1))
    expect([store.recovered(), world.judge(store)]).toEqual([null, 'damaged'])
    await until(() => recoveries > 0)
    expect([world.judge(store), store.recovered()?.damaged, told]).toEqual(['recovered', 1, [1]])
    await stores.close()
    world.close()
  })

  it('moves the file aside, goes on in a fresh one with all that can be read, and tells it', async () => {
    const world = await createDamageWorld(examineHere)
    world.lay('closed')
    const { stores, store, told } = await world.open()
    let recoveries = 0
    store.onRecovered(() => (recoveries += 1))
    // Nothing of it has been read so far but its schema.
    const bytes = readFileSync(world.path)
    bytes.fill(0x5a, Math.floor(bytes.length * 0.6))
    writeFileSync(world.path, bytes)
    const kept = store.drafts.keep({ ...DRAFT, draftId: '31d71193-b31f-4070-b484-b237be3234ff' })
    store.journal.everything()
    store.drafts.list()
    await until(() => recoveries > 0)
    expect(kept).toEqual({ keptAt: 1000 })
    expect([store.storage(), store.problem(), told]).toEqual(['durable', null, [1]])
    store.drafts.discard('31d71193-b31f-4070-b484-b237be3234ff')
    expect(world.judge(store)).toBe('recovered')
    expect(
      readFileSync(store.movedAsideTo() ?? '')
        .subarray(-100)
        .equals(Buffer.alloc(100, 0x5a)),
    ).toBe(true)
    store.journal.append(ENTRY)
    await stores.close()
    const again = await world.open()
    expect([again.store.recovered(), again.store.journal.open().at(-1)?.edits]).toEqual([null, ENTRY.edits])
    await again.stores.close()
    world.close()
  })
})

it('F78: all that lies in the log alone is salvaged when the file itself is gone or empty, beside which SQLite would delete it', async () => {
  const file = await open()
  createDrafts(file.db, () => 1000).keep(DRAFT)
  createJournal(file.db, () => 1000).append(ENTRY)
  for (const name of ['', '-wal', '.mark']) copyFileSync(path + name, join(folder, `kept${name}`))
  file.close()
  for (const harm of ['gone', 'empty']) {
    for (const name of ['-wal', '.mark']) copyFileSync(join(folder, `kept${name}`), path + name)
    rmSync(path)
    if (harm === 'empty') writeFileSync(path, '')
    const again = await open()
    expect(again.recovered, harm).toEqual({ drafts: 1, pending: 1, damaged: 0 })
    again.close()
  }
})

it('F78: no index of the log lies on the disk while the file is open: cut, it would end the program', async () => {
  const file = await open()
  createDrafts(file.db, () => 1000).keep(DRAFT)
  expect([existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([true, false])
  file.close()
})

describe('F78: looking through a file in another process', () => {
  const processWith = (behave: (tell: { message: (message: never) => void; exit: () => void }) => void): ExaminingProcess => {
    const listeners = { message: (_message: never): void => undefined, exit: (): void => undefined }
    return {
      send: () => {
        behave(listeners)
      },
      kill: () => {
        listeners.exit()
      },
      onMessage: (listener) => {
        listeners.message = listener as never
        queueMicrotask(() => {
          listener('ready')
        })
      },
      onExit: (listener) => {
        listeners.exit = listener
      },
    }
  }
  const order = { kind: 'check', path: '/nowhere', key: KEY, serverBefore: null } as const

  it('its end over the file is an answer; that it cannot be started is none', async () => {
    expect(
      await createExaminer(() =>
        processWith(({ exit }) => {
          exit()
        }),
      )(order),
    ).toEqual({ kind: 'died' })
    expect(await forkedExaminer('dying-process')(order)).toEqual({ kind: 'died' })
    expect(
      await createExaminer(() => {
        throw new Error('no processes')
      })(order),
    ).toEqual({ kind: 'impossible' })
    const silent: ExaminingProcess = {
      send: () => undefined,
      kill: () => undefined,
      onMessage: () => undefined,
      onExit: (listener) => {
        queueMicrotask(listener)
      },
    }
    expect(await createExaminer(() => silent)(order)).toEqual({ kind: 'impossible' })
  })

  it('is the real program: it reads a file with its key, and leaves nothing beside it', async () => {
    const file = await open()
    createDrafts(file.db, () => 1000).keep(DRAFT)
    file.close()
    const before = readdirSync(folder)
    const examiner = forkedExaminer('examiner-process')
    expect(await examiner({ kind: 'check', path, key: KEY, serverBefore: null })).toEqual({ kind: 'checked', isWhole: true, changes: 1 })
    expect(await examiner({ kind: 'check', path, key: 'e'.repeat(64), serverBefore: null })).toEqual({ kind: 'unreadable' })
    expect(readdirSync(folder)).toEqual(before)
  })

  it('a salvage goes on behind each place at which a process has died of it', async () => {
    const to = join(folder, 'fresh')
    const asked: (readonly string[])[] = []
    const dying: Examiner = (wanted) => {
      if (wanted.kind !== 'salvage') return Promise.resolve({ kind: 'impossible' })
      asked.push(wanted.skip)
      if (wanted.skip.length === 2) return Promise.resolve({ kind: 'salvaged', drafts: 1, pending: 0, damaged: 0 })
      writeFileSync(progressOf(to), `journal ASC ${asked.length}`)
      return Promise.resolve({ kind: 'died' })
    }
    expect(await salvageWith(dying, { kind: 'salvage', from: path, to, key: KEY, serverBefore: null, changes: 0, skip: [] })).toMatchObject({ drafts: 1 })
    expect(asked).toEqual([[], ['journal ASC 1'], ['journal ASC 1', 'journal ASC 2']])
  })

  it('one that cannot be done just now leaves work in memory, and is done at the next start: nothing is lost', async () => {
    const file = await open()
    createDrafts(file.db, () => 1000).keep(DRAFT)
    createJournal(file.db, () => 1000).append(ENTRY)
    file.close()
    const changed = readFileSync(path)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    writeFileSync(path, changed)
    const full: Examiner = (wanted) => Promise.resolve(wanted.kind === 'check' ? { kind: 'died' } : { kind: 'impossible' })
    const without = await open(full)
    expect([without.storage, without.problem]).toEqual(['memory-only', 'unopenable'])
    without.close()
    const again = await open()
    expect([again.storage, again.recovered]).toEqual(['durable', { drafts: 1, pending: 1, damaged: 0 }])
    again.close()
  })

  it('one that was cut short after its fresh file was put in place is done again: nobody has used that one', async () => {
    const file = await open()
    createDrafts(file.db, () => 1000).keep(DRAFT)
    file.close()
    writeFileSync(`${path}.in-use`, '')
    await open((wanted) => Promise.resolve(wanted.kind === 'check' ? { kind: 'died' } : { kind: 'impossible' }))
    openSqlite({ path, key: KEY, migrations: MIGRATIONS }).close()
    const again = await open()
    expect([
      again.recovered,
      createDrafts(again.db, () => 1)
        .list()
        .map(({ title }) => title),
    ]).toEqual([{ drafts: 1, pending: 0, damaged: 0 }, ['ada']])
    again.close()
  })

  it('a file over which it ends is not opened in the program, but salvaged', async () => {
    const file = await open()
    createDrafts(file.db, () => 1000).keep(DRAFT)
    file.close()
    writeFileSync(`${path}.in-use`, '')
    const again = await open((wanted) => (wanted.kind === 'check' ? Promise.resolve({ kind: 'died' }) : examineHere(wanted)))
    expect([again.storage, again.recovered, asideIn(folder).length]).toEqual(['durable', { drafts: 1, pending: 0, damaged: 0 }, 1])
    again.close()
  })

  it('a file that has ended the program twice while it was opened is left as it is; a person can have it salvaged', async () => {
    const world = await createDamageWorld(examineHere)
    world.lay('closed')
    writeFileSync(`${world.path}.in-use`, 'opening begun\nopening begun\n')
    const bytes = readFileSync(world.path)
    const { stores, store } = await world.open()
    expect([store.storage(), store.problem()]).toEqual(['memory-only', 'deadly'])
    store.drafts.keep({ ...DRAFT, draftId: '31d71193-b31f-4070-b484-b237be3234ff', title: 'in memory' })
    expect(readFileSync(world.path).equals(bytes)).toBe(true)
    await stores.retry()
    expect([store.storage(), store.problem()]).toEqual(['durable', null])
    expect(store.drafts.list().map(({ title }) => title)).toEqual(expect.arrayContaining(['in memory', 'lina', 'ada']))
    expect(statSync(join(world.folder, asideIn(world.folder)[0] ?? '')).size).toBe(bytes.length)
    await stores.close()
    world.close()
  })
})
