import { ArrowDown, ArrowUp, FolderInput } from '@lucide/vue'
import type { Fields } from '@shared/merge'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { Row } from '@shared/resources/resource'
import { parentFaultIn, parentsOf } from '@shared/resources/tree'
import { WRITE_RULES } from '@shared/write-modes'
import { computed, type Ref, ref, shallowRef } from 'vue'
import type { GridSelection, GridSort } from '../grid/grid-column'
import { reordered } from '../grid/reorder'
import { branchOf, branchTops } from '../grid/tree-lines'
import type { RowMoves } from '../grid/use-row-moves'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useQuestions } from '../stores/questions'
import type { MenuAction } from '../ui/PopupMenu.vue'
import type { EditableRecordType } from './record-type'
import type { RecordRights } from './use-record-rights'
import { useRecordWords } from './use-record-words'
import { type ManySave, useManySaves } from './use-many-saves'

/** A record of a tree whose siblings are ordered by a number. */
export type TreeItem = Row & { readonly parentId: number; readonly listorder: number }

/** More new numbers than these are shown before they go: whoever moves one row may not expect them. */
const MOST_UNASKED = 10
/** So many warnings are told; of more their number. */
const MOST_WARNED = 10
/** So many rows are named; of more their number is told. */
const MOST_NAMED = 3

export interface TreeMovesDeps<Of extends TreeItem> {
  readonly type: EditableRecordType
  /** All rows as they were last read, in the order of the list. */
  readonly rows: () => readonly Of[]
  /** How rows stand after their changes, until the list is read again. */
  readonly put: (rows: readonly Of[]) => void
  readonly rights: Pick<RecordRights, 'update'>
  /** In which direction of `listorder` the server shows siblings: `desc`: the largest first. */
  readonly direction: 'asc' | 'desc'
  readonly sort: () => readonly GridSort[]
  readonly isSearching: () => boolean
  /** Reads all rows again. */
  readonly refresh: () => Promise<void>
  /** What is below this one is to be seen. */
  readonly openWayTo: (id: number) => void
  readonly grid: Readonly<Ref<{ goTo: (id: number) => void } | null>>
  /** What the top of the tree is called. */
  readonly top: () => string
  /** True where two of one name in one place are told apart by nobody. */
  readonly isNameUnique?: boolean
  /** What has just been moved although there was something to warn of; none of them after any other move. */
  readonly onWarned?: (rows: readonly Of[]) => void
  /** What else this kind of record cannot be put into, in words. */
  readonly refusal?: (row: Of, target: Of | null) => string | null
}

type TreeRun = ReturnType<typeof useManySaves>
export type TreeMoves<Of extends TreeItem> = ReturnType<typeof useTreeMoves<Of>>

/**
 * Moving the records of a tree: into another one, and among siblings. Each is an edit of `parentId` or `listorder`, saved like
 * that of a form, so it is offered, merged, refused and queued like any other. The server looks only for a record that
 * is its own parent: a longer circle is looked for here, in the tree as it is directly before each is sent, and by main once more.
 */
export function useTreeMoves<Of extends TreeItem>(deps: TreeMovesDeps<Of>) {
  const { type, rows, rights } = deps
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const questions = useQuestions()
  const words = useRecordWords().of(type.name)
  /** What is told of each kind: a step among siblings takes away nothing of what became of a move of many. */
  const runs = { move: treeRun(), order: treeRun() }
  const warnedOf = type.form.useWarned?.()
  const selection = shallowRef<GridSelection>({})
  /** Those for which a target is being chosen. */
  const asked = shallowRef<readonly Of[] | null>(null)
  const selected = computed(() => rows().filter(({ id }) => selection.value[String(id)] === true))
  const asksFirst = computed(() => appState.state !== null && WRITE_RULES[appState.state.profile.writeMode].asksFirst)

  const nameOf = (row: Of | null): string => (row === null ? deps.top() : String(row[type.description.titleField] ?? ''))
  const byId = computed(() => new Map(rows().map((row) => [row.id, row])))
  const parents = computed(() => parentsOf(rows()))
  const rowOf = (id: number): Of | undefined => byId.value.get(id)
  const targetOf = (id: number): Of | null => rowOf(id) ?? null
  /** "Research, Sales and Office", or how many they are. */
  function namesOf(some: readonly Of[]): string {
    return some.length <= MOST_NAMED ? formats.value.list(some.map(nameOf)) : t('moves.rows', { rows: formats.value.number(some.length) }, some.length)
  }

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

  const sayRefusal = (refusal: string): void => announcer.say(formats.value.sentences([t('moves.refused.lead'), refusal]))

  async function isMeant(title: string, text: readonly string[], all: readonly ManySave<Of>[], isDangerous = false): Promise<boolean> {
    // Not by the words of the fields: those know the departments that can be chosen, and here are all.
    const told = (field: string, value: unknown): string => (field === 'parentId' ? nameOf(targetOf(Number(value))) : words.field(field, value))
    const changes = all.flatMap(({ row, edits, reason }) =>
      reason === null ? Object.entries(edits).map(([field, value]) => ({ label: nameOf(row), before: told(field, row[field]), after: told(field, value) })) : [],
    )
    return (await questions.ask({ title, text, changes, confirm: t('record.review.send'), isDangerous })) !== null
  }

  function treeRun() {
    const saves = useManySaves<Of>(type)
    return {
      ...saves,
      /** What the results are of, in words. */
      about: ref(''),
      /** What is not done is tried once more, on the tree as it is by then. */
      again: (): Promise<void> =>
        alone(async () => {
          await deps.refresh()
          await saves.retry()
          applyDone()
          await deps.refresh()
        }),
    }
  }

  /** One that runs, of either kind. The list is read again before and after it is sent: that is a part of it. */
  let isMoving = false
  let isStepping = false
  async function alone(work: () => Promise<unknown>): Promise<void> {
    if (isMoving || isStepping) return announcer.say(t('moves.busy'))
    isMoving = true
    try {
      await work()
    } finally {
      isMoving = false
    }
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

  /** Puts these into this one, or to the top. */
  const move = (some: readonly Of[], targetId: number): Promise<void> => alone(() => moveNow(some, targetId))

  async function moveNow(some: readonly Of[], targetId: number): Promise<void> {
    const whose = runs.move.whose()
    const refusal = refusalOf(some, targetId)
    if (refusal !== null) return sayRefusal(refusal)
    const all = some.flatMap((row): ManySave<Of>[] => (row.parentId === targetId ? [] : [{ row, edits: { parentId: targetId }, reason: reasonOf(row, targetId) }]))
    const target = nameOf(targetOf(targetId))
    const warnings = warningsOf(all)
    const text = [...new Set([...warnings.values()].flat())]
    const told = text.length > MOST_WARNED ? [...text.slice(0, MOST_WARNED), t('picker.more', { rows: formats.value.number(text.length - MOST_WARNED) })] : text
    const isAsked = asksFirst.value || told.length > 0
    if (isAsked && !(await isMeant(t('moves.review.move', { names: namesOf(all.map(({ row }) => row)), target }), told, all, told.length > 0))) return
    await deps.refresh()
    runs.move.about.value = t('moves.into', { target })
    const isWhole = await runs.move.run(all, { whose, before: ({ row }) => reasonNow(row, targetId), after: (row) => noteDone(row, targetId) })
    deps.onWarned?.(done.filter(({ id }) => warnings.has(id)))
    applyDone()
    if (targetId !== ROOT_ID) deps.openWayTo(targetId)
    await deps.refresh()
    const [first] = all
    if (first) deps.grid.value?.goTo(first.row.id)
    if (isWhole) unselect(some)
    tell(runs.move, isWhole, t(isQueued(runs.move) ? 'moves.queued' : 'moves.done', { names: namesOf(all.map(({ row }) => row)), target }, all.length))
  }

  /** Shown together at the end: a tree of thousands is not laid out anew for each of them. */
  let done: Of[] = []
  function noteDone(row: Of, targetId: number): void {
    done.push(row)
    namesIn(targetId).add(nameOf(row))
  }
  function applyDone(): void {
    deps.put(done)
    done = []
  }

  /** As it stands in the tree now, not as it was when it was chosen: another person, or a move before this one, may have turned it round. */
  function reasonNow(row: Of, targetId: number): string | null {
    const now = rowOf(row.id)
    // What is gone, or is there already, the save itself tells.
    return now === undefined ? null : reasonOf(now, targetId)
  }

  const isQueued = ({ results }: Pick<TreeRun, 'results'>): boolean => results.value.some(({ state }) => state === 'queued')
  /** One that went through needs no more than a word; several, and what did not, stay to be read. */
  function tell({ results, forget }: Pick<TreeRun, 'results' | 'forget'>, isWhole: boolean, done: string): void {
    if (isWhole) announcer.say(done)
    if (isWhole && results.value.length === 1) forget()
  }

  /** Why siblings cannot be put into another order as the list is shown just now; null when they can. */
  function orderLock(): string | null {
    const sort = deps.sort()
    const isOwn = sort.length === 0 || (sort.length === 1 && sort[0]?.field === 'listorder' && sort[0].direction === deps.direction)
    if (!isOwn) return t('moves.order.sorted', { field: words.label('listorder') })
    return deps.isSearching() ? t('moves.order.searching') : null
  }
  const siblingsOf = (row: Of): readonly Of[] => rows().filter(({ parentId }) => parentId === row.parentId)
  /** The place to which it would go; null: it is the first, or the last, already. */
  function placeAfter(row: Of, by: number): { readonly from: number; readonly to: number; readonly siblings: readonly Of[] } | null {
    const siblings = siblingsOf(row)
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
    if (isMoving) return announcer.say(t('moves.busy'))
    further.set(id, (further.get(id) ?? 0) + by)
    if (isStepping) return
    isStepping = true
    try {
      for (let [next] = further; next !== undefined; [next] = further) {
        further.delete(next[0])
        await place(...next)
      }
    } finally {
      isStepping = false
      further.clear()
    }
  }

  async function place(id: number, by: number): Promise<void> {
    if (by === 0) return
    const row = rowOf(id)
    const places = row ? placeAfter(row, by) : null
    const lock = row ? stepLock(row, by) : null
    if (!row || !places || lock !== null) return sayRefusal(lock ?? t('moves.refused.lost'))
    const whose = runs.order.whose()
    const { from, to, siblings } = places
    const wanted = siblings.toSpliced(from, 1).toSpliced(to, 0, row)
    const numbers = reordered(wanted, deps.direction, id)
    const all = wanted.flatMap((one): ManySave<Of>[] => {
      const listorder = numbers.get(one.id)
      return listorder === undefined ? [] : [{ row: one, edits: { listorder } satisfies Fields, reason: rights.update(one.id) }]
    })
    const locked = all.find(({ reason }) => reason !== null)
    if (locked) return announcer.say(locked.reason ?? '')
    const text = all.length > 1 ? [t('moves.order.others', { rows: formats.value.number(all.length) })] : []
    if ((asksFirst.value || all.length > MOST_UNASKED) && !(await isMeant(t('moves.review.order', { name: nameOf(row) }), text, all))) return
    runs.order.about.value = t('moves.order.of', { name: nameOf(row) })
    const isWhole = await runs.order.run(all, { whose, after: (one) => done.push(one) })
    applyDone()
    await deps.refresh()
    deps.grid.value?.goTo(id)
    const told = { name: nameOf(row), place: formats.value.number(to + 1), all: formats.value.number(wanted.length) }
    const outcome = formats.value.sentences([t('moves.order.done', told), isQueued(runs.order) ? t('moves.order.queued') : null])
    tell(runs.order, isWhole, outcome)
    if (isWhole) runs.order.forget()
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
  const idOf = (onto: Of | null): number => onto?.id ?? ROOT_ID
  const gridMoves: RowMoves<Of> = {
    taken,
    lock: (row) => rights.update(row.id),
    refusal: (some, onto) => refusalOf(some, idOf(onto)),
    words: (some, onto) => t('moves.drag', { names: namesOf(some), target: nameOf(onto) }),
    drop: (some, onto) => move(some, idOf(onto)),
    step,
    say: sayRefusal,
  }

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
      { key: 'up', label: t('moves.menu.up'), icon: ArrowUp, keys: 'Alt+↑', reason: stepLock(row, -1) },
      { key: 'down', label: t('moves.menu.down'), icon: ArrowDown, keys: 'Alt+↓', reason: stepLock(row, 1) },
    ],
    step,
  }
}
