import { onScopeDispose, type Ref, shallowRef } from 'vue'
import { useActionKeys } from '../ui/use-actions'

/** A closed branch under the pointer opens after so long, in milliseconds: what is below it can be a target, too. */
const OPENS_AFTER_MS = 700

/** Into a row, or between two: before or after one of them, as its sibling. */
export type DropSide = 'into' | 'before' | 'after'

/** Where a drop would go. A row of null is the top, which the grid's header stands for. */
export interface DropPlace<Row> {
  readonly onto: Row | null
  readonly side: DropSide
}

/** How the rows of a tree may be moved. */
export interface RowMoves<Row> {
  /** Those that go along when this one is dragged. */
  readonly taken: (row: Row) => readonly Row[]
  /** Why this one cannot be moved; null when it can. */
  readonly lock: (row: Row) => string | null
  /** False where places among siblings mean nothing, as in a list that is sorted by name: then a row is a target with all of its height. */
  readonly hasPlaces: () => boolean
  /** Why these cannot be put there; null when they can. */
  readonly refusal: (rows: readonly Row[], place: DropPlace<Row>) => string | null
  /** What a drop would do, in words. */
  readonly words: (rows: readonly Row[], place: DropPlace<Row>) => string
  readonly drop: (rows: readonly Row[], place: DropPlace<Row>) => unknown
  /** By one place among its siblings, -1: up. */
  readonly step: (row: Row, by: 1 | -1) => unknown
  /** Something that did not come about, in words. */
  readonly say: (words: string) => void
}

/** A drag over the grid: where it would go, what would come of it, and where the pointer is, in CSS pixels of the window. */
export interface RowDrag<Row> {
  readonly rows: readonly Row[]
  /** Null: over none. */
  readonly place: DropPlace<Row> | null
  readonly words: string
  readonly isRefused: boolean
  readonly x: number
  readonly y: number
}

export interface RowMovesDeps<Row> {
  readonly moves: () => RowMoves<Row> | undefined
  readonly rows: () => readonly Row[]
  readonly scroller: Ref<HTMLElement | null>
  readonly cursorRow: () => number
  /** Whether what is below it is shown; null: there is nothing below it. */
  readonly isOpen: (row: Row) => boolean | null
  readonly open: (row: Row) => void
}

/** So much of a row's height, at each of its ends, is the place between it and the next one. */
const EDGE = 0.25

/** No program takes it: what is dragged is a row of this list, and nothing outside of it. */
const KIND = 'application/x-holdfast-rows'

/**
 * Moving rows of a tree in the grid: a drag into another row or between two, and Alt+↑ and Alt+↓ among siblings. The drag is the platform's
 * own, which scrolls at the edges and ends by Escape. Other drags, of files or texts, are none of it.
 */
export function useRowMoves<Row>({ moves, rows, scroller, cursorRow, isOpen, open }: RowMovesDeps<Row>) {
  const keys = useActionKeys()
  const drag = shallowRef<RowDrag<Row> | null>(null)
  let opening: { readonly row: Row; readonly timer: ReturnType<typeof setTimeout> } | null = null

  function stopOpening(): void {
    if (opening) clearTimeout(opening.timer)
    opening = null
  }
  function openSoon(row: Row | null): void {
    if (opening?.row === row) return
    stopOpening()
    if (row === null || isOpen(row) !== false) return
    opening = { row, timer: setTimeout(() => open(row), OPENS_AFTER_MS) }
  }
  onScopeDispose(stopOpening)

  /** The row under the pointer, with its element; the header stands for the top. */
  function under(event: Event): { readonly row: Row | null; readonly element: Element } | null {
    if (!(event.target instanceof Element) || !scroller.value?.contains(event.target)) return null
    const head = event.target.closest('.grid-head')
    if (head) return { row: null, element: head }
    const element = event.target.closest<HTMLElement>('[data-at]')
    const row = rows()[Number(element?.dataset['at'] ?? Number.NaN)]
    return element && row !== undefined ? { row, element } : null
  }
  function placeOf(event: DragEvent, how: RowMoves<Row>): DropPlace<Row> | null {
    const found = under(event)
    if (!found) return null
    const { row, element } = found
    return { onto: row, side: row === null || !how.hasPlaces() ? 'into' : sideOf(row, element, event.clientY) }
  }
  function sideOf(row: Row, element: Element, y: number): DropSide {
    const { top, height } = element.getBoundingClientRect()
    const share = height > 0 ? (y - top) / height : EDGE
    if (share < EDGE) return 'before'
    // Below an open branch lies its first child, and before that one is a place of its own.
    return share > 1 - EDGE && isOpen(row) !== true ? 'after' : 'into'
  }

  function onDragStart(event: DragEvent): void {
    const how = moves()
    const row = under(event)?.row ?? null
    if (!how || row === null) return
    const lock = how.lock(row)
    if (lock !== null) {
      event.preventDefault()
      return how.say(lock)
    }
    event.dataTransfer?.setData(KIND, '')
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    drag.value = { rows: how.taken(row), place: null, words: '', isRefused: false, x: event.clientX, y: event.clientY }
  }

  function onDragOver(event: DragEvent): void {
    const how = moves()
    if (!drag.value || !how) return
    const place = placeOf(event, how)
    openSoon(place?.side === 'into' ? place.onto : null)
    const { rows: taken, place: before } = drag.value
    const at = { x: event.clientX, y: event.clientY }
    // Asked once for each place, not at each move of the pointer: a thousand rows may be on their way.
    if (place?.onto === before?.onto && place?.side === before?.side) drag.value = { ...drag.value, ...at }
    else {
      const refusal = place && how.refusal(taken, place)
      drag.value = { rows: taken, place, words: refusal ?? (place ? how.words(taken, place) : ''), isRefused: refusal !== null, ...at }
    }
    // What is not taken here the platform refuses by itself, and shows so at the pointer.
    if (place === null || drag.value.isRefused) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'move'
  }

  function onDrop(event: DragEvent): void {
    const how = moves()
    const ended = end()
    if (!ended || !how) return
    event.preventDefault()
    const place = placeOf(event, how)
    if (place === null) return
    const refusal = how.refusal(ended.rows, place)
    if (refusal === null) void how.drop(ended.rows, place)
    else how.say(refusal)
  }

  /** Cancelled, or let go where it is not taken: said why, where there is a reason. */
  function onDragEnd(): void {
    const ended = end()
    if (ended?.isRefused) moves()?.say(ended.words)
  }
  function onDragLeave({ relatedTarget }: DragEvent): void {
    if (!drag.value || (relatedTarget instanceof Node && scroller.value?.contains(relatedTarget))) return
    stopOpening()
    drag.value = { ...drag.value, place: null, words: '', isRefused: false }
  }

  function end(): RowDrag<Row> | null {
    stopOpening()
    const ended = drag.value
    drag.value = null
    return ended
  }

  /** One place up or down; false for every other key. */
  function byKey(event: KeyboardEvent): boolean {
    const by = keys.is(event, 'moveUp') ? -1 : keys.is(event, 'moveDown') ? 1 : null
    const how = moves()
    const row = rows()[cursorRow()]
    if (!how || by === null || row === undefined) return false
    void how.step(row, by)
    return true
  }

  return { drag, byKey, on: { dragstart: onDragStart, dragover: onDragOver, drop: onDrop, dragend: onDragEnd, dragleave: onDragLeave } }
}
