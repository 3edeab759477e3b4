import { type KeptField, type KeptMarks, liveMarks, settled } from '@shared/kept'
import { type Fields, type Merge, mergeFields, sameValue, withEdits } from '@shared/merge'
import { computed, type ComputedRef, type MaybeRefOrGetter, type ShallowRef, shallowRef, toValue } from 'vue'

export interface WorkingCopy<Row extends Fields, Field extends keyof Row & string> {
  /** The server's row that the edits stand on. */
  readonly base: Readonly<ShallowRef<Row>>
  /** The changed fields only. */
  readonly edits: Readonly<ShallowRef<Edits<Row, Field>>>
  /**
   * Fields that both sides changed and nobody has decided yet, with the value that my edit started from. The server's
   * value is in `base`.
   */
  readonly clashes: Readonly<ShallowRef<Readonly<Partial<Record<Field, unknown>>>>>
  /**
   * Edits that were sent already, and that the server keeps otherwise, with what it keeps. They stay as edits until the
   * person chooses; while they are as they were sent, they are not sent again.
   */
  readonly kept: ComputedRef<KeptMarks>
  /** The edits that a save would send. */
  readonly sendable: ComputedRef<Edits<Row, Field>>
  readonly isDirty: ComputedRef<boolean>
  readonly isSaving: ComputedRef<boolean>
  value<Key extends Field>(field: Key): Row[Key]
  set<Key extends Field>(field: Key, value: Row[Key]): void
  /** Drops my edit of a field, which shows the server's value again. */
  useServers(field: Field): void
  /** Drops all edits. The answer is what they were, for an undo. */
  revert(): Edits<Row, Field>
  /** The server's row has changed, or was read again: edits stay, clashes are named. */
  rebase(row: Row): Merge
  /** Puts kept edits back on top of the present row. Edits made meanwhile win over them. */
  restore(keptBase: Fields, keptEdits: Fields, marks?: KeptMarks): Merge
  beginSave(): Edits<Row, Field>
  /** The save went through: exactly what was sent is subtracted; later edits stay, on the new row, and so does what the server keeps otherwise. */
  settleSaved(row: Row, kept?: readonly KeptField[]): void
  settleFailed(): void
  /** The row a draft has to remember: for undecided clashes the value before, so that they are found again. */
  draftBase(): Row
}

export type Edits<Row extends Fields, Field extends keyof Row & string> = Readonly<Partial<Pick<Row, Field>>>

/**
 * Server copy and edits as two things: `base` is only ever written by the server's answers, `edits` only by the person.
 * An edit that equals the base is none and falls away, unless a save that contains the field is in flight: then the
 * base is about to change, and putting the old value back is a wish of its own. Which fields are editable may change: a
 * new record takes more of them than one that exists.
 *
 * @param setFields fields that are changed by what is put in and taken out (`shared/merge.ts`, `SetChange`): they never clash.
 */
export function createWorkingCopy<Row extends Fields, Field extends keyof Row & string>(
  initial: Row,
  editable: MaybeRefOrGetter<readonly Field[]>,
  setFields: readonly string[] = [],
): WorkingCopy<Row, Field> {
  type Mine = Edits<Row, Field>
  const base: ShallowRef<Row> = shallowRef(initial)
  type Clashes = Readonly<Partial<Record<Field, unknown>>>
  const noEdits = {} as Mine
  const noClashes = {} as Clashes
  const edits: ShallowRef<Mine> = shallowRef(noEdits)
  const clashes: ShallowRef<Clashes> = shallowRef(noClashes)
  const inFlight = shallowRef<Mine | null>(null)
  const marks = shallowRef<KeptMarks>({})
  const kept = computed(() => liveMarks(marks.value, edits.value, base.value))
  const sendable = computed(() =>
    pick(
      edits.value,
      toValue(editable).filter((key) => key in edits.value && !(key in kept.value)),
    ),
  )

  function pick(fields: Fields, keys: readonly string[]): Mine {
    return Object.fromEntries(keys.map((key) => [key, fields[key]])) as Mine
  }

  /** The fields that may hold an edit: those of the form, and what was sent once and is marked, such as the name of a record that has just been made. */
  function keysOf(fields: Fields): readonly string[] {
    return [...new Set([...toValue(editable), ...Object.keys(liveMarks(marks.value, fields, base.value))])].filter((key) => key in fields)
  }

  /** Only fields of the form are ever taken over, whatever a draft holds. */
  function own(fields: Fields): Mine {
    return pick(fields, keysOf(fields))
  }

  function write(next: Mine): void {
    const sent = inFlight.value ?? {}
    edits.value = pick(
      next,
      keysOf(next).filter((key) => key in sent || !sameValue(next[key as Field], base.value[key as Field])),
    )
    const open = Object.entries(clashes.value).filter(([key]) => key in edits.value)
    if (open.length < Object.keys(clashes.value).length) clashes.value = Object.fromEntries(open) as Clashes
  }

  function markClashes(fields: readonly string[], before: Fields): void {
    const named = fields.filter((key) => key in edits.value)
    clashes.value = { ...clashes.value, ...Object.fromEntries(named.map((key) => [key, clashes.value[key as Field] ?? before[key]])) }
  }

  /** Edits as they are on another row than the one that they were made on: a set keeps what was put in and taken out. */
  function onRow(before: Fields, mine: Mine, row: Fields): Mine {
    return pick(withEdits({ base: before, edits: mine }, row, setFields), Object.keys(mine))
  }

  function without(field: Field): Mine {
    return Object.fromEntries(Object.entries(edits.value).filter(([key]) => key !== field)) as Mine
  }

  function rebase(row: Row): Merge {
    // While a save is in flight its answer brings the row; an older read must not slip in between.
    if (inFlight.value) return { edits: edits.value, taken: [], clashes: [] }
    const before = base.value
    const merge = mergeFields(before, edits.value, row, setFields)
    base.value = row
    write(onRow(before, edits.value, row))
    markClashes(merge.clashes, before)
    return merge
  }

  function restore(keptBase: Fields, keptEdits: Fields, keptMarks: KeptMarks = {}): Merge {
    marks.value = { ...marks.value, ...keptMarks }
    const merge = mergeFields(keptBase, own(keptEdits), base.value, setFields)
    const typed = edits.value
    write({ ...own(merge.edits), ...onRow(base.value, typed, { ...base.value, ...own(merge.edits) }) })
    markClashes(
      merge.clashes.filter((key) => !(key in typed)),
      keptBase,
    )
    return merge
  }

  function settleSaved(row: Row, keptOtherwise: readonly KeptField[] = []): void {
    const before = base.value
    const sent = inFlight.value ?? {}
    inFlight.value = null
    base.value = row
    clashes.value = noClashes
    const left = settled({ edits: edits.value, base: before, sent, row, kept: keptOtherwise }, setFields)
    marks.value = { ...marks.value, ...left.marks }
    edits.value = own(left.edits)
    // Typed since Save on a row that someone else had changed in the same field.
    markClashes(
      Object.keys(edits.value).filter((key) => !(key in sent) && !setFields.includes(key) && !sameValue(before[key], row[key])),
      before,
    )
  }

  return {
    base,
    edits,
    clashes,
    kept,
    sendable,
    isDirty: computed(() => Object.keys(edits.value).length > 0),
    isSaving: computed(() => inFlight.value !== null),
    value: (field) => (field in edits.value && toValue(editable).includes(field) ? (edits.value[field] as Row[typeof field]) : base.value[field]),
    set: (field, value) => write({ ...edits.value, [field]: value }),
    useServers: (field) => write(without(field)),
    revert: () => {
      const dropped = edits.value
      edits.value = noEdits
      clashes.value = noClashes
      return dropped
    },
    rebase,
    restore,
    beginSave: () => (inFlight.value = sendable.value),
    settleSaved,
    settleFailed: () => {
      inFlight.value = null
      write(edits.value)
    },
    draftBase: () => ({ ...base.value, ...clashes.value }),
  }
}
