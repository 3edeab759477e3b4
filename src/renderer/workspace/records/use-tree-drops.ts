import { ROOT_ID } from '@shared/resources/field-rules'
import type { DropPlace, RowMoves } from '../grid/use-row-moves'
import { useText } from '../i18n/use-text'
import type { TreeItem, TreeMovesDeps, TreeRuns } from './use-tree-runs'
import type { TreeSteps } from './use-tree-steps'

export interface TreeDropsParts<Of extends TreeItem> extends Pick<TreeRuns<Of>, 'nameOf' | 'namesOf' | 'targetOf'> {
  readonly steps: Pick<TreeSteps<Of>, 'orderLock' | 'siblingsIn' | 'arrange'>
  /** Why none of these can be put in there; null when at least one can. */
  readonly refusalOf: (some: readonly Of[], targetId: number) => string | null
  readonly move: (some: readonly Of[], targetId: number, wanted?: readonly Of[]) => Promise<void>
}

/**
 * What a drag over the rows of a tree comes to: into a row it is a move, between two of its siblings another order, and between two
 * rows that stand elsewhere both at once.
 */
export function useTreeDrops<Of extends TreeItem>({ rights }: Pick<TreeMovesDeps<Of>, 'rights'>, parts: TreeDropsParts<Of>): Pick<RowMoves<Of>, 'hasPlaces' | 'refusal' | 'words' | 'drop'> {
  const { steps, nameOf, namesOf, targetOf, refusalOf, move } = parts
  const { t } = useText()

  /** All that would stand where that row is, with these directly before or after it; null: into a row, in which they find their own place. */
  function orderAt(some: readonly Of[], { onto, side }: DropPlace<Of>): readonly Of[] | null {
    if (onto === null || side === 'into') return null
    const taken = new Set(some)
    const others = steps.siblingsIn(onto.parentId).filter((row) => !taken.has(row))
    const at = others.indexOf(onto)
    // Beside one of their own: where that one stands already.
    if (at < 0) return steps.siblingsIn(onto.parentId)
    return others.toSpliced(side === 'before' ? at : at + 1, 0, ...some)
  }
  const isOrder = (some: readonly Of[], parentId: number): boolean => some.every((row) => row.parentId === parentId)

  function refusal(some: readonly Of[], place: DropPlace<Of>): string | null {
    const wanted = orderAt(some, place)
    const { onto } = place
    if (wanted === null || onto === null) return refusalOf(some, onto?.id ?? ROOT_ID)
    if (!isOrder(some, onto.parentId)) return refusalOf(some, onto.parentId)
    const siblings = steps.siblingsIn(onto.parentId)
    if (wanted.every((row, at) => row === siblings[at])) return t('moves.order.there', { names: namesOf(some) }, some.length)
    return some.map(({ id }) => rights.update(id)).find((reason) => reason !== null) ?? null
  }

  function words(some: readonly Of[], { onto, side }: DropPlace<Of>): string {
    const names = namesOf(some)
    if (onto === null || side === 'into') return t('moves.drag.into', { names, target: nameOf(onto) })
    const beside = { names, beside: nameOf(onto) }
    if (isOrder(some, onto.parentId)) return t(side === 'before' ? 'moves.drag.before' : 'moves.drag.after', beside)
    return t(side === 'before' ? 'moves.drag.intoBefore' : 'moves.drag.intoAfter', { ...beside, target: nameOf(targetOf(onto.parentId)) })
  }

  function drop(some: readonly Of[], place: DropPlace<Of>): Promise<void> {
    const wanted = orderAt(some, place)
    const { onto } = place
    if (wanted === null || onto === null) return move(some, onto?.id ?? ROOT_ID)
    return isOrder(some, onto.parentId) ? steps.arrange(some, wanted) : move(some, onto.parentId, wanted)
  }

  return { hasPlaces: () => steps.orderLock() === null, refusal, words, drop }
}
