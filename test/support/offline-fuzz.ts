import { randomUUID } from 'node:crypto'
import type { Row } from '../../src/shared/resources/resource'
import type { ControlledBackend } from './backend/controlled-backend'
import { openSqlite } from '../../src/main/sqlite/open'
import { MIGRATIONS } from '../../src/main/store/schema'
import { FailureError } from '../../src/shared/result'
import { createTestClient, type TestClient, until } from './client'
import { captivePortal, cutAfter, cutBefore, type Fault, inject, tearAnswer } from './fault-kinds'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { chance, editOffline, type FuzzEditor, type FuzzScene, pick, realId } from './fuzz-edits'
import { createDecider, type Decider } from './fuzz-decisions'
import { createGrantsOracle, editGrants, type GrantsEditor, type GrantsOracle, refreshGrants } from './fuzz-grants'
import { duplicateRows, lostRows, type Reported, silentlyEnded, unsaidChanges } from './fuzz-oracle'
import { type FuzzServer, ORDINARY } from './fuzz-servers'
import { editTree, layWaitingOver, type TreesEditor, unseenRows } from './fuzz-trees'
import { createOutboxClient } from './outbox-world'
import { trustedTls } from './test-tls'
import { createVirtualClock, type VirtualClock } from './virtual-clock'
import { startTestBackend } from './test-backend'

/** What was found at the end of one run; everything but the counts has to be empty. */
export interface FuzzReport {
  readonly edits: number
  readonly done: number
  readonly conflicts: number
  /** How many of them asked which record it was. */
  readonly asked: number
  /** What the persons were told when something needed them -> how often. */
  readonly told: ReadonlyMap<string, number>
  /** What somebody was told who works alone, in an order that each record took. */
  readonly needless: string[]
  /** Menus and departments that the server holds where no list shows them. */
  readonly unseen: string[]
  /** Fields whose last value reported done is not on the server: a lost edit, or one that was silently written over. */
  readonly lost: string[]
  /** Users or departments that exist more than once, or that nobody reported done. */
  readonly duplicates: string[]
  /** Fields that the server keeps otherwise than they were sent, without a word, or without the text that was typed. */
  readonly unsaid: string[]
  /** Rounds on the network that asked the server more than there was to do. */
  readonly excess: string[]
  /** The most requests that a round has made for each open entry, for whoever sets the bound. */
  readonly most: number
  /** Entries that ended neither done nor decided. */
  readonly stuck: string[]
}

interface Client extends FuzzEditor, GrantsEditor, TreesEditor {
  readonly test: TestClient
  readonly proxy: FaultProxy
  readonly clock: VirtualClock
  /** Everything that was reported to this client's person. */
  readonly reported: Reported[]
  /** Entries that were counted as done already. */
  noted: number
  /** Failures that a form was told, whose entry ended with that. */
  toldToForms: number
}

interface Run extends FuzzScene {
  readonly server: ControlledBackend
  readonly clients: readonly Client[]
  /** What both were told, in the order in which it happened. */
  readonly reported: Reported[]
  readonly excess: string[]
  /** Where grants are edited. */
  readonly grants: GrantsOracle | null
  readonly decider: Decider
  most: number
  done: number
}

/**
 * Two clients, one back-end, random edits made offline, random cuts, expired tokens and restarts. Only one client is on
 * the network at a time: between its look and its write another could slip in, and this API gives no means against that.
 */
export async function runOfflineFuzz(seed: number, edits: number, kind: FuzzServer = ORDINARY): Promise<FuzzReport> {
  const server = await startTestBackend(kind.backend)
  const random = mulberry32(seed)
  const clients = await Promise.all([createClient('A', server, kind), createClient('B', server, kind)])
  const goneRole = kind.namesGoneRole ? await roleThatGoes(clients[0]) : 0
  const grants = kind.isAboutGrants ? createGrantsOracle([...clients[0].knownGrants.values()]) : null
  const run: Run = { grants, server, kind, goneRole, clients, random, decider: createDecider({ random, kind }), reported: [], excess: [], most: 0, done: 0, serial: 0 }
  try {
    for (let count = 0; count < edits; ) {
      const client = kind.isAlone ? clients[0] : pick(run, clients)
      if (chance(run, 0.12)) await goOnline(run, client)
      else if (chance(run, 0.03)) client.restart()
      else if (kind.isAboutTrees && chance(run, 0.15)) count += await editOnline(run, client)
      else if (await edit(run, client)) count += 1
    }
    for (let round = 0; round < 20 && clients.some(({ outbox }) => outbox.queue.all().length > 0); round += 1) {
      for (const client of clients) await goOnline(run, client, { isCalm: round > 2 })
    }
    return await report(run, edits)
  } finally {
    for (const { outbox, proxy } of clients) {
      outbox.close()
      await proxy.close()
    }
    await server.close()
  }
}

/** Most of what is edited is what this server is about. */
function edit(run: Run, client: Client): Promise<boolean> {
  const { isAboutTrees, isAboutGrants } = run.kind
  if (isAboutTrees && chance(run, 0.85)) return editTree(run, client)
  return isAboutGrants && chance(run, 0.8) ? editGrants(run, client) : editOffline(run, client)
}

/** A form waits for the first try: what fails then is told to it, and stays there. Returns how many edits that were. */
async function editOnline(run: Run, client: Client): Promise<number> {
  await refresh(client, run.kind)
  client.isOffline = false
  try {
    return (await edit(run, client)) ? 1 : 0
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    client.toldToForms += 1
    return 1
  } finally {
    await quiet(client)
    client.isOffline = true
    note(run, client)
    await refresh(client, run.kind)
  }
}

async function createClient(name: string, server: ControlledBackend, kind: FuzzServer): Promise<Client> {
  const proxy = await createFaultProxy({ target: server.url, tls: kind.isOverTls ? await trustedTls() : undefined })
  const clock = createVirtualClock()
  const test = createTestClient({ url: proxy.url, clock })
  await test.signIn()
  const outbox = createOutboxClient(test, clock, openSqlite({ path: ':memory:', migrations: MIGRATIONS }))
  const client: Client = Object.assign(outbox, {
    name,
    test,
    proxy,
    clock,
    known: new Map<number, Row>(),
    knownDepartments: new Map<number, Row>(),
    knownGrants: new Map<number, Row>(),
    knownMenus: new Map<number, Row>(),
    reported: [],
    noted: 0,
    toldToForms: 0,
  })
  client.isOffline = true
  await refresh(client, kind)
  return client
}

async function roleThatGoes({ clientOf }: Client): Promise<number> {
  const roles = clientOf('roles')
  await roles.create({ name: 'Goes', remark: '', status: 'enabled', listorder: 99 }, { idempotencyKey: randomUUID() })
  const { rows } = await roles.list({ page: 1, pageSize: 200, sort: [], filter: {} })
  const id = rows.find((row) => row['name'] === 'Goes')?.id
  if (!id) throw new Error('The role was not made.')
  await roles.remove(id, { idempotencyKey: randomUUID() })
  return id
}

async function refresh(client: Client, { isAboutGrants, isAboutTrees, isAlone }: FuzzServer): Promise<void> {
  // The tokens may have died unseen; somebody signs in again then.
  let isSigningIn = false
  const off = client.test.session.onChange(({ state }) => {
    if (state !== 'suspended' || isSigningIn) return
    isSigningIn = true
    void client.test.signIn()
  })
  const { rows } = await client.clientOf('users').list({ page: 1, pageSize: 200, sort: [{ field: 'id', direction: 'asc' }], filter: {} })
  const departments = (await client.clientOf('departments').list(EVERYTHING)).rows
  if (isAboutGrants) await refreshGrants(client)
  off()
  client.known.clear()
  client.knownDepartments.clear()
  for (const row of rows) client.known.set(row.id, row)
  for (const row of departments) client.knownDepartments.set(row.id, row)
  if (isAboutTrees) layWaitingOver(client)
  if (isAlone) passOverLeaving(client)
}

/**
 * A list goes on showing what is to be deleted, and marks it (`reads/overlay.ts`). Whoever works on such a record, or puts others below
 * it, says two things of it of which only one can be done, and is told; who works in an order that every record took does not.
 */
function passOverLeaving({ outbox, known, knownMenus, knownDepartments }: Client): void {
  for (const [resource, rows] of [['users', known] as const, ['menus', knownMenus] as const, ['departments', knownDepartments] as const]) {
    for (const id of rows.keys()) if (outbox.queue.recordQueue(resource, id).some(({ verb }) => verb === 'remove')) rows.delete(id)
  }
}

/** On the network for a while, with faults; what asks is decided at random. */
async function goOnline(run: Run, client: Client, { isCalm = false } = {}): Promise<void> {
  if (!isCalm && !run.kind.isAlone) trouble(run, client)
  client.isOffline = false
  const before = client.proxy.requests.length
  let [rounds, open] = [0, 0]
  for (let round = 0; round < 12; round += 1) {
    rounds += 1
    open += client.outbox.queue.all().length
    client.outbox.scheduler.forgetDelays()
    client.outbox.wake()
    await quiet(client)
    if (client.test.session.view().state !== 'active') await client.test.signIn()
    if (!client.outbox.queue.all().some(({ state }) => state === 'queued' || state === 'unknown')) break
  }
  rounds += 1
  open += client.outbox.queue.all().length
  if (isCalm || chance(run, 0.6)) run.decider.decide(client)
  await quiet(client)
  bound(run, client, { requests: client.proxy.requests.length - before, rounds, open })
  client.proxy.clear()
  await client.proxy.up()
  await quiet(client)
  client.isOffline = true
  if (client.test.session.view().state !== 'active') await client.test.signIn()
  await quiet(client)
  note(run, client)
  await refresh(client, run.kind)
}

/**
 * What an online round may ask for each open entry. An update takes three requests (look, write, look again), a new record
 * five, a lost answer one or two more; much of it waits in its record queue meanwhile. Measured over some fifty runs of 60 edits: at
 * most 3.2; about twice that is a client that asks again and again.
 */
const REQUESTS_AN_ENTRY = 6
/** Grants are read in four requests, before and after, and what can be granted in up to three. */
const REQUESTS_AN_ENTRY_OF_GRANTS = 20
/** What a round costs whatever there is to do: a renewal, a sign-in, and who has signed in. */
const REQUESTS_A_ROUND = 4

function bound(run: Run, { name }: Client, { requests, rounds, open }: { readonly requests: number; readonly rounds: number; readonly open: number }): void {
  const ratio = (requests - REQUESTS_A_ROUND * rounds) / Math.max(1, open)
  run.most = Math.max(run.most, ratio)
  if (ratio > (run.grants ? REQUESTS_AN_ENTRY_OF_GRANTS : REQUESTS_AN_ENTRY)) run.excess.push(`${name}: ${requests} requests in ${rounds} rounds with ${open} open entries`)
}

/** Nothing is on its way: every call has ended, or waits for a sign-in. */
async function quiet(client: Client): Promise<void> {
  await until(() => client.test.session.view().state === 'suspended' || !client.outbox.queue.all().some(({ entryId }) => client.outbox.scheduler.isBusy(entryId)))
}

function trouble(run: Run, client: Client): void {
  const { proxy } = client
  const own = run.kind.troubles
  if (own.length > 0 && chance(run, 0.5)) {
    pick(run, own)(proxy, passerBy(run, client))
    return
  }
  const kind = Math.floor(run.random() * 9)
  const writes = { path: run.grants ? /\/sys\/(user\/users|dept\/depts|menu\/menus|role\/(roles|saveroleperm))/ : /\/sys\/(user\/users|dept\/depts)/ }
  if (kind === 0) run.server.control.expireAccessTokens()
  if (kind === 1) run.server.control.expireAllTokens()
  if (kind === 2) proxy.on({ ...writes, method: 'PUT', times: 2 }, cutAfter())
  if (kind === 3) proxy.on({ ...writes, method: 'POST', times: 2 }, cutAfter())
  if (kind === 4) proxy.on({ ...writes, times: 3 }, cutBefore())
  if (kind === 5) proxy.on({ ...writes, method: 'PUT', times: 1 }, tearAnswer())
  if (kind === 6) proxy.on({ ...writes, times: 4 }, captivePortal())
  if (kind === 7) proxy.on({ ...writes, method: 'DELETE', times: 1 }, cutAfter())
  if (kind === 8) proxy.on({ ...writes, times: 2 }, inject({ status: 500 }))
}

/**
 * Somebody else makes a user in the moment in which this client makes one, with the beginning of the same name and all else
 * alike: a client that is told nothing but "success" cannot know which of the two is its own.
 */
function passerBy(run: Run, client: Client): Fault {
  const { server } = run
  const makeLikewise = async (): Promise<void> => {
    const other = createTestClient({ url: server.url })
    await other.signIn()
    for (const { edits } of client.outbox.queue.all().filter(({ resource, verb, state }) => resource === 'users' && verb === 'create' && state === 'sending')) {
      const departmentIds = (edits['departmentIds'] as number[]).map((id) => realId(client, 'departments', id))
      await other.users.create({ ...edits, username: 'u-', departmentIds, roleIds: [2], password: 'Fresh-Passw0rd' } as never, { idempotencyKey: randomUUID() })
    }
  }
  // Neither the newest nor the oldest of them is always the own one.
  const isFirst = chance(run, 0.5)
  return async (ask) => {
    if (isFirst) await makeLikewise()
    const outcome = await ask()
    if (!isFirst) await makeLikewise()
    return outcome
  }
}

/** What this client has reported done by now, in the order in which it ended, becomes what the server must have. */
function note(run: Run, client: Client): void {
  const ended = client.journal.history({ limit: 100_000 }).filter(({ state, outcome }) => state === 'done' && outcome === 'ok')
  run.done += ended.length - client.noted
  client.noted = ended.length
  run.grants?.note(client)
  for (const { resource, id, row, temporaryId } of client.rows.splice(0)) {
    const reported = { resource, id, row, isMade: temporaryId !== null }
    client.reported.push(reported)
    run.reported.push(reported)
  }
}

const EVERYTHING = { page: 1, pageSize: 200, sort: [], filter: {} }

async function report(run: Run, edits: number): Promise<FuzzReport> {
  const [client] = run.clients as [Client]
  await refresh(client, run.kind)
  const pages = await Promise.all([1, 2].map((page) => client.clientOf('users').list({ ...EVERYTHING, page })))
  const server = {
    users: pages.flatMap(({ rows }) => rows),
    departments: (await client.clientOf('departments').list(EVERYTHING)).rows,
    menus: [...client.knownMenus.values()],
    roles: [...client.knownGrants.values()],
  }
  const { reported, clients, done, excess, most } = run
  const { conflicts, asked, told, letGo } = run.decider
  const stuck = clients.flatMap(({ name, outbox }) => outbox.queue.all().map((entry) => `${name}: ${entry.verb} ${entry.title} ${entry.state} ${JSON.stringify(entry.why)}`))
  return {
    edits,
    done,
    conflicts,
    asked,
    told,
    lost: [...lostRows(reported, server), ...wrongGrants(run, server), ...clients.flatMap((client) => silentlyEnded(client, letGo, client.toldToForms))],
    unseen: unseenRows(run.server.inside.world),
    needless: run.kind.isAlone ? [...told.keys(), ...(client.toldToForms > 0 ? [`${client.toldToForms} forms`] : [])] : [],
    duplicates: duplicateRows(clients, server),
    unsaid: clients.flatMap(unsaidChanges),
    excess,
    most,
    stuck,
  }
}

function wrongGrants({ grants, clients: [client] }: Run, { departments }: { readonly departments: readonly Row[] }): string[] {
  if (!grants || !client) return []
  const there = { menus: new Set(client.knownMenus.keys()), roles: new Set([...client.knownGrants.keys(), 5, 6]), departments: new Set(departments.map(({ id }) => id)) }
  return grants.wrong({ grants: [...client.knownGrants.values()], there })
}

/** A small generator that a seed repeats (public domain, Tommy Ettinger). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
