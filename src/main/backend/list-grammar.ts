/** One column and its direction, in the server's own column names. */
interface WireSort {
  readonly column: string
  readonly direction: 'asc' | 'desc'
}

export interface WireFilter {
  readonly column: string
  readonly value: string
  /** `contains`: the rows whose text has this in it, whatever signs it holds. */
  readonly match: 'contains' | 'exact'
}

export interface WireList {
  /** From 1. On the wire it is called `offset`, but it is a page number. */
  readonly page: number
  readonly pageSize: number
  readonly sort: readonly WireSort[]
  readonly filters: readonly WireFilter[]
  /** Always sent: without it the original server answers every column, password hashes included. */
  readonly fields: readonly string[]
}

/**
 * The list grammar of users and logs. The sign before a sort column is not optional: the server strips the first
 * character whatever it is. A filter's value counts only when its column is named in `query`.
 */
export function listParams(list: WireList): Record<string, string> {
  const params: Record<string, string> = {
    offset: String(list.page),
    limit: String(list.pageSize),
    fields: list.fields.join(','),
  }
  if (list.sort.length > 0) params['sort'] = list.sort.map(({ column, direction }) => `${direction === 'desc' ? '-' : '+'}${column}`).join(',')
  if (list.filters.length > 0) {
    params['query'] = list.filters.map(({ column, match }) => (match === 'contains' ? `~${column}` : column)).join(',')
    for (const { column, value, match } of list.filters) params[column] = match === 'contains' ? likeValue(value) : value
  }
  return params
}

/**
 * The server's query builder puts `%` around a text only where it holds neither `_` nor `%`, and takes any other for the whole
 * pattern: `a_b` finds nothing but names of three letters. So such a text is sent as the pattern that it means.
 */
function likeValue(text: string): string {
  return /[%_\\]/.test(text) ? `%${text.replaceAll(/[%_\\]/g, '\\$&')}%` : text
}
