import { onScopeDispose, type Ref, shallowRef } from 'vue'

/** A closed branch under the pointer opens after so long, in milliseconds: what is below it can be a target, too. */
const OPENS_AFTER_MS = 700

/** How the rows of a tree may be moved. A target of null is the top, which the grid's header stands for. */
export interface RowMoves<Row> {
  /** Those that go along when this one is dragged. */
  readonly taken: (row: Row) => readonly Row[]
  /** Why this one cannot be moved; null when it can. */
  readonly lock: (row: Row) => string | null
  /** Why these cannot be put into this one; null when they can. */
  readonly refusal: (rows: readonly Row[], onto: Row | null) => string | null
  /** What a drop would do, in words. */
  readonly words: (rows: readonly Row[], onto: Row | null) => string
  readonly drop: (rows: readonly Row[], onto: Row | null) => unknown
  /** By one place among its siblings, -1: up. */
  readonly step: (row: Row, by: 1 | -1) => unknown
  /** Something that did not come about, in words. */
  readonly say: (words: string) => void
}

/** A drag over the grid: where it would go, what would come of it, and where the pointer is, in CSS pixels of the window. */
export interface RowDrag<Row> {
  readonly rows: readonly Row[]
  /** Undefined: over none. */
  readonly onto: Row | null | undefined
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
  readonly isClosed: (row: Row) => boolean
  readonly open: (row: Row) => void
}

/** No program takes it: what is dragged is a row of this list, and nothing outside of it. */
const KIND = 'application/x-holdfast-rows'

/**
 * Moving rows of a tree in the grid: a drag into another row, and Alt+↑ and Alt+↓ among siblings. The drag is the platform's
 * own, which scrolls at the edges and ends by Escape. Other drags, of files or texts, are none of it.
 */
export function useRowMoves<Row>({ moves, rows, scroller, cursorRow, isClosed, open }: RowMovesDeps<Row>) {
  const drag = shallowRef<RowDrag<Row> | null>(null)
  let opening: { readonly row: Row; readonly timer: ReturnType<typeof setTimeout> } | null = null

  function stopOpening(): void {
    if (opening) clearTimeout(opening.timer)
    opening = null
  }
  function openSoon(row: Row | null | undefined): void {
    if (opening?.row === row) return
    stopOpening()
    if (row === null || row === undefined || !isClosed(row)) return
    opening = { row, timer: setTimeout(() => open(row), OPENS_AFTER_MS) }
  }
  onScopeDispose(stopOpening)

  /** The row under the pointer; null: the header, and with it the top; undefined: none. */
  function targetOf(event: Event): Row | null | undefined {
    if (!(event.target instanceof Element) || !scroller.value?.contains(event.target)) return undefined
    if (event.target.closest('.grid-head')) return null
    const at = event.target.closest<HTMLElement>('[data-at]')?.dataset['at']
    return at === undefined ? undefined : rows()[Number(at)]
  }

  function onDragStart(event: DragEvent): void {
    const how = moves()
    const row = targetOf(event)
    if (!how || row === null || row === undefined) return
    const lock = how.lock(row)
    if (lock !== null) {
      event.preventDefault()
      return how.say(lock)
    }
    event.dataTransfer?.setData(KIND, '')
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    drag.value = { rows: how.taken(row), onto: undefined, words: '', isRefused: false, x: event.clientX, y: event.clientY }
  }

  function onDragOver(event: DragEvent): void {
    const how = moves()
    if (!drag.value || !how) return
    const onto = targetOf(event)
    openSoon(onto)
    const { rows: taken } = drag.value
    const at = { x: event.clientX, y: event.clientY }
    // Asked once for each target, not at each move of the pointer: a thousand rows may be on their way.
    if (onto === drag.value.onto) drag.value = { ...drag.value, ...at }
    else {
      const refusal = onto === undefined ? null : how.refusal(taken, onto)
      drag.value = { rows: taken, onto, words: refusal ?? (onto === undefined ? '' : how.words(taken, onto)), isRefused: refusal !== null, ...at }
    }
    // What is not taken here the platform refuses by itself, and shows so at the pointer.
    if (onto === undefined || drag.value.isRefused) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'move'
  }

  function onDrop(event: DragEvent): void {
    const how = moves()
    const ended = end()
    if (!ended || !how) return
    event.preventDefault()
    const onto = targetOf(event)
    if (onto === undefined) return
    const refusal = how.refusal(ended.rows, onto)
    if (refusal === null) void how.drop(ended.rows, onto)
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
    drag.value = { ...drag.value, onto: undefined, words: '', isRefused: false }
  }

  function end(): RowDrag<Row> | null {
    stopOpening()
    const ended = drag.value
    drag.value = null
    return ended
  }

  /** Alt+↑ and Alt+↓; false for every other key. */
  function byKey(event: KeyboardEvent): boolean {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
    const how = moves()
    const row = rows()[cursorRow()]
    if (!how || by === null || row === undefined || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
    void how.step(row, by)
    return true
  }

  return { drag, byKey, on: { dragstart: onDragStart, dragover: onDragOver, drop: onDrop, dragend: onDragEnd, dragleave: onDragLeave } }
}
