import type { Fields } from '../../src/shared/merge'
import type { DemoWorld } from '../../src/main/demo/world'
import { overlaid } from '../../src/main/sync/reads/overlay'
import { ROOT_ID } from '../../src/shared/resources/field-rules'
import { MENU_TYPES } from '../../src/shared/resources/menu'
import { RESOURCES } from '../../src/shared/resources/registry'
import type { Row } from '../../src/shared/resources/resource'
import { parentFault } from '../../src/shared/resources/tree'
import { chance, type FuzzScene, pick, realId } from './fuzz-edits'
import { serialOf } from './fuzz-oracle'
import type { OutboxClient } from './outbox-world'

/**
 * The two trees in the two-client fuzz: menus and departments are made, renamed, moved, put into another order and deleted, each
 * as far as the client's own view of the tree allows it, while the other one does the same. What comes of it must be a tree.
 */

type Tree = 'menus' | 'departments'
const TREES: readonly Tree[] = ['menus', 'departments']
type TreeRow = Row & { readonly parentId: number }

/** A client of the fuzz, as far as somebody works on a tree there. */
export interface TreesEditor extends OutboxClient {
  readonly name: string
  readonly knownMenus: Map<number, Row>
  readonly knownDepartments: Map<number, Row>
}

/** One thing that is done to a tree while offline. Nothing is changed of the menus that the program itself needs. */
export async function editTree(run: FuzzScene, client: TreesEditor): Promise<boolean> {
  const tree = pick(run, TREES)
  const known = knownOf(client, tree)
  const rows = [...known.values()].filter((row): row is TreeRow => !String(row['path'] ?? '').startsWith('/sys'))
  const value = `${client.name}${(run.serial += 1)}`
  if (rows.length === 0 || chance(run, 0.25)) return make(run, client, tree, value, rows)
  const row = pick(run, rows)
  if (chance(run, 0.15)) return removeBranch(client, tree, row, rows)
  const edits = RESOURCES[tree].editsSchema.parse(chance(run, 0.5) ? moved(run, row, rows) : changed(run, tree, row, value))
  const differing = Object.entries(edits).filter(([field, after]) => after !== row[field])
  if (differing.length === 0) return false
  await client.submit({ resource: tree, verb: 'update', recordId: realId(client, tree, row.id), title: value, base: row, edits: Object.fromEntries(differing) })
  known.set(row.id, { ...row, ...Object.fromEntries(differing) })
  return true
}

function knownOf(client: TreesEditor, tree: Tree): Map<number, Row> {
  return tree === 'menus' ? client.knownMenus : client.knownDepartments
}

/** Below any record that this client knows: also one that it has made itself, and one that is deleted by the other meanwhile. */
async function make(run: FuzzScene, client: TreesEditor, tree: Tree, value: string, rows: readonly TreeRow[]): Promise<boolean> {
  const id = -run.serial - (tree === 'menus' ? 200_000 : 100_000)
  const edits = RESOURCES[tree].createSchema.parse({ ...(tree === 'menus' ? newMenu(run, value) : { name: `D-${value}` }), parentId: parentIn(run, rows) })
  await client.submit({ resource: tree, verb: 'create', recordId: id, title: value, edits })
  knownOf(client, tree).set(id, { id, ...edits })
  return true
}

function newMenu(run: FuzzScene, value: string): Fields {
  const type = pick(run, MENU_TYPES)
  const path = `/m/${value.toLowerCase()}`
  if (type === 'operation') return { type, title: `M-${value}`, path: `${path}/get` }
  return { type, title: `M-${value}`, path, routeName: value, ...(type === 'menu' ? { component: 'm/index' } : {}) }
}

function parentIn(run: FuzzScene, rows: readonly TreeRow[]): number {
  return chance(run, 0.2) ? ROOT_ID : (pick(run, rows)?.id ?? ROOT_ID)
}

/** To where the form lets it go; now and then with another place among its new siblings, as a drag does it. */
function moved(run: FuzzScene, row: TreeRow, rows: readonly TreeRow[]): Fields {
  const parentId = parentIn(run, rows)
  if (parentFault(rows, row.id, parentId)) return {}
  return { parentId, ...(chance(run, 0.4) ? { listorder: Math.floor(run.random() * 100) } : {}) }
}

/** The serial stays in the name: it is how the oracle knows the record. */
function changed(run: FuzzScene, tree: Tree, row: TreeRow, value: string): Fields {
  if (chance(run, 0.4)) return { listorder: Math.floor(run.random() * 100) }
  const serial = serialOf(tree, row)
  if (tree === 'departments') return chance(run, 0.5) ? { alias: value } : { name: serial ? `D-${serial} ${value}` : value }
  if (chance(run, 0.3)) return { path: `/m/${value.toLowerCase()}${row['type'] === 'operation' ? '/get' : ''}` }
  return chance(run, 0.3) ? { icon: value } : { title: serial ? `M-${serial} ${value}` : value }
}

/** The server takes no record with others below it: the lowest goes first, as a page deletes a branch. */
async function removeBranch(client: TreesEditor, tree: Tree, top: TreeRow, rows: readonly TreeRow[]): Promise<boolean> {
  const branch = branchOf(top, rows)
  if (branch.length > 4) return false
  for (const row of branch.toReversed()) {
    await client.submit({ resource: tree, verb: 'remove', recordId: realId(client, tree, row.id), title: String(row[RESOURCES[tree].titleField]), base: row })
    knownOf(client, tree).delete(row.id)
  }
  return true
}

/**
 * The record, and after it all that are below it, each behind the one above it. Where what waits here and what the other one
 * has done make a circle of it, each of its records once.
 */
function branchOf(top: TreeRow, rows: readonly TreeRow[], passed = new Set<number>()): TreeRow[] {
  if (passed.has(top.id)) return []
  passed.add(top.id)
  return [top, ...rows.filter(({ parentId }) => parentId === top.id).flatMap((row) => branchOf(row, rows, passed))]
}

/** What a page shows of the trees: the server's rows with what waits for them. */
export function layWaitingOver(client: TreesEditor): void {
  const { queue } = client.outbox
  for (const tree of TREES) {
    const known = knownOf(client, tree)
    const rows = overlaid(tree, { of: queue.recordQueue, makers: queue.makers }, [...known.values()], { page: 1, pageSize: 10_000, sort: [], filter: {} })
    known.clear()
    for (const row of rows) known.set(row.id, row)
  }
}

/** Rows that the server holds and that no list shows: they hang below one that is gone, or below themselves. */
export function unseenRows({ db }: Pick<DemoWorld, 'db'>): string[] {
  return (['sys_menu', 'sys_dept'] as const).flatMap((table) => {
    const rows = db.all<{ readonly id: number; readonly pid: number }>(`SELECT id, pid FROM ${table}`)
    const tree = rows.map(({ id, pid }) => ({ id, parentId: pid }))
    return tree.flatMap(({ id, parentId }) => {
      const fault = parentFault(tree, id, parentId)
      return fault ? [`${table} ${id} under ${parentId}: ${fault}`] : []
    })
  })
}
