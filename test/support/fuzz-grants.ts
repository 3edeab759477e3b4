import { setChange, type SetChange } from '../../src/shared/merge'
import { ROOT_ID } from '../../src/shared/resources/field-rules'
import { GRANTS } from '../../src/shared/resources/grants'
import type { ResourceName, Row } from '../../src/shared/resources/resource'
import type { JournalEntry } from '../../src/main/store/journal-row'
import { chance, type FuzzScene, pick, realId } from './fuzz-edits'
import { newDepartment, type OutboxClient } from './outbox-world'

/**
 * The grants of a few roles in the two-client fuzz, with menus, roles and departments that are made and deleted meanwhile: both
 * clients tick and untick, offline, and what they were told is done is what the server has to hold.
 */

/** A client of the fuzz, as far as somebody grants there. */
export interface GrantsEditor extends OutboxClient {
  readonly name: string
  /** As this client saw them last, with what it has changed since. */
  readonly knownGrants: Map<number, Row>
  readonly knownMenus: Map<number, Row>
  readonly knownDepartments: Map<number, Row>
}

/** Few, so that the two meet. */
const ROLES = [2, 3, 4]
type Kind = (typeof GRANTS.setFields)[number] & ('menus' | 'roles' | 'departments')
const KINDS: readonly Kind[] = ['menus', 'roles', 'departments']
const EVERYTHING = { page: 1, pageSize: 200, sort: [], filter: {} }

/** One command about grants, made while offline. */
export async function editGrants(run: FuzzScene, client: GrantsEditor): Promise<boolean> {
  const serial = (run.serial += 1)
  const value = `${client.name}${serial}`
  if (chance(run, 0.06)) return removeMenu(run, client)
  const made: Record<Kind, number[]> = { menus: [], roles: [], departments: [] }
  if (chance(run, 0.12)) made.menus.push(await makeMenu(client, value, -serial - 200_000))
  if (chance(run, 0.08)) made.departments.push(await makeDepartment(client, value, -serial - 100_000))
  if (chance(run, 0.05)) made.roles.push(await makeRole(client, value, -serial - 300_000))
  const row = pick(run, [...client.knownGrants.values()])
  const edits = Object.fromEntries(KINDS.map((kind) => [kind, toggled(run, client, kind, row, made[kind])]).filter(([kind, ids]) => ids !== row[kind as Kind]))
  const scope = chance(run, 0.15) ? { scope: Math.floor(run.random() * 5) } : {}
  const changed = Object.entries({ ...edits, ...scope }).filter(([field, after]) => JSON.stringify(after) !== JSON.stringify(row[field]))
  if (changed.length === 0) return false
  await client.submit({ resource: 'grants', verb: 'update', recordId: realId(client, 'roles', row.id), title: value, base: row, edits: Object.fromEntries(changed) })
  client.knownGrants.set(row.id, { ...row, ...Object.fromEntries(changed) })
  return true
}

function toggled(run: FuzzScene, client: GrantsEditor, kind: Kind, row: Row, made: readonly number[]): number[] {
  const ids = new Set([...(row[kind] as number[]), ...made])
  const all = { menus: [...client.knownMenus.keys()], roles: [2, 3, 4, 5, 6], departments: [...client.knownDepartments.keys()] }[kind]
  for (let count = 0; count < 3 && chance(run, 0.6); count += 1) {
    const id = pick(run, all)
    if (!ids.delete(id)) ids.add(id)
  }
  return [...ids].sort((a, b) => a - b)
}

async function makeMenu(client: GrantsEditor, value: string, id: number): Promise<number> {
  const edits = { parentId: ROOT_ID, type: 'menu', title: `M-${value}`, path: `/m/${value}`, routeName: `M${value}`, component: 'm/index', redirect: '', icon: '', listorder: 99, isHidden: false }
  await client.submit({ resource: 'menus', verb: 'create', recordId: id, title: value, edits })
  client.knownMenus.set(id, { id, ...edits })
  return id
}

/** One that this run has made, that is on the server and has nothing below it: with it goes every grant of it. */
async function removeMenu(run: FuzzScene, client: GrantsEditor): Promise<boolean> {
  const all = [...client.knownMenus.values()]
  const row = pick(
    run,
    all.filter(({ id, title }) => id > 0 && String(title).startsWith('M-') && !all.some(({ parentId }) => parentId === id)),
  ) as Row | undefined
  if (!row) return false
  await client.submit({ resource: 'menus', verb: 'remove', recordId: row.id, title: String(row['title']), base: row })
  client.knownMenus.delete(row.id)
  return true
}

async function makeDepartment(client: GrantsEditor, value: string, id: number): Promise<number> {
  const { edits } = newDepartment(`D-${value}`)
  await client.submit({ resource: 'departments', verb: 'create', recordId: id, title: value, edits })
  client.knownDepartments.set(id, { id, ...edits })
  return id
}

/** With its grants, which can be edited at once. */
async function makeRole(client: GrantsEditor, value: string, id: number): Promise<number> {
  const edits = { name: `R-${value}`, remark: '', status: 'enabled', listorder: 99 }
  await client.submit({ resource: 'roles', verb: 'create', recordId: id, title: value, edits })
  client.knownGrants.set(id, { ...GRANTS.blank, id, name: edits.name })
  return id
}

/** Everything as the server has it now; the tokens have to be good. */
export async function refreshGrants(client: GrantsEditor): Promise<void> {
  const [menus, roles] = [await client.clientOf('menus').list(EVERYTHING), await client.clientOf('roles').list(EVERYTHING)]
  client.knownMenus.clear()
  client.knownGrants.clear()
  for (const row of menus.rows) client.knownMenus.set(row.id, row)
  for (const { id } of roles.rows.filter((row) => ROLES.includes(row.id) || String(row['name']).startsWith('R-'))) client.knownGrants.set(id, await client.clientOf('grants').get(id))
}

/** What the grants have to be by what was reported done, each tick by itself. */
export interface GrantsOracle {
  /** What a client has reported done since it was noted last, in the order in which it ended. Only one works at a time. */
  note(client: Pick<GrantsEditor, 'name' | 'journal'>): void
  /** Ticks that were lost, and ticks that are there although nobody's last word put them there. */
  wrong(server: { readonly grants: readonly Row[]; readonly there: Readonly<Record<Kind, ReadonlySet<number>>> }): string[]
}

export function createGrantsOracle(begun: readonly Row[]): GrantsOracle {
  const noted = new Set<string>()
  /** `<role>/<kind>/<id>` -> who has said last that it is granted, or not. */
  const words = new Map<string, { readonly isGranted: boolean; readonly by: string }>()
  for (const row of begun) for (const kind of KINDS) for (const id of row[kind] as number[]) words.set(`${row.id}/${kind}/${id}`, { isGranted: true, by: 'the beginning' })
  return {
    note: ({ name, journal }) => {
      const real = (resource: ResourceName, id: number): number => (id < 0 ? (journal.realId(resource, id) ?? id) : id)
      const ended = journal.history({ limit: 100_000 }).filter(({ entryId, resource, outcome }) => resource === 'grants' && outcome === 'ok' && !noted.has(entryId))
      for (const entry of ended.toSorted((a, b) => a.seq - b.seq)) {
        noted.add(entry.entryId)
        for (const kind of KINDS.filter((field) => field in entry.edits)) {
          const { added, removed } = done(entry, kind, (id) => real(kind, id))
          for (const [ids, isGranted] of [[added, true] as const, [removed, false] as const]) {
            for (const id of ids) words.set(`${real('roles', entry.recordId)}/${kind}/${id}`, { isGranted, by: `${name} ${entry.title}` })
          }
        }
      }
    },
    wrong: ({ grants, there }) =>
      grants.flatMap((row) =>
        KINDS.flatMap((kind) => {
          const held = new Set(row[kind] as number[])
          return [...there[kind]].flatMap((id) => {
            const word = words.get(`${row.id}/${kind}/${id}`)
            if ((word?.isGranted ?? false) === held.has(id)) return []
            return [`${row.id}.${kind} ${id} is ${held.has(id) ? 'there' : 'not there'}; the last word was ${word ? `${word.isGranted ? 'in' : 'out'}, by ${word.by}` : 'nobody’s'}`]
          })
        }),
      ),
  }
}

/** What an entry has put in and taken out, without what it was told that the server did not take. */
function done({ base, edits, why }: JournalEntry, kind: Kind, real: (id: number) => number): SetChange {
  const realOf = (ids: unknown): number[] => ((ids ?? []) as number[]).map(real)
  const { added, removed } = setChange(realOf(base?.[kind]), realOf(edits[kind]))
  const named = why?.kind === 'kept' ? why.kept.find(({ field }) => field === kind) : undefined
  const untaken = named ? setChange(named.kept, named.sent) : { added: [], removed: [] }
  return { added: added.filter((id) => !untaken.added.includes(id)), removed: removed.filter((id) => !untaken.removed.includes(id)) }
}
