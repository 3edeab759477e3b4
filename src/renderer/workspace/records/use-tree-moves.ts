import { ArrowDown, ArrowUp, FolderInput } from '@lucide/vue'
import { ROOT_ID } from '@shared/resources/field-rules'
import { parentFaultIn, parentsOf } from '@shared/resources/tree'
import { computed, shallowRef } from 'vue'
import type { GridSelection } from '../grid/grid-column'
import { branchOf, branchTops } from '../grid/tree-lines'
import type { RowMoves } from '../grid/use-row-moves'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import type { MenuAction } from '../ui/PopupMenu.vue'
import { useActionKeys } from '../ui/use-actions'
import type { ManySave } from './use-many-saves'
import { type TreeItem, type TreeMovesDeps, useTreeRuns } from './use-tree-runs'
import { useTreeDrops } from './use-tree-drops'
import { MOST_UNASKED, useTreeSteps } from './use-tree-steps'

/** So many warnings are told; of more their number. */
const MOST_WARNED = 10

export type TreeMoves<Of extends TreeItem> = ReturnType<typeof useTreeMoves<Of>>

/**
 * Moving the records of a tree: into another one, and among siblings. Each is an edit of `parentId` or `listorder`, saved like
 * that of a form, so it is offered, merged, refused and queued like any other. The server looks only for a record that
 * is its own parent: a longer circle is looked for here, in the tree as it is directly before each is sent, and by main once more.
 */
export function useTreeMoves<Of extends TreeItem>(deps: TreeMovesDeps<Of>) {
  const { type, rows, rights } = deps
  const { t, formats } = useText()
  const keys = useActionKeys()
  const announcer = useAnnouncer()
  const shared = useTreeRuns<Of>(deps)
  const { runs, asksFirst, nameOf, namesOf, rowOf, targetOf, isMeant, noteDone, applyDone, isQueued, sayRefusal } = shared
  const steps = useTreeSteps<Of>(deps, shared)
  const { step, stepLock } = steps
  const warnedOf = type.form.useWarned?.()
  const selection = shallowRef<GridSelection>({})
  /** Those for which a target is being chosen. */
  const asked = shallowRef<readonly Of[] | null>(null)
  const selected = computed(() => rows().filter(({ id }) => selection.value[String(id)] === true))

  const parents = computed(() => parentsOf(rows()))
  let held: { readonly of: readonly Of[]; readonly targetId: number; readonly names: Set<string> } | null = null
  /** The names in one place: looked for once, not for each row that goes there. */
  function namesIn(targetId: number): Set<string> {
    if (held?.of !== rows() || held.targetId !== targetId) {
      const below = rows().filter(({ parentId }) => parentId === targetId)
      held = { of: rows(), targetId, names: new Set(below.map(nameOf)) }
    }
    return held.names
  }

  /** Why this one cannot be put there; null when it can, or is there already. */
  function reasonOf(row: Of, targetId: number): string | null {
    const names = { name: nameOf(row), target: nameOf(targetOf(targetId)) }
    const locked = rights.update(row.id)
    if (locked !== null) return locked
    if (row.parentId === targetId) return null
    const fault = parentFaultIn(parents.value, row.id, targetId)
    if (fault !== null) return t(fault === 'parentBelow' ? 'moves.refused.below' : 'moves.refused.gone', names)
    if (deps.isNameUnique && namesIn(targetId).has(names.name)) return t('moves.refused.taken', names)
    return deps.refusal?.(row, targetOf(targetId)) ?? null
  }

  /** Why none of these can be put there; null when at least one can. One that would be put below itself is a slip of all of them. */
  function refusalOf(some: readonly Of[], targetId: number): string | null {
    const below = some.find((row) => row.id === targetId || parentFaultIn(parents.value, row.id, targetId) === 'parentBelow')
    if (below) return t('moves.refused.below', { name: nameOf(below) })
    const open = some.filter((row) => row.parentId !== targetId)
    if (open.length === 0) return t('moves.refused.there', { names: namesOf(some), target: nameOf(targetOf(targetId)) }, some.length)
    const reasons = open.map((row) => reasonOf(row, targetId))
    return reasons.includes(null) ? null : (reasons[0] ?? null)
  }

  /** What there is to warn of, by the ids of those that can be moved: as before a save of their form. */
  function warningsOf(all: readonly ManySave<Of>[]): ReadonlyMap<number, readonly string[]> {
    return new Map(
      all.flatMap(({ row, edits, reason }) => {
        const words = reason === null ? (warnedOf?.(row, { ...row, ...edits }) ?? []) : []
        return words.length > 0 ? [[row.id, words] as const] : []
      }),
    )
  }

  /**
   * Puts these into this one, or to the top.
   *
   * @param wanted all that are to be in there, in their order; left out: wherever their own numbers put them.
   */
  const move = (some: readonly Of[], targetId: number, wanted: readonly Of[] = []): Promise<void> => shared.alone('moves', () => moveNow(some, targetId, wanted))

  /** The new place of these, and the new numbers that it takes of them and of their siblings there. */
  function savesOf(some: readonly Of[], targetId: number, wanted: readonly Of[]): ManySave<Of>[] {
    const numbers = new Map(steps.numbered(wanted, some).map((save) => [save.row.id, save]))
    const moved = some.flatMap((row): ManySave<Of>[] => {
      const edits = { ...(row.parentId === targetId ? {} : { parentId: targetId }), ...numbers.get(row.id)?.edits }
      numbers.delete(row.id)
      return Object.keys(edits).length > 0 ? [{ row, edits, reason: reasonOf(row, targetId) }] : []
    })
    return [...moved, ...numbers.values()]
  }

  async function moveNow(some: readonly Of[], targetId: number, wanted: readonly Of[]): Promise<void> {
    const whose = runs.move.writes.whose()
    const refusal = refusalOf(some, targetId)
    if (refusal !== null) return sayRefusal(refusal)
    const all = savesOf(some, targetId, wanted)
    const taken = new Set(some)
    const moved = all.flatMap(({ row }) => (taken.has(row) ? [row] : []))
    const others = all.length - moved.length
    const target = nameOf(targetOf(targetId))
    const names = { names: namesOf(moved), target }
    const warnings = warningsOf(all)
    const text = [...new Set([...warnings.values()].flat())]
    const told = text.length > MOST_WARNED ? [...text.slice(0, MOST_WARNED), t('picker.more', { rows: formats.value.number(text.length - MOST_WARNED) })] : text
    const isAsked = asksFirst.value || told.length > 0 || others > MOST_UNASKED
    if (isAsked && !(await isMeant(t('moves.review.move', names), [...told, ...(others > 0 ? steps.othersText(all.length) : [])], all, told.length > 0))) return
    await deps.refresh()
    runs.move.about.value = t('moves.into', { target })
    const after = (row: Of): void => {
      noteDone(row)
      namesIn(targetId).add(nameOf(row))
    }
    const isWhole = await runs.move.run(all, { whose, before: ({ row }) => reasonNow(row, targetId), after })
    deps.onWarned?.(applyDone().filter(({ id }) => warnings.has(id)))
    if (targetId !== ROOT_ID) deps.openWayTo(targetId)
    await deps.refresh()
    const [first] = moved
    if (first) deps.grid.value?.goTo(first.id)
    if (!isWhole) return
    unselect(some)
    announcer.say(t(isQueued(runs.move) ? 'moves.queued' : 'moves.done', names, moved.length))
    // One that went through needs no more than a word; several stay to be read.
    if (runs.move.writes.results.value.length === 1) runs.move.writes.forget()
  }

  /** As it stands in the tree now, not as it was when it was chosen: another person, or a move before this one, may have turned it round. */
  function reasonNow(row: Of, targetId: number): string | null {
    const now = rowOf(row.id)
    // What is gone, or is there already, the save itself tells.
    return now === undefined ? null : reasonOf(now, targetId)
  }

  /** What comes along with another of them anyway is not moved by itself. */
  const chosenTops = (): readonly Of[] => branchTops(rows(), new Set(selected.value.map(({ id }) => id)))
  /** The chosen rows where this one is one of them, else this one. */
  const taken = (row: Of): readonly Of[] => (selection.value[String(row.id)] === true ? chosenTops() : [row])
  /** These, and of what came along with a chosen one. */
  function unselect(some: readonly Of[]): void {
    const gone = branchOf(rows(), ...some.map(({ id }) => id).filter((id) => selection.value[String(id)] === true))
    selection.value = Object.fromEntries(Object.entries(selection.value).filter(([id]) => !gone.has(Number(id))))
  }
  const drops = useTreeDrops<Of>(deps, { ...shared, steps, refusalOf, move })
  const gridMoves: RowMoves<Of> = { taken, lock: (row) => rights.update(row.id), ...drops, step, say: sayRefusal }

  return {
    selection,
    selected,
    asked,
    grid: gridMoves,
    runs,
    rowOf,
    nameOf,
    namesOf,
    /** All that can be a target: not the moved ones, nor what is below them. */
    targetsFor: (some: readonly Of[]): readonly Of[] => {
      const moved = branchOf(rows(), ...some.map(({ id }) => id))
      return rows().filter(({ id }) => !moved.has(id))
    },
    refusalOf,
    /** Of a target that is none of them nor below: the reasons that can be told of thousands of targets at once. */
    targetLock: (some: readonly Of[], targetId: number): string | null => {
      if (some.every(({ parentId }) => parentId === targetId)) return t('moves.refused.there', { names: namesOf(some), target: nameOf(targetOf(targetId)) }, some.length)
      const target = targetOf(targetId)
      let first: string | null = null
      for (const row of some) {
        const reason = deps.refusal?.(row, target) ?? null
        if (reason === null) return null
        first ??= reason
      }
      return first
    },
    move,
    /** Asks where to: the chosen rows where this one is one of them, or where none is named. */
    ask: (row?: Of): void => {
      const some = row ? taken(row) : chosenTops()
      const locked = some.map(({ id }) => rights.update(id)).find((reason) => reason !== null)
      if (locked) announcer.say(locked)
      else if (some.length > 0) asked.value = some
    },
    /** No target is chosen any more. */
    cancel: (): void => {
      asked.value = null
    },
    clearSelection: (): void => {
      selection.value = {}
    },
    /** For the menu of a row. */
    actions: (row: Of): readonly MenuAction[] => [
      {
        key: 'move',
        label: taken(row).length > 1 ? t('moves.menu.moveMany', { rows: formats.value.number(taken(row).length) }) : t('moves.menu.move'),
        icon: FolderInput,
        reason: rights.update(row.id),
      },
      { key: 'up', label: t('moves.menu.up'), icon: ArrowUp, keys: keys.shown('moveUp'), reason: stepLock(row, -1) },
      { key: 'down', label: t('moves.menu.down'), icon: ArrowDown, keys: keys.shown('moveDown'), reason: stepLock(row, 1) },
    ],
    step,
  }
}
