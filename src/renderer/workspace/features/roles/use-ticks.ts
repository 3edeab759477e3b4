import { setChange } from '@shared/merge'
import type { RecordForm } from '../../records/record-editor'
import { applyChange, type CheckChange } from '../../ui/tree-checks'
import { createTickHistory, type TickAct, type TickHistory } from '../../ui/tick-history'

/** The history of each form, as long as the form itself: leaving its tab does not end it. */
const histories = new WeakMap<RecordForm, TickHistory>()

export interface Ticks {
  readonly history: TickHistory
  /** Changes one list of ids; false when there was nothing to change. */
  change(field: string, change: CheckChange): boolean
  /** Puts these values in place of those that stand, as one act. */
  put(values: Readonly<Record<string, unknown>>): void
  undo(): boolean
  redo(): boolean
}

/** Ticks of one form, each of which can be taken back. An edit of the form like any other: kept as a draft at once. */
export function useTicks(editor: RecordForm): Ticks {
  const history = histories.get(editor) ?? createTickHistory()
  histories.set(editor, history)
  const ids = (field: string): readonly number[] => editor.copy.value(field) as number[]

  function apply(act: TickAct): boolean {
    for (const step of act) editor.set(step.field, step.kind === 'ids' ? applyChange(ids(step.field), onlyNew(ids(step.field), step)) : step.after)
    return act.length > 0
  }

  return {
    history,
    change: (field, { added, removed }) => {
      if (added.length + removed.length === 0) return false
      const act: TickAct = [{ kind: 'ids', field, added, removed }]
      history.note(act)
      return apply(act)
    },
    put: (values) => {
      const act = Object.entries(values).map(([field, after]) => {
        const before = editor.copy.value(field)
        return Array.isArray(after) && Array.isArray(before) ? ({ kind: 'ids', field, ...setChange(before, after) } as const) : ({ kind: 'value', field, before, after } as const)
      })
      history.note(act)
      apply(act)
    },
    undo: () => apply(history.undo() ?? []),
    redo: () => apply(history.redo() ?? []),
  }
}

/** A merge may have brought, or taken, meanwhile what an act of before brings or takes. */
function onlyNew(present: readonly number[], { added, removed }: CheckChange): CheckChange {
  const there = new Set(present)
  return { added: added.filter((id) => !there.has(id)), removed }
}
