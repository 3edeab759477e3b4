import { computed, type ComputedRef, shallowRef } from 'vue'
import type { CheckChange } from './tree-checks'

/** What one act changed of one field: ids that came and went, or a value in the place of another. */
type TickStep = ({ readonly kind: 'ids'; readonly field: string } & CheckChange) | { readonly kind: 'value'; readonly field: string; readonly before: unknown; readonly after: unknown }

/** One act of a person: all of its steps come back, or go, together. */
export type TickAct = readonly TickStep[]

export interface TickHistory {
  readonly canUndo: ComputedRef<boolean>
  readonly canRedo: ComputedRef<boolean>
  /** Something was done: what had been undone before is no longer there to be redone. */
  note(act: TickAct): void
  /** The act that turns the last one round; null when there is none. */
  undo(): TickAct | null
  redo(): TickAct | null
}

/** More acts than anybody takes back one by one. */
const MOST_ACTS = 500

/**
 * What was ticked, to be taken back and done again. It keeps changes, not states: another person's ticks that a merge has
 * brought meanwhile stay when one's own are undone.
 */
export function createTickHistory(): TickHistory {
  const done = shallowRef<readonly TickAct[]>([])
  const undone = shallowRef<readonly TickAct[]>([])
  return {
    canUndo: computed(() => done.value.length > 0),
    canRedo: computed(() => undone.value.length > 0),
    note: (act) => {
      if (act.every(isEmpty)) return
      done.value = [...done.value, act].slice(-MOST_ACTS)
      undone.value = []
    },
    undo: () => {
      const act = done.value.at(-1)
      if (!act) return null
      done.value = done.value.slice(0, -1)
      undone.value = [...undone.value, act]
      return [...act].reverse().map(turnedRound)
    },
    redo: () => {
      const act = undone.value.at(-1)
      if (!act) return null
      undone.value = undone.value.slice(0, -1)
      done.value = [...done.value, act]
      return act
    },
  }
}

function turnedRound(step: TickStep): TickStep {
  return step.kind === 'ids' ? { ...step, added: step.removed, removed: step.added } : { ...step, before: step.after, after: step.before }
}

function isEmpty(step: TickStep): boolean {
  return step.kind === 'ids' ? step.added.length + step.removed.length === 0 : step.before === step.after
}
