import type { Fields } from '../../src/shared/merge'
import type { Row } from '../../src/shared/resources/resource'
import { type DemoBackend, startDemoBackend } from '../../src/main/demo/start-demo-backend'
import type { JournalEntry } from '../../src/main/store/journal-row'
import { openSqlite } from '../../src/main/sqlite/open'
import { MIGRATIONS } from '../../src/main/store/schema'
import { createTestClient, type TestClient, until } from './client'
import { captivePortal, cutAfter, cutBefore, inject, tearAnswer } from './fault-kinds'
import { createFaultProxy, type FaultProxy } from './fault-proxy'
import { createOutboxClient, newDepartment, newUser, type OutboxClient } from './outbox-world'
import { createVirtualClock, type VirtualClock } from './virtual-clock'

/** What was found at the end of one run; everything but the counts has to be empty. */
export interface FuzzReport {
  readonly edits: number
  readonly done: number
  readonly conflicts: number
  /** Fields whose last value reported done is not on the server: a lost edit, or one that was silently written over. */
  readonly lost: string[]
  /** User names or departments that exist more than once, or that nobody reported done. */
  readonly duplicates: string[]
  /** Entries that ended neither done nor decided. */
  readonly stuck: string[]
}

interface Client extends OutboxClient {
  readonly name: string
  readonly test: TestClient
  readonly proxy: FaultProxy
  readonly clock: VirtualClock
  /** The users as this client saw them last. */
  readonly known: Map<number, Row>
  /** Entries that were counted as done already. */
  noted: number
}

interface Run {
  readonly server: DemoBackend
  readonly clients: readonly Client[]
  readonly random: () => number
  /** Field values of users, as last reported done: by id and field. */
  readonly model: Map<number, Fields | null>
  readonly made: Set<string>
  conflicts: number
  done: number
  serial: number
}

/**
 * Two clients, one back-end, random edits made offline, random cuts, expired tokens and restarts. Only one client is on
 * the network at a time: between its look and its write another could slip in, and this API gives no means against that.
 */
export async function runOfflineFuzz(seed: number, edits: number): Promise<FuzzReport> {
  const server = await startDemoBackend({ database: ':memory:', signingKey: 'k'.repeat(40), generatedUsers: 30 })
  const random = mulberry32(seed)
  const clients = await Promise.all([createClient('A', server), createClient('B', server)])
  const run: Run = { server, clients, random, model: new Map(), made: new Set(), conflicts: 0, done: 0, serial: 0 }
  try {
    for (let count = 0; count < edits; ) {
      const client = pick(run, clients)
      if (chance(run, 0.12)) await goOnline(run, client)
      else if (chance(run, 0.03)) client.restart()
      else if (await editOffline(run, client)) count += 1
    }
    for (let round = 0; round < 20 && clients.some(({ outbox }) => outbox.book.all().length > 0); round += 1) {
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

async function createClient(name: string, server: DemoBackend): Promise<Client> {
  const proxy = await createFaultProxy({ target: server.url })
  const clock = createVirtualClock()
  const test = createTestClient({ url: proxy.url, clock })
  await test.signIn()
  const outbox = createOutboxClient(test, clock, openSqlite({ path: ':memory:', migrations: MIGRATIONS }))
  const client: Client = Object.assign(outbox, { name, test, proxy, clock, known: new Map<number, Row>(), noted: 0 })
  client.isOffline = true
  await refresh(client)
  return client
}

async function refresh(client: Client): Promise<void> {
  // The tokens may have died unseen; somebody signs in again then.
  let isSigningIn = false
  const off = client.test.session.onChange(({ state }) => {
    if (state !== 'suspended' || isSigningIn) return
    isSigningIn = true
    void client.test.signIn()
  })
  const { rows } = await client.clientOf('users').list({ page: 1, pageSize: 200, sort: [{ field: 'id', direction: 'asc' }], filter: {} })
  off()
  client.known.clear()
  for (const row of rows) client.known.set(row.id, row)
}

/** One command, made while offline, as the forms make them. False when there was nothing to do it to. */
async function editOffline(run: Run, client: Client): Promise<boolean> {
  const serial = (run.serial += 1)
  const value = `${client.name}${serial}`
  if (chance(run, 0.12)) {
    const departmentIds = chance(run, 0.4) ? [-serial - 100_000] : []
    if (departmentIds[0]) await client.submit({ resource: 'departments', verb: 'create', recordId: departmentIds[0], title: `D-${value}`, ...newDepartment(`D-${value}`) })
    await client.submit({ resource: 'users', verb: 'create', recordId: -serial, title: value, ...newUser(`u-${value}`, { departmentIds }) })
    client.known.set(-serial, { id: -serial, username: `u-${value}`, ...newUser(`u-${value}`, { departmentIds }).edits })
    return true
  }
  const row = pick(run, [...client.known.values()].filter(({ id }) => id !== 1))
  if (!row) return false
  if (chance(run, 0.06)) {
    await client.submit({ resource: 'users', verb: 'remove', recordId: realId(client, row.id), title: value, base: row })
    client.known.delete(row.id)
    return true
  }
  const edits = { ...(chance(run, 0.6) ? { tel: String(serial) } : { email: `${value}@example.com` }), ...(chance(run, 0.2) ? { listorder: serial } : {}) }
  await client.submit({ resource: 'users', verb: 'update', recordId: realId(client, row.id), title: value, base: row, edits })
  client.known.set(row.id, { ...row, ...edits })
  return true
}

function realId(client: Client, id: number): number {
  return id < 0 ? (client.journal.realId('users', id) ?? id) : id
}

/** On the network for a while, with faults; what asks is decided at random. */
async function goOnline(run: Run, client: Client, { isCalm = false } = {}): Promise<void> {
  if (!isCalm) trouble(run, client)
  client.isOffline = false
  for (let round = 0; round < 12; round += 1) {
    client.outbox.drain.forgetDelays()
    client.outbox.wake()
    await quiet(client)
    if (client.test.session.view().state !== 'active') await client.test.signIn()
    if (!client.outbox.book.all().some(({ state }) => state === 'queued' || state === 'unknown')) break
  }
  if (isCalm || chance(run, 0.6)) decide(run, client)
  await quiet(client)
  client.proxy.clear()
  await client.proxy.up()
  await quiet(client)
  client.isOffline = true
  if (client.test.session.view().state !== 'active') await client.test.signIn()
  await quiet(client)
  note(run, client)
  await refresh(client)
}

/** Nothing is on its way: every call has ended, or waits for a sign-in. */
async function quiet(client: Client): Promise<void> {
  await until(() => client.test.session.view().state === 'suspended' || !client.outbox.book.all().some(({ entryId }) => client.outbox.drain.isBusy(entryId)))
}

function trouble(run: Run, { proxy }: Client): void {
  const kind = Math.floor(run.random() * 9)
  const writes = { path: /\/sys\/(user\/users|dept\/depts)/ }
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

function decide(run: Run, client: Client): void {
  for (const entry of client.outbox.book.all()) {
    if (client.outbox.drain.isBusy(entry.entryId)) continue
    if (entry.state === 'refused' || entry.state === 'blocked') client.actions.drop([entry.entryId])
    if (entry.state === 'parked') client.actions.send([entry.entryId])
    if (entry.state !== 'conflict' || entry.why?.kind !== 'conflict') continue
    run.conflicts += 1
    const { conflict, fields } = entry.why
    if (conflict === 'fields') client.actions.decide(entry.entryId, { kind: 'fields', choices: Object.fromEntries(fields.map((field) => [field, chance(run, 0.5) ? 'mine' : 'theirs'])) })
    else if (conflict === 'which') decideWhich(client, entry)
    else if (conflict === 'changed' && chance(run, 0.5)) client.actions.decide(entry.entryId, { kind: 'remove-anyway' })
    else client.actions.drop([entry.entryId])
  }
}

/** The names of this run are the server's: whichever has it is it. */
function decideWhich(client: Client, { entryId, edits, resource, why }: JournalEntry): void {
  const which = why?.kind === 'conflict' ? why.which : undefined
  const field = resource === 'users' ? 'username' : 'name'
  const made = which?.candidates.find((row) => row[field] === edits[field])
  client.actions.decide(entryId, made ? { kind: 'made', id: Number(made['id']) } : { kind: which?.isAccepted ? 'leave' : 'again' })
}

/** What this client has reported done by now, in the order in which it ended, becomes what the server must have. */
function note(run: Run, client: Client): void {
  const ended = client.journal.history({ limit: 100_000 }).filter(({ state, outcome }) => state === 'done' && outcome === 'ok')
  run.done += ended.length - client.noted
  client.noted = ended.length
  for (const { resource, verb, edits } of ended) if (verb === 'create') run.made.add(`${resource}/${String(edits[resource === 'users' ? 'username' : 'name'])}`)
  for (const { resource, id, row } of client.rows.splice(0)) {
    if (resource === 'users') run.model.set(id, row)
  }
}

async function report(run: Run, edits: number): Promise<FuzzReport> {
  const [client] = run.clients as [Client]
  await refresh(client)
  const users = (await client.clientOf('users').list({ page: 1, pageSize: 200, sort: [], filter: {} })).rows
  const more = (await client.clientOf('users').list({ page: 2, pageSize: 200, sort: [], filter: {} })).rows
  const departments = (await client.clientOf('departments').list({ page: 1, pageSize: 200, sort: [], filter: {} })).rows
  const byId = new Map([...users, ...more].map((row) => [row.id, row]))
  const lost = [...run.model].flatMap(([id, expected]) => {
    const row = byId.get(id)
    if (expected === null) return row ? [`${id}: deleted, and still there`] : []
    if (!row) return [`${id}: reported done, and gone`]
    return ['tel', 'email', 'listorder'].filter((field) => row[field] !== expected[field]).map((field) => `${id}.${field}: ${String(expected[field])} was reported, ${String(row[field])} is there`)
  })
  const names = [...byId.values()].map((row) => `users/${String(row['username'])}`).concat(departments.map((row) => `departments/${String(row['name'])}`))
  const own = names.filter((name) => /\/(u|D)-[AB]\d+$/.test(name))
  const duplicates = [...own.filter((name, index) => own.indexOf(name) !== index).map((name) => `${name} is there twice`), ...own.filter((name) => !run.made.has(name)).map((name) => `${name} was never reported`)]
  const stuck = run.clients.flatMap(({ name, outbox }) => outbox.book.all().map((entry) => `${name}: ${entry.verb} ${entry.title} ${entry.state} ${JSON.stringify(entry.why)}`))
  return { edits, done: run.done, conflicts: run.conflicts, lost, duplicates, stuck }
}

function chance(run: Run, probability: number): boolean {
  return run.random() < probability
}

function pick<T>(run: Run, from: readonly T[]): T {
  return from[Math.floor(run.random() * from.length)] as T
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
