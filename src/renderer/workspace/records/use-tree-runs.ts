import { WRITE_RULES } from '@shared/write-modes'
import type { Row } from '@shared/resources/resource'
import { computed, type Ref, ref } from 'vue'
import type { GridSort } from '../grid/grid-column'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useQuestions } from '../stores/questions'
import type { EditableRecordType } from './record-type'
import type { RecordRights } from './use-record-rights'
import { useRecordWords } from './use-record-words'
import { type ManySave, useManySaves } from './use-many-saves'
import type { WriteRun } from './use-write-run'

/** A record of a tree whose siblings are ordered by a number. */
export type TreeItem = Row & { readonly parentId: number; readonly listorder: number }

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

/** So many rows are named; of more their number is told. */
const MOST_NAMED = 3

export type TreeRuns<Of extends TreeItem> = ReturnType<typeof useTreeRuns<Of>>

/**
 * What moving a record to another place and moving it among its siblings have in common: one at a time, each a save of its own with its
 * result, shown before it goes where that is asked for, and the rows as they stand afterwards.
 */
export function useTreeRuns<Of extends TreeItem>(deps: TreeMovesDeps<Of>) {
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const questions = useQuestions()
  const words = useRecordWords().of(deps.type.name)
  /** What is told of each kind: a step among siblings takes away nothing of what became of a move of many. */
  const runs = { move: treeRun(), order: treeRun() }
  const asksFirst = computed(() => appState.state !== null && WRITE_RULES[appState.state.profile.writeMode].asksFirst)
  const nameOf = (row: Of | null): string => (row === null ? deps.top() : String(row[deps.type.description.titleField] ?? ''))
  const byId = computed(() => new Map(deps.rows().map((row) => [row.id, row])))
  const rowOf = (id: number): Of | undefined => byId.value.get(id)
  const targetOf = (id: number): Of | null => rowOf(id) ?? null

  /** "Research, Sales and Office", or how many they are. */
  function namesOf(some: readonly Of[]): string {
    return some.length <= MOST_NAMED ? formats.value.list(some.map(nameOf)) : t('moves.rows', { rows: formats.value.number(some.length) }, some.length)
  }

  /** What is under way. The list is read again before and after it is sent: that is a part of it. */
  let underWay: 'moves' | 'steps' | null = null
  /** Nothing else is moved meanwhile: who asks for it is told so. */
  async function alone(what: NonNullable<typeof underWay>, work: () => Promise<unknown>): Promise<void> {
    if (underWay !== null) return announcer.say(t('moves.busy'))
    underWay = what
    try {
      await work()
    } finally {
      underWay = null
    }
  }

  function treeRun() {
    const saves = useManySaves<Of>(deps.type)
    return {
      ...saves,
      /** What the results are of, in words. */
      about: ref(''),
      /** What is not done is tried once more, on the tree as it is by then. */
      again: (): Promise<void> =>
        alone('moves', async () => {
          await deps.refresh()
          await saves.writes.retry()
          applyDone()
          await deps.refresh()
        }),
    }
  }

  /** Shown together at the end: a tree of thousands is not laid out anew for each of them. */
  let done: Of[] = []
  function applyDone(): readonly Of[] {
    const rows = done
    done = []
    deps.put(rows)
    return rows
  }

  async function isMeant(title: string, text: readonly string[], all: readonly ManySave<Of>[], isDangerous = false): Promise<boolean> {
    // Not by the words of the fields: those know the departments that can be chosen, and here are all.
    const told = (field: string, value: unknown): string => (field === 'parentId' ? nameOf(targetOf(Number(value))) : words.field(field, value))
    const changes = all.flatMap(({ row, edits, reason }) =>
      reason === null ? Object.entries(edits).map(([field, value]) => ({ label: nameOf(row), before: told(field, row[field]), after: told(field, value) })) : [],
    )
    return (await questions.ask({ title, text, changes, confirm: t('record.review.send'), isDangerous })) !== null
  }

  return {
    runs,
    asksFirst,
    nameOf,
    namesOf,
    rowOf,
    targetOf,
    alone,
    isMeant,
    /** How this one stands after its change, for `applyDone`. */
    noteDone: (row: Of): void => {
      done.push(row)
    },
    applyDone,
    isStepping: (): boolean => underWay === 'steps',
    isQueued: ({ writes }: { readonly writes: WriteRun }): boolean => writes.results.value.some(({ state }) => state === 'queued'),
    sayRefusal: (refusal: string): void => announcer.say(formats.value.sentences([t('moves.refused.lead'), refusal])),
  }
}
