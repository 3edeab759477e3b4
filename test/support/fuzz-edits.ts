import type { Fields } from '../../src/shared/merge'
import type { ResourceName, Row } from '../../src/shared/resources/resource'
import { serialOf } from './fuzz-oracle'
import type { FuzzServer } from './fuzz-servers'
import { newDepartment, newUser, type OutboxClient } from './outbox-world'

/** A client of the two-client fuzz, as far as somebody types there. */
export interface FuzzEditor extends OutboxClient {
  readonly name: string
  /** The users and the departments as this client saw them last. */
  readonly known: Map<number, Row>
  readonly knownDepartments: Map<number, Row>
}

export interface FuzzScene {
  readonly kind: FuzzServer
  /** A role that has been deleted, and that clients still know; 0 where no role has. */
  readonly goneRole: number
  readonly random: () => number
  serial: number
}

/** One command, made while offline, as the forms make them. False when there was nothing to do it to. */
export async function editOffline(run: FuzzScene, client: FuzzEditor): Promise<boolean> {
  const serial = (run.serial += 1)
  const value = `${client.name}${serial}`
  const { names, texts } = run.kind
  if (chance(run, 0.12)) {
    const departmentIds = chance(run, 0.4) ? [-serial - 100_000] : []
    if (departmentIds[0]) await makeDepartment(run, client, departmentIds[0], value)
    const { edits, secret } = newUser(`u-${value}`, { departmentIds })
    const given = { ...edits, username: dressed(run, names, `u-${value}`), ...(texts.length > 0 ? { email: dressed(run, texts, `${value}@example.com`) } : {}), ...rolesOf(run, 0.3) }
    await client.submit({ resource: 'users', verb: 'create', recordId: -serial, title: value, edits: given, secret })
    client.known.set(-serial, { id: -serial, ...given })
    return true
  }
  if (texts.length > 0 && chance(run, 0.1)) return editDepartment(run, client, value)
  const row = pick(
    run,
    [...client.known.values()].filter(({ id }) => id !== 1),
  )
  if (!row) return false
  if (chance(run, 0.06)) {
    await client.submit({ resource: 'users', verb: 'remove', recordId: realId(client, 'users', row.id), title: value, base: row })
    client.known.delete(row.id)
    return true
  }
  const edits = {
    ...(chance(run, 0.6) ? { tel: dressed(run, texts, String(serial)) } : { email: dressed(run, texts, `${value}@example.com`) }),
    ...(chance(run, 0.2) ? { listorder: serial } : {}),
    ...rolesOf(run, 0.2),
  }
  await client.submit({ resource: 'users', verb: 'update', recordId: realId(client, 'users', row.id), title: value, base: row, edits })
  client.known.set(row.id, { ...row, ...edits })
  return true
}

async function makeDepartment(run: FuzzScene, client: FuzzEditor, id: number, value: string): Promise<void> {
  const { edits } = newDepartment(`D-${value}`)
  const given = { ...edits, name: dressed(run, run.kind.names, `D-${value}`), alias: dressed(run, run.kind.texts, '') }
  await client.submit({ resource: 'departments', verb: 'create', recordId: id, title: `D-${value}`, edits: given })
  client.knownDepartments.set(id, { id, ...given })
}

/** A department of this run gets another alias, and now and then another name behind its serial. */
async function editDepartment(run: FuzzScene, client: FuzzEditor, value: string): Promise<boolean> {
  const row = pick(
    run,
    [...client.knownDepartments.values()].filter((one) => serialOf('departments', one)),
  )
  if (!row) return false
  const edits: Fields = { alias: dressed(run, run.kind.texts, value), ...(chance(run, 0.4) ? { name: dressed(run, run.kind.names, `D-${serialOf('departments', row) ?? ''}`) } : {}) }
  await client.submit({ resource: 'departments', verb: 'update', recordId: realId(client, 'departments', row.id), title: value, base: row, edits })
  client.knownDepartments.set(row.id, { ...row, ...edits })
  return true
}

/** The text as it is typed for this server: more often than not, so that it meets its habit. */
function dressed(run: FuzzScene, dresses: FuzzServer['texts'], text: string): string {
  return dresses.length > 0 && chance(run, 0.6) ? pick(run, dresses)(text) : text
}

/** Now and then, on a server that knows this trouble: roles of which one has been deleted. */
function rolesOf(run: FuzzScene, probability: number): Fields {
  return run.goneRole && chance(run, probability) ? { roleIds: [chance(run, 0.5) ? 2 : 3, run.goneRole] } : {}
}

export function realId(client: Pick<FuzzEditor, 'journal'>, resource: ResourceName, id: number): number {
  return id < 0 ? (client.journal.realId(resource, id) ?? id) : id
}

export function chance({ random }: Pick<FuzzScene, 'random'>, probability: number): boolean {
  return random() < probability
}

export function pick<T>({ random }: Pick<FuzzScene, 'random'>, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T
}
