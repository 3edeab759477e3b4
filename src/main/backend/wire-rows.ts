import { type Fields, sameValue } from '@shared/merge'
import type { ReadList, Unreadable } from '@shared/resources/unreadable'
import { MOST_TREE_LEVELS } from './answer-bounds'
import { overBoundReply } from './failures'
import { createPause } from './pauses'
import { fieldsOf, idOf, listOf, textOf } from './wire-values'

/**
 * Lists and trees are read row by row: one row that cannot be read does not take the others with it. It is left out,
 * counted and named. Rows of one id are one row; where they differ, the first stands.
 */
export interface ReadRows<R> extends ReadList<R> {
  readonly rows: R[]
  /** What was left out, as it came. */
  readonly left: readonly unknown[]
}

/** How many of those that were left out are named. */
const MOST_NAMES = 10
const LONGEST_NAME = 60

/**
 * Levels of a tree of nodes within one another; what lies deeper stands beside instead of below: such trees go through what
 * cannot take more (validation, messages between processes, a page's own components).
 */
const MOST_LEVELS = 60

/**
 * @param title the column that people know a row by
 * @param rowOf null for what no row can be made of
 */
export async function readRows<R extends { readonly id: number }>(items: readonly unknown[], title: string, rowOf: (id: number, raw: Fields) => R | null): Promise<ReadRows<R>> {
  const pause = createPause()
  const read = collectRows(title, rowOf)
  for (const item of items) {
    read.add(item, null)
    const turn = pause()
    if (turn) await turn
  }
  return read.end()
}

/**
 * All nodes of a tree as one list, each before those below it, in the server's order. `above`: the node above, as it came.
 * Throws BAD_REPLY with the cause `tooDeep` for a tree that no page could show; a circle is none of its depth.
 */
export async function readTreeRows<R extends { readonly id: number; readonly parentId: number }>(
  items: readonly unknown[],
  title: string,
  rowOf: (id: number, raw: Fields, above: Fields | null) => R,
): Promise<ReadRows<R>> {
  const read = collectRows(title, rowOf)
  await eachNode(items, read.add)
  await requireLevels(read.rows, read.held)
  return read.end()
}

/** Rows as they are read, one for each id; what is none is left out. */
function collectRows<R extends { readonly id: number }>(title: string, rowOf: (id: number, raw: Fields, above: Fields | null) => R | null) {
  const rows: R[] = []
  const left: unknown[] = []
  const byId = createIdMap<R>()
  return {
    rows,
    held: byId.get,
    add: (item: unknown, above: Fields | null): void => {
      const raw = fieldsOf(item)
      const id = idOf(raw?.['id'])
      const row = raw && id !== null ? rowOf(id, raw, above) : null
      const known = row && byId.get(row.id)
      if (!row || (known && !sameValue(known, row))) left.push(item)
      else if (!known) {
        byId.set(row.id, row)
        rows.push(row)
      }
    },
    end: (): ReadRows<R> => ({ rows, left, ...unreadableOf(left, title) }),
  }
}

interface IdMap<T> {
  get(id: number): T | undefined
  set(id: number, value: T): void
}

const PARTS = 64

/** Many small maps: one of half a million entries stops everything for as long as it takes to grow once more. */
function createIdMap<T>(): IdMap<T> {
  const parts: Map<number, T>[] = []
  return {
    get: (id) => parts[id % PARTS]?.get(id),
    set: (id, value) => void (parts[id % PARTS] ??= new Map()).set(id, value),
  }
}

/** Node by node, as deep as `MOST_LEVELS`. What lies below a node that cannot be read takes its place. */
export async function readTree<Node>(items: readonly unknown[], title: string, nodeOf: (id: number, raw: Fields, place: { above: Fields | null; children: Node[] }) => Node): Promise<ReadRows<Node>> {
  const seen = new Set<number>()
  const left: unknown[] = []
  const pause = createPause()
  const read = async (siblings: readonly unknown[], above: Fields | null, level: number): Promise<Node[]> => {
    const isLast = level === MOST_LEVELS
    const nodes: Node[] = []
    for (const item of isLast ? await flatTree(siblings) : siblings) {
      const raw = fieldsOf(item)
      const id = idOf(raw?.['id'])
      const isNode = raw !== null && id !== null && !seen.has(id)
      if (isNode) seen.add(id)
      else left.push(item)
      const below = raw && !isLast ? childrenOf(raw) : []
      const children = below.length > 0 ? await read(below, raw, level + 1) : []
      if (isNode) nodes.push(nodeOf(id, raw, { above, children }))
      else for (const child of children) nodes.push(child)
      const turn = pause()
      if (turn) await turn
    }
    return nodes
  }
  return { rows: await read(items, null, 1), left, ...unreadableOf(left, title) }
}

/** Whatever the nodes name as the one above; the way up from a node that was gone up already is known. */
async function requireLevels<R extends { readonly id: number; readonly parentId: number }>(rows: readonly R[], held: (id: number) => R | undefined): Promise<void> {
  const levels = createIdMap<number>()
  const pause = createPause()
  const levelUp = (row: R): number => {
    const way = new Set<number>()
    let at: R | undefined = row
    for (; at && levels.get(at.id) === undefined && !way.has(at.id); at = held(at.parentId)) way.add(at.id)
    const isCircle = at !== undefined && way.has(at.id)
    let level = at && !isCircle ? (levels.get(at.id) ?? 0) : 0
    for (const id of [...way].reverse()) levels.set(id, isCircle ? 1 : (level += 1))
    return isCircle ? (levels.get(row.id) ?? 1) : level
  }
  for (const row of rows) {
    // Most rows come after the one above them; what a way up has passed is known, and stays.
    const above = levels.get(row.parentId)
    const level = levels.get(row.id) ?? (above === undefined ? levelUp(row) : above + 1)
    levels.set(row.id, level)
    if (level > MOST_TREE_LEVELS) throw overBoundReply('tooDeep')
    const turn = pause()
    if (turn) await turn
  }
}

/** A leaf has no `children` in most trees, and `[]` or null in some. What is no list there is as if it were a child itself. */
function childrenOf(raw: Fields): readonly unknown[] {
  const { children } = raw
  if (children === undefined || children === null || children === '' || children === false) return []
  return listOf(children) ?? [children]
}

/** In the server's order, each with the node above it. Without recursion: a tree may be deeper than the stack. */
async function eachNode(items: readonly unknown[], onNode: (item: unknown, above: Fields | null) => void): Promise<void> {
  const pause = createPause()
  const open: { readonly siblings: readonly unknown[]; readonly above: Fields | null; next: number }[] = [{ siblings: items, above: null, next: 0 }]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    if (at.next === at.siblings.length) {
      open.pop()
      continue
    }
    const item = at.siblings[at.next]
    at.next += 1
    onNode(item, at.above)
    const raw = fieldsOf(item)
    const below = raw ? childrenOf(raw) : []
    if (below.length > 0) open.push({ siblings: below, above: raw, next: 0 })
    const turn = pause()
    if (turn) await turn
  }
}

/** All nodes of a tree, or the rows of a list, as they came. */
export async function flatTree(items: readonly unknown[]): Promise<unknown[]> {
  const flat: unknown[] = []
  await eachNode(items, (item) => flat.push(item))
  return flat
}

/** The same rows, with what of the list was left out besides. */
export function withLeft<R>(read: ReadRows<R>, more: ReadRows<unknown> | null): ReadRows<R> {
  if (!more?.unreadable) return read
  return { ...read, left: [...read.left, ...more.left], ...joinedUnreadable([read.unreadable, more.unreadable]) }
}

/** What several lists could not give, as one. */
export function joinedUnreadable(parts: readonly (Unreadable | undefined)[]): { unreadable?: Unreadable } {
  const some = parts.filter((part): part is Unreadable => part !== undefined && part.count > 0)
  if (some.length === 0) return {}
  return { unreadable: { count: some.reduce((sum, { count }) => sum + count, 0), names: [...new Set(some.flatMap(({ names }) => names))].slice(0, MOST_NAMES) } }
}

function unreadableOf(left: readonly unknown[], title: string): { unreadable?: Unreadable } {
  if (left.length === 0) return {}
  const names = new Set<string>()
  for (const item of left) {
    if (names.size === MOST_NAMES) break
    const name = nameOf(fieldsOf(item) ?? {}, title)
    if (name !== '') names.add(name)
  }
  return { unreadable: { count: left.length, names: [...names] } }
}

function nameOf(raw: Fields, title: string): string {
  const id = textOf(raw['id']).trim()
  const text = textOf(raw[title]).trim()
  return [id === '' ? '' : `#${id}`, text].filter(Boolean).join(' ').slice(0, LONGEST_NAME)
}

/**
 * What came of the rows that a client has read. Controllers of this API read some columns of a write without asking
 * whether they came: those go out with every change, and what could be read only by way of a default has to go back as it
 * came, or a change of one field would change another silently.
 */
export interface CameAs<R extends { readonly id: number }> {
  /** Notes what this row was read from. */
  note(row: R, raw: Fields): R
  /** These columns of a row as they are to be sent back: as they were read, or as they came where that is something else; what did not come is left out. */
  columns(row: R, read: Fields): Fields
}

export function createCameAs<R extends { readonly id: number }>(): CameAs<R> {
  const parts = Array.from({ length: PARTS }, () => new WeakMap<R, Fields>())
  const rawsOf = ({ id }: R): WeakMap<R, Fields> | undefined => parts[id % PARTS]
  return {
    note: (row, raw) => {
      rawsOf(row)?.set(row, raw)
      return row
    },
    columns: (row, read) => {
      const raw = rawsOf(row)?.get(row)
      if (!raw) return read
      const came = Object.entries(read).filter(([column]) => column in raw)
      return Object.fromEntries(came.map(([column, value]) => [column, isSame(raw[column], value) ? value : raw[column]]))
    },
  }
}

/** Blind to the one difference that means nothing: a number in digits. */
function isSame(raw: unknown, read: unknown): boolean {
  // Never by String(): an object out of JSON may have a `toString` that is no function, and would throw.
  if (Array.isArray(raw) && Array.isArray(read)) return raw.every(isPlain) && sameValue(raw.map(textOf).sort(), read.map(textOf).sort())
  return isPlain(raw) && textOf(raw) === textOf(read)
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
