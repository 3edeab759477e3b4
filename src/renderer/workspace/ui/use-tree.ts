import { computed, type ComputedRef, type Ref, ref, shallowRef } from 'vue'
import { type CheckMode, countChecks, type TreeChecks } from './tree-checks'
import { foldText, indexTree, isBranch, placesAbove, searchTree, shownPlaces, siblingPlaces, type TreeIndex, type TreeNode, type TreeSearch } from './tree-model'

export interface TreeDeps {
  /** Asked for when the tree is first on screen, and again whenever it changes. */
  readonly nodes: () => readonly TreeNode[]
  readonly checked: () => ReadonlySet<number>
  readonly mode: () => CheckMode
  /** How many rows a page key goes. */
  readonly pageRows: () => number
}

/** A tree on screen: what is open, what is searched for, where the cursor stands. It draws nothing and touches no element. */
export interface TreeControl {
  readonly index: ComputedRef<TreeIndex>
  readonly search: ComputedRef<TreeSearch | null>
  /** The places on screen, top to bottom. */
  readonly rows: ComputedRef<readonly number[]>
  readonly checks: ComputedRef<TreeChecks>
  readonly mode: ComputedRef<CheckMode>
  readonly query: Readonly<Ref<string>>
  readonly isOnlyChosen: ComputedRef<boolean>
  /** The row with the cursor; -1 when there is none. */
  readonly activeRow: ComputedRef<number>
  isOpen(place: number): boolean
  setOpen(places: readonly number[], isOpen: boolean): void
  activate(place: number): void
  find(text: string): void
  /** Shows what is chosen just now, and nothing else; what is taken away stays in sight until this is asked for again. */
  showOnlyChosen(isWanted: boolean): void
  /** Shows these ids, with the ways to them; null: all. */
  showOnly(ids: ReadonlySet<number> | null): void
  /** Opens the ways to what is chosen and goes to the first of it. */
  openAtChosen(): void
  /** A key of the authoring practices' tree pattern; false when it is none. */
  press(key: string): boolean
  /** Goes to the next row that begins with what was typed, as in any list of the desktop. */
  typeAhead(letter: string, nowMs: number): void
}

/** Up to here a tree opens whole; a larger one shows its top. */
const WHOLE_TREE = 200
/** Letters that follow one another within this time are one word. */
const typeAheadMs = 700

export function useTree(deps: TreeDeps): TreeControl {
  const index = computed(() => indexTree(deps.nodes()))
  const checks = computed(() => countChecks(index.value, deps.checked(), deps.mode()))
  const query = ref('')
  const only = shallowRef<ReadonlySet<number> | null>(null)
  const labels = computed(() => index.value.nodes.map(({ label }) => foldText(label)))
  const keywords = computed(() => index.value.nodes.map((node) => (node.keywords === undefined ? '' : foldText(node.keywords))))
  const search = computed(() => {
    const wanted = foldText(query.value)
    const chosen = only.value
    if (wanted === '' && chosen === null) return null
    return searchTree(
      index.value,
      ({ id }, place) => (chosen === null || chosen.has(id)) && (wanted === '' || (labels.value[place] ?? '').includes(wanted) || (keywords.value[place] ?? '').includes(wanted)),
    )
  })
  const openness = useOpenness(index, search)
  const rows = computed(() => shownPlaces(index.value, openness.isOpen, search.value))
  const cursor = useCursor(index, rows)
  let isFresh = true

  function find(text: string): void {
    if (text === query.value) return
    query.value = text
    afterSearch()
  }

  function showOnly(ids: ReadonlySet<number> | null): void {
    only.value = ids
    afterSearch()
  }

  /** The cursor goes to what is called just so, else to the first match; when all is shown again it stays where it is, with the way there open. */
  function afterSearch(): void {
    openness.forgetSearch()
    const found = search.value
    const wanted = foldText(query.value)
    const exact = wanted === '' ? -1 : labels.value.findIndex((label, place) => label === wanted && found?.isMatch[place] === 1)
    if (found) cursor.set(exact >= 0 ? exact : found.isMatch.indexOf(1))
    else openness.setOpen(placesAbove(index.value, cursor.wanted()), true)
  }

  function openAtChosen(): void {
    const tree = index.value
    const chosen = [...deps.checked()].map((id) => tree.placeOf(id)).filter((place) => place >= 0)
    const open = chosen.flatMap((place) => placesAbove(tree, place))
    if (isFresh && tree.nodes.length <= WHOLE_TREE) open.push(...tree.nodes.keys())
    else if (isFresh && tree.end[0] === tree.nodes.length) open.push(0)
    isFresh = tree.nodes.length === 0
    openness.setOpen(open, true)
    cursor.set(chosen.length > 0 ? chosen.reduce((first, place) => Math.min(first, place)) : 0)
  }

  return {
    index,
    search,
    rows,
    checks,
    mode: computed(deps.mode),
    query,
    isOnlyChosen: computed(() => only.value !== null),
    activeRow: cursor.row,
    isOpen: openness.isOpen,
    setOpen: openness.setOpen,
    activate: cursor.set,
    find,
    showOnlyChosen: (isWanted) => showOnly(isWanted ? new Set(deps.checked()) : null),
    showOnly,
    openAtChosen,
    press: (key) => pressKey(key, { index, rows, cursor, openness, pageRows: deps.pageRows }),
    typeAhead: createTypeAhead(labels, rows, cursor),
  }
}

interface Openness {
  isOpen(place: number): boolean
  setOpen(places: readonly number[], isOpen: boolean): void
  forgetSearch(): void
}

/** What is open, by id, so that it survives another list of nodes. A search has its own: the ways to matches are open in it. */
function useOpenness(index: ComputedRef<TreeIndex>, search: ComputedRef<TreeSearch | null>): Openness {
  const open = shallowRef<ReadonlySet<number>>(new Set())
  const turned = shallowRef<ReadonlySet<number>>(new Set())
  const idAt = (place: number): number => index.value.nodes[place]?.id ?? Number.NaN
  const isLeading = (place: number): boolean => search.value?.leadsToMatch[place] === 1

  function isOpen(place: number): boolean {
    return search.value === null ? open.value.has(idAt(place)) : isLeading(place) !== turned.value.has(idAt(place))
  }

  function setOpen(places: readonly number[], isWanted: boolean): void {
    const target = search.value === null ? open : turned
    const next = new Set(target.value)
    for (const place of places) {
      if (!isBranch(index.value, place)) continue
      const isIn = search.value === null ? isWanted : isLeading(place) !== isWanted
      if (isIn) next.add(idAt(place))
      else next.delete(idAt(place))
    }
    target.value = next
  }

  return { isOpen, setOpen, forgetSearch: () => (turned.value = new Set()) }
}

interface Cursor {
  readonly row: ComputedRef<number>
  /** The place of its row; -1 when there is none. */
  place(): number
  /** Where it was put, on screen or not. */
  wanted(): number
  set(place: number): void
}

/** Where the cursor stands. Its row may go, by closing, searching or new data: then it is at the nearest shown one above. */
function useCursor(index: ComputedRef<TreeIndex>, rows: ComputedRef<readonly number[]>): Cursor {
  const at = shallowRef<{ readonly place: number; readonly id: number | undefined }>({ place: 0, id: undefined })
  const wanted = computed(() => {
    const { place, id } = at.value
    return id === undefined || index.value.nodes[place]?.id === id ? place : Math.max(0, index.value.placeOf(id))
  })
  const row = computed(() => (rows.value.length === 0 ? -1 : Math.max(0, lastAtMost(rows.value, wanted.value))))
  return {
    row,
    place: () => rows.value[row.value] ?? -1,
    wanted: () => wanted.value,
    set: (place) => {
      at.value = { place, id: index.value.nodes[place]?.id }
    },
  }
}

interface KeyScene {
  readonly index: ComputedRef<TreeIndex>
  readonly rows: ComputedRef<readonly number[]>
  readonly cursor: Cursor
  readonly openness: Openness
  readonly pageRows: () => number
}

function pressKey(key: string, scene: KeyScene): boolean {
  const { index, rows, cursor, openness, pageRows } = scene
  const place = cursor.place()
  const toRow = (row: number): void => cursor.set(rows.value[Math.max(0, Math.min(row, rows.value.length - 1))] ?? 0)
  const above = index.value.parent[place] ?? -1
  const canOpen = place >= 0 && isBranch(index.value, place)
  const steps: Readonly<Record<string, () => void>> = {
    ArrowDown: () => toRow(cursor.row.value + 1),
    ArrowUp: () => toRow(cursor.row.value - 1),
    PageDown: () => toRow(cursor.row.value + pageRows()),
    PageUp: () => toRow(cursor.row.value - pageRows()),
    Home: () => toRow(0),
    End: () => toRow(rows.value.length - 1),
    ArrowRight: () => (canOpen && openness.isOpen(place) ? toRow(cursor.row.value + 1) : openness.setOpen([place], true)),
    ArrowLeft: () => (canOpen && openness.isOpen(place) ? openness.setOpen([place], false) : cursor.set(above < 0 ? place : above)),
    '*': () => openness.setOpen(siblingPlaces(index.value, place), true),
  }
  const step = steps[key]
  if (step && place >= 0) step()
  return step !== undefined
}

function createTypeAhead(labels: ComputedRef<readonly string[]>, rows: ComputedRef<readonly number[]>, cursor: Cursor): TreeControl['typeAhead'] {
  let typed = ''
  let lastMs = Number.NEGATIVE_INFINITY
  return (letter, nowMs) => {
    typed = nowMs - lastMs > typeAheadMs ? letter : typed + letter
    lastMs = nowMs
    // A word that grows may stay where it is; a first letter goes on to the next.
    const from = cursor.row.value + (typed.length === letter.length ? 1 : 0)
    const after = [...rows.value.slice(from), ...rows.value.slice(0, from)]
    const found = after.find((place) => labels.value[place]?.startsWith(foldText(typed)))
    if (found !== undefined) cursor.set(found)
  }
}

/** The last of the rising numbers that is at most `value`; -1 when none is. */
function lastAtMost(rising: readonly number[], value: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
