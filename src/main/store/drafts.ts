import { type Draft, type DraftInput, draftSchema, type DraftSummary } from '@shared/drafts'
import { type KeptField, type KeptMarks, liveMarks, marksOf } from '@shared/kept'
import { type Fields, sameValue, subtractSent } from '@shared/merge'
import type { ResourceName } from '@shared/resources/resource'
import { failed } from '@shared/result'
import { DEMO_SERVER } from '@shared/server-identity'
import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'

/** What is being typed, per form. Only an ok save (the sent part), Discard, or deleting the profile removes a draft. */
export interface Drafts {
  /**
   * Durable when it returns. Throws STORAGE, naming the cause; the form still holds what was typed.
   *
   * @param server The identity of the server that it was typed for, where it is not the one that is worked on now.
   */
  keep(draft: Omit<DraftInput, 'owner'>, server?: string): { keptAt: number }
  /** Takes over a draft from another store, with its time. */
  adopt(draft: Draft): void
  /** Newest first; names and times only. */
  list(): DraftSummary[]
  /** Throws NOT_FOUND. */
  read(draftId: string): Draft
  discard(draftId: string): void
  /**
   * After a save: exactly what was sent goes, what was typed since stays on the new base; an empty draft is removed. What
   * the server keeps otherwise than it was sent (`kept`) stays too, marked so, unless it was typed anew since.
   */
  settle(draftId: string, sent: Fields, newBase: Fields, kept?: readonly KeptField[]): void
}

interface Row {
  draft_id: string
  resource: ResourceName
  record_id: number
  title: string
  base: string
  edits: string
  marks: string | null
  cursor_field: string | null
  kept_at: number
  server: string | null
}

/** @param here The identity of the server that is worked on. */
export function createDrafts(db: Sqlite, wallMs: () => number, here: string | null = DEMO_SERVER): Drafts {
  const find = (draftId: string): Row | undefined => db.get<Row>('SELECT * FROM drafts WHERE draft_id = ?', [draftId])
  const remove = (draftId: string): void => {
    db.run('DELETE FROM drafts WHERE draft_id = ?', [draftId])
  }
  const put = (draft: Omit<Draft, 'keptAt'>, keptAt: number): void => {
    storing(() => {
      db.run(
        `INSERT INTO drafts (draft_id, resource, record_id, title, base, edits, marks, cursor_field, kept_at, server) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (draft_id) DO UPDATE SET record_id = excluded.record_id, title = excluded.title, base = excluded.base, edits = excluded.edits,
           marks = excluded.marks, cursor_field = excluded.cursor_field, kept_at = excluded.kept_at, server = excluded.server`,
        [draft.draftId, draft.resource, draft.recordId, draft.title, JSON.stringify(draft.base), JSON.stringify(draft.edits), marksText(draft.marks), draft.cursorField, keptAt, draft.server],
      )
    })
  }
  return {
    keep: (draft, server) => {
      const keptAt = wallMs()
      put({ ...draft, server: server ?? here }, keptAt)
      return { keptAt }
    },
    adopt: (draft) => {
      put(draft, draft.keptAt)
    },
    list: () => storing(() => db.all<Row>('SELECT * FROM drafts ORDER BY kept_at DESC').map(toSummary)),
    read: (draftId) => {
      const row = storing(() => find(draftId))
      if (!row) throw failed('NOT_FOUND', 'This draft is no longer there.')
      return toDraft(row)
    },
    discard: (draftId) => {
      storing(() => {
        remove(draftId)
      })
    },
    settle: (draftId, sent, newBase, kept = []) => {
      storing(() => {
        db.transaction(() => {
          const row = find(draftId)
          if (!row) return
          const { edits, marks } = toDraft(row)
          const marked = marksOf(kept.filter(({ field }) => !(field in edits) || sameValue(edits[field], sent[field])))
          const left = { ...subtractSent(edits, sent, newBase), ...valuesOf(marked) }
          const live = liveMarks({ ...marks, ...marked }, left, newBase)
          if (Object.keys(left).length === 0) remove(draftId)
          else db.run('UPDATE drafts SET base = ?, edits = ?, marks = ? WHERE draft_id = ?', [JSON.stringify(newBase), JSON.stringify(left), marksText(live), draftId])
        })
      })
    },
  }
}

function marksText(marks: KeptMarks | undefined): string | null {
  return marks && Object.keys(marks).length > 0 ? JSON.stringify(marks) : null
}

function valuesOf(marks: KeptMarks): Fields {
  return Object.fromEntries(Object.entries(marks).map(([field, { sent }]) => [field, sent]))
}

function toSummary(row: Row): DraftSummary {
  const marked = row.marks === null ? {} : { hasMarks: true }
  return { draftId: row.draft_id, resource: row.resource, recordId: row.record_id, title: row.title, keptAt: row.kept_at, server: row.server, ...marked }
}

function toDraft(row: Row): Draft {
  return draftSchema.parse({ ...toSummary(row), base: JSON.parse(row.base), edits: JSON.parse(row.edits), ...(row.marks === null ? {} : { marks: JSON.parse(row.marks) }), cursorField: row.cursor_field })
}
