import { failed } from '../result'
import type { ListQuery, ResourceDescription, Row } from './resource'

type Grammar = Pick<ResourceDescription, 'filters' | 'sortFields' | 'defaultSort'>

/** A query by fields that the resource does not have for it would reach the server's SQL. Throws VALIDATION. */
export function requireKnownFields(grammar: Grammar, { sort, filter }: Pick<ListQuery, 'sort' | 'filter'>): void {
  const unknown = sort.map(({ field }) => field).filter((field) => !grammar.sortFields.includes(field))
  unknown.push(...Object.keys(filter).filter((field) => !Object.hasOwn(grammar.filters, field)))
  if (unknown.length === 0) return
  throw failed('VALIDATION', 'This list cannot be asked by such a field.', { fields: Object.fromEntries(unknown.map((field) => [field, 'unknown'])) })
}

/**
 * Answers a list's query from rows at hand, as the server would (docs/contract.md, "Lists"): filters that are empty are ignored;
 * "contains" and the order of texts are blind to the case of Latin letters; rows that compare equal go by id; without a
 * sort, the resource's own order. The order of `rows` does not matter. Throws VALIDATION on a field that is not the
 * resource's to ask by.
 */
export function applyQuery<R extends Row>(grammar: Grammar, rows: readonly R[], query: ListQuery): { rows: R[]; total: number } {
  requireKnownFields(grammar, query)
  const tests = Object.entries(query.filter).flatMap(([field, value]) =>
    value === undefined || value === '' ? [] : [grammar.filters[field] === 'contains' ? contains(field, value) : equals(field, value)],
  )
  const found = rows.filter((row) => tests.every((test) => test(row)))
  const sort = query.sort.length > 0 ? query.sort : grammar.defaultSort
  const from = (query.page - 1) * query.pageSize
  return { rows: sorted(found, sort).slice(from, from + query.pageSize), total: found.length }
}

type Test = (row: Row) => boolean

function contains(field: string, value: string): Test {
  const wanted = foldCase(value)
  return (row) => foldCase(String(row[field] ?? '')).includes(wanted)
}

/** A number is compared by its value, as a column of numbers does with the text of a URL; what is no number equals none. */
function equals(field: string, value: string): Test {
  const wanted = foldCase(value)
  const number = /^-?\d{1,15}$/.test(value) ? Number(value) : null
  return (row) => {
    const held = row[field]
    if (typeof held === 'number') return held === number
    return held !== null && held !== undefined && foldCase(String(held)) === wanted
  }
}

function sorted<R extends Row>(rows: readonly R[], sort: ListQuery['sort']): R[] {
  const signs = sort.map(({ direction }) => (direction === 'desc' ? -1 : 1))
  // Folded once for each row, not once for each comparison: tens of thousands of rows are compared by the million.
  const keyed = rows.map((row) => ({ row, keys: sort.map(({ field }) => sortKey(row[field])) }))
  keyed.sort((a, b) => {
    for (const [place, sign] of signs.entries()) {
      const order = compare(a.keys[place] ?? null, b.keys[place] ?? null)
      if (order !== 0) return order * sign
    }
    return a.row.id - b.row.id
  })
  return keyed.map(({ row }) => row)
}

type SortKey = string | number | null

function sortKey(value: unknown): SortKey {
  if (typeof value === 'number' || value === null || value === undefined) return value ?? null
  return typeof value === 'boolean' ? Number(value) : foldCase(String(value))
}

/** Nothing comes before something, as in SQL. */
function compare(a: SortKey, b: SortKey): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b)
}

/** By code point, as databases compare UTF-8. JavaScript's own `<` compares halves of characters: all above U+FFFF would stand before U+E000. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let place = 0; place < length; place += 1) {
    const [left, right] = [a.charCodeAt(place), b.charCodeAt(place)]
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Latin letters only, as SQLite's LIKE and NOCASE; MySQL folds accents as well, which no list here depends on. */
function foldCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
