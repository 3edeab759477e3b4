import type { Fields } from '@shared/merge'
import { reordered } from '../grid/reorder'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import type { ManySave } from './use-many-saves'
import { useRecordWords } from './use-record-words'
import type { TreeItem, TreeMovesDeps, TreeRuns } from './use-tree-runs'

/** More new numbers than these are shown before they go: whoever moves one row may not expect them. */
export const MOST_UNASKED = 10

export type TreeSteps<Of extends TreeItem> = ReturnType<typeof useTreeSteps<Of>>

/** Moving records of a tree among their siblings: an edit of `listorder`, of as few of them as can be. */
export function useTreeSteps<Of extends TreeItem>(deps: TreeMovesDeps<Of>, shared: TreeRuns<Of>) {
  const { rows, rights } = deps
  const { runs, asksFirst, nameOf, namesOf, rowOf, isMeant, noteDone, applyDone, isQueued, sayRefusal } = shared
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const words = useRecordWords().of(deps.type.name)

  /** Why siblings cannot be put into another order as the list is shown just now; null when they can. */
  function orderLock(): string | null {
    const sort = deps.sort()
    const isOwn = sort.length === 0 || (sort.length === 1 && sort[0]?.field === 'listorder' && sort[0].direction === deps.direction)
    if (!isOwn) return t('moves.order.sorted', { field: words.label('listorder') })
    return deps.isSearching() ? t('moves.order.searching') : null
  }
  const siblingsIn = (parentId: number): readonly Of[] => rows().filter((row) => row.parentId === parentId)
  /** The place to which it would go; null: it is the first, or the last, already. */
  function placeAfter(row: Of, by: number): { readonly from: number; readonly to: number; readonly siblings: readonly Of[] } | null {
    const siblings = siblingsIn(row.parentId)
    const from = siblings.findIndex(({ id }) => id === row.id)
    const to = Math.min(siblings.length - 1, Math.max(0, from + by))
    return from < 0 || to === from ? null : { from, to, siblings }
  }
  function stepLock(row: Of, by: number): string | null {
    const locked = rights.update(row.id) ?? orderLock()
    if (locked !== null) return locked
    return placeAfter(row, by) === null ? t(by < 0 ? 'moves.order.first' : 'moves.order.last', { name: nameOf(row) }) : null
  }

  /** Steps that are still to be made, in all of each row: those that are asked for while one is on its way go as one. */
  const further = new Map<number, number>()

  async function step({ id }: Of, by: 1 | -1): Promise<void> {
    if (shared.isStepping()) return void further.set(id, (further.get(id) ?? 0) + by)
    await shared.alone('steps', async () => {
      further.set(id, by)
      try {
        for (let [next] = further; next !== undefined; [next] = further) {
          further.delete(next[0])
          await place(...next)
        }
      } finally {
        further.clear()
      }
    })
  }

  async function place(id: number, by: number): Promise<void> {
    if (by === 0) return
    const row = rowOf(id)
    const places = row ? placeAfter(row, by) : null
    const lock = row ? stepLock(row, by) : null
    if (!row || !places || lock !== null) return sayRefusal(lock ?? t('moves.refused.lost'))
    const { from, to, siblings } = places
    await arrange([row], siblings.toSpliced(from, 1).toSpliced(to, 0, row))
  }

  /** The new numbers of siblings that are to stand in this order, as edits of those that need one. */
  function numbered(wanted: readonly Of[], moved: readonly Of[]): ManySave<Of>[] {
    const numbers = reordered(wanted, deps.direction, new Set(moved.map(({ id }) => id)))
    return wanted.flatMap((one): ManySave<Of>[] => {
      const listorder = numbers.get(one.id)
      return listorder === undefined ? [] : [{ row: one, edits: { listorder } satisfies Fields, reason: rights.update(one.id) }]
    })
  }

  /** That others change as well, for the question beforehand. */
  const othersText = (count: number): readonly string[] => (count > 1 ? [t('moves.order.others', { rows: formats.value.number(count) })] : [])

  /** Puts siblings into this order, for the sake of those that were moved. */
  async function arrange(moved: readonly Of[], wanted: readonly Of[]): Promise<void> {
    const [first] = moved
    if (!first) return
    const whose = runs.order.writes.whose()
    const all = numbered(wanted, moved)
    const locked = all.find(({ reason }) => reason !== null)
    if (locked) return announcer.say(locked.reason ?? '')
    const isAsked = asksFirst.value || all.length > MOST_UNASKED
    if (isAsked && !(await isMeant(t('moves.review.order', { name: namesOf(moved) }), othersText(all.length), all))) return
    runs.order.about.value = t('moves.order.of', { name: namesOf(moved) })
    const isWhole = await runs.order.run(all, { whose, after: noteDone })
    applyDone()
    await deps.refresh()
    deps.grid.value?.goTo(first.id)
    if (!isWhole) return
    const told = { name: namesOf(moved), place: formats.value.number(wanted.indexOf(first) + 1), all: formats.value.number(wanted.length) }
    announcer.say(formats.value.sentences([t('moves.order.done', told, moved.length), isQueued(runs.order) ? t('moves.order.queued') : null]))
    runs.order.writes.forget()
  }

  return { step, stepLock, orderLock, siblingsIn, numbered, othersText, arrange: (moved: readonly Of[], wanted: readonly Of[]) => shared.alone('steps', () => arrange(moved, wanted)) }
}
