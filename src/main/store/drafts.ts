import { z } from 'zod'
import { type Draft, type DraftInput, draftSchema, type DraftSummary } from '@shared/drafts'
import { type KeptField, type KeptMarks, liveMarks, settled } from '@shared/kept'
import type { Fields } from '@shared/merge'
import { RESOURCES } from '@shared/resources/registry'
import { type ResourceName, resourceNameSchema } from '@shared/resources/resource'
import { failed } from '@shared/result'
import { DEMO_SERVER } from '@shared/server-identity'
import type { Sqlite } from '../sqlite/open'
import { storing } from './storing'
import type { ReadRow } from './sealed-row'
import { findSealed, type FoundRow, insertSealed, selectSealed, updateSealed } from './sealed-sql'
import { type DraftRow, DRAFTS } from './sealed-tables'

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

/** @param here The identity of the server that is worked on. */
export function createDrafts(db: Sqlite, wallMs: () => number, here: string | null = DEMO_SERVER): Drafts {
  const find = (draftId: string): FoundRow<DraftRow> | undefined => findSealed(db, DRAFTS, 'draft_id', draftId)
  const remove = (draftId: string): void => {
    db.run('DELETE FROM drafts WHERE draft_id = ?', [draftId])
  }
  const put = (draft: Omit<Draft, 'keptAt'>, keptAt: number): void => {
    const row: DraftRow = {
      draft_id: draft.draftId,
      resource: draft.resource,
      record_id: draft.recordId,
      title: draft.title,
      base: JSON.stringify(draft.base),
      edits: JSON.stringify(draft.edits),
      marks: marksText(draft.marks),
      cursor_field: draft.cursorField,
      kept_at: keptAt,
      server: draft.server,
    }
    storing(() => {
      insertSealed(db, DRAFTS, row, { or: 'REPLACE', isDamaged: draft.isDamaged ?? false })
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
    list: () => storing(() => selectSealed(db, DRAFTS, 'ORDER BY kept_at DESC').map(toSummary)),
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
          const found = find(draftId)
          // What a damaged one holds is nothing that anything could be taken out of.
          if (found?.seal !== 'whole') return
          const { edits, base, marks, resource } = toDraft(found)
          const { edits: left, marks: marked } = settled({ edits, base, sent, row: newBase, kept }, RESOURCES[resource].setFields)
          const live = liveMarks({ ...marks, ...marked }, left, newBase)
          if (Object.keys(left).length === 0) remove(draftId)
          else updateSealed(db, DRAFTS, { ...found, row: { ...found.row, base: JSON.stringify(newBase), edits: JSON.stringify(left), marks: marksText(live) } })
        })
      })
    },
  }
}

function marksText(marks: KeptMarks | undefined): string | null {
  return marks && Object.keys(marks).length > 0 ? JSON.stringify(marks) : null
}

function toSummary({ row, seal }: ReadRow<DraftRow>): DraftSummary {
  if (seal !== 'whole') return { ...damagedSummary(row), isDamaged: true }
  const marked = row.marks === null ? {} : { hasMarks: true }
  return { draftId: row.draft_id, resource: row.resource as ResourceName, recordId: row.record_id, title: row.title, keptAt: row.kept_at, server: row.server, ...marked }
}

function toDraft(read: ReadRow<DraftRow>): Draft {
  const { row } = read
  if (read.seal !== 'whole') return { ...toSummary(read), base: readable(row.base), edits: readable(row.edits), cursorField: null }
  return draftSchema.parse({
    ...toSummary(read),
    base: JSON.parse(row.base),
    edits: JSON.parse(row.edits),
    ...(row.marks === null ? {} : { marks: JSON.parse(row.marks) }),
    cursorField: row.cursor_field,
  })
}

/** With what a damaged row may lack, though no whole one does. */
function damagedSummary(row: { readonly [Column in keyof DraftRow]: DraftRow[Column] | null }): DraftSummary {
  const resource = resourceNameSchema.safeParse(row.resource).data ?? 'users'
  return { draftId: row.draft_id ?? '', resource, recordId: row.record_id ?? 0, title: row.title ?? '', keptAt: row.kept_at ?? 0, server: row.server }
}

function readable(text: string | null): Fields {
  try {
    return z
      .record(z.string(), z.unknown())
      .catch({})
      .parse(JSON.parse(text ?? ''))
  } catch {
    return {}
  }
}
