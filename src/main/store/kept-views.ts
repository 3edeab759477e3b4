import { LARGEST_VIEW, type PageView, pageViewSchema, type PageViews, VIEW_NAMES, type ViewName, viewNameSchema } from '@shared/page-views'
import type { Sqlite } from '../sqlite/open'
import { type RawRow, readSealed, sealedColumns } from './sealed-row'
import { insertSealed } from './sealed-sql'
import { KEPT_VIEWS, type KeptViewRow } from './sealed-tables'
import { storing } from './storing'

/** How the user left the pages on the server that is worked on. All throw STORAGE. */
export interface KeptViews {
  all(): PageViews
  /** Takes the place of what was kept of that page; the last writer wins. */
  keep(name: ViewName, view: PageView): void
  clear(): void
}

/** @param server The identity of the server that is worked on: each has views of its own. */
export function createKeptViews(db: Sqlite, server: string): KeptViews {
  return {
    all: () =>
      storing(() => {
        const views: PageViews = {}
        for (const row of wholeRows(db, 'WHERE server = ?', [server])) {
          const [name, view] = [viewNameSchema.safeParse(row.page), viewIn(row.view)]
          if (name.success && view) views[name.data] = view
        }
        return views
      }),
    keep: (name, view) => {
      storing(() => {
        insertSealed(db, KEPT_VIEWS, { server, page: name, view: JSON.stringify(view) }, { or: 'REPLACE' })
      })
    },
    clear: () => {
      storing(() => {
        db.run('DELETE FROM kept_views WHERE server = ?', [server])
      })
    },
  }
}

/** What was kept while there was no file, into the file: it is the newer one. Throws STORAGE. */
export function adoptViews(from: Sqlite, to: Sqlite): void {
  storing(() => {
    for (const row of wholeRows(from, '', [])) insertSealed(to, KEPT_VIEWS, row, { or: 'REPLACE' })
  })
}

/** So much of a text is looked at. JSON takes some bytes more than what `LARGEST_VIEW` counts. */
const LONGEST_TEXT = LARGEST_VIEW * 8

/**
 * The rows that are what was written. One that is not is left out, and nothing more: for a forgotten filter nobody's pending
 * changes are held, as they are for damage to their own rows.
 */
function wholeRows(db: Sqlite, rest: string, params: readonly string[]): KeptViewRow[] {
  const limit = params.length > 0 ? `LIMIT ${VIEW_NAMES.length * 4}` : ''
  return db
    .all<RawRow>(`SELECT ${sealedColumns(KEPT_VIEWS)} FROM kept_views ${rest} ${limit}`, params)
    .map((raw) => readSealed(KEPT_VIEWS, db.mac, raw))
    .filter(({ seal }) => seal === 'whole')
    .map(({ row }) => row)
}

function viewIn(text: string): PageView | null {
  if (text.length > LONGEST_TEXT) return null
  try {
    return pageViewSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
