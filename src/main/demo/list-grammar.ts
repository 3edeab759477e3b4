import type { SqlValue } from '../sqlite/open'
import { BadQueryError } from './reply'

/** The `?offset=&limit=&sort=&fields=&query=` of the user and log lists, put into SQL. */
export interface ListSql {
  readonly columns: readonly string[]
  /** `WHERE …` or ''. */
  readonly where: string
  /** `ORDER BY …`, ending in the id so that pages of equal rows never overlap. */
  readonly orderBy: string
  readonly params: readonly SqlValue[]
  readonly limit: number
  readonly skip: number
}

const DEFAULT_LIMIT = 10
const SYNTAX_ERROR = 'You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use'

/**
 * Reads the list grammar of the contract (docs/contract.md, "Lists"):
 * - `offset` is the page number from 1, `limit` the page size (10 when absent);
 * - `sort=-listorder,+id`: the first character of each part is cut whatever it is, so a bare `id` becomes the column `d`;
 * - `fields=a,b` names the columns of a row;
 * - `query=~username,status` names the filter columns, whose values are parameters of the same name; `~` means
 *   LIKE: a text without `_` and `%` gets `%` on both sides, any other is the pattern as it stands. A value whose name is not in `query` is ignored, and so is a name without a value.
 *
 * Columns come from an allow-list; any other is answered as the original's database does. Throws `BadQueryError`.
 *
 * @param custom filters that do not compare one column with one value, such as the `time=from,to` of the log.
 */
export function readListQuery(query: URLSearchParams, allowed: readonly string[], custom: Readonly<Record<string, (value: string) => { sql: string; params: readonly SqlValue[] }>> = {}): ListSql {
  const filters = filtersOf(query, allowed, custom)
  const limit = count(query.get('limit'), DEFAULT_LIMIT, 0)
  const page = count(query.get('offset'), 1, 1)
  return {
    columns: columnsOf(query.get('fields'), allowed),
    where: filters.length > 0 ? `WHERE ${filters.map((filter) => filter.sql).join(' AND ')}` : '',
    orderBy: orderOf(query.get('sort'), allowed),
    params: filters.flatMap((filter) => filter.params),
    limit,
    skip: (page - 1) * limit,
  }
}

function columnsOf(fields: string | null, allowed: readonly string[]): readonly string[] {
  if (!fields) return allowed
  const names = fields.split(',').map((name) => name.trim())
  return names.map((name) => known(name, allowed, 'SELECT'))
}

function orderOf(sort: string | null, allowed: readonly string[]): string {
  if (!sort) return 'ORDER BY "id"'
  const parts = sort.split(',').map((part) => {
    const column = known(part.slice(1).trim(), allowed, 'ORDER BY')
    return `"${column}" ${part.startsWith('-') ? 'DESC' : 'ASC'}`
  })
  return `ORDER BY ${[...parts, '"id"'].join(', ')}`
}

function filtersOf(query: URLSearchParams, allowed: readonly string[], custom: Parameters<typeof readListQuery>[2] = {}): { sql: string; params: readonly SqlValue[] }[] {
  const named = (query.get('query') ?? '').split(',').map((name) => name.trim())
  return named.flatMap((name) => {
    if (name === '' || name === '~') return []
    const isContains = name.startsWith('~')
    const column = known(isContains ? name.slice(1) : name, allowed, 'WHERE')
    const value = query.get(column)
    if (value === null || value === '') return []
    const special = custom[column]
    if (special) return [special(value)]
    if (isContains) return [{ sql: `"${column}" LIKE ? ESCAPE '\\'`, params: [patternOf(value)] }]
    return [{ sql: `"${column}" = ?`, params: [value] }]
  })
}

/** As the original's query builder: its own signs only where the text has none, and nothing is escaped. */
function patternOf(value: string): string {
  return /[%_]/.test(value) ? value : `%${value}%`
}

function known(name: string, allowed: readonly string[], clause: 'SELECT' | 'WHERE' | 'ORDER BY'): string {
  if (!allowed.includes(name)) throw new BadQueryError(`Unknown column '${name}' in '${clause}'`)
  return name
}

function count(text: string | null, fallback: number, least: number): number {
  if (text === null || text === '') return fallback
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new BadQueryError(`${SYNTAX_ERROR} near '${text.slice(0, 40)}'`)
  }
  return Number(text)
}
