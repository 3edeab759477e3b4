import { identityOf } from '@shared/resources/identity'
import type { ResourceDescription, Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { EditableName } from '../app/pages'
import type { Bridge } from '../bridge'
import type { DraftTracker } from './draft-tracker'
import { callsOf, type EditableRecordType, faultsOf, type FaultsOf, type FieldFaults } from './record-type'
import type { WorkingCopy } from './working-copy'

interface EditorParts {
  readonly type: EditableRecordType
  readonly copy: WorkingCopy<Row, string>
  readonly id: Readonly<Ref<number>>
  readonly isNew: Readonly<Ref<boolean>>
}

export interface RecordFaults {
  /** What is wrong by this program's own rules, shown or not. */
  readonly own: ComputedRef<FieldFaults>
  /** What is to be shown at the fields. */
  readonly shown: ComputedRef<FieldFaults>
  readonly serverFaults: ShallowRef<FieldFaults>
  touch(fields: readonly string[]): void
  showAll(): void
  forget(field: string): void
  reset(): void
}

interface FaultParts extends EditorParts {
  readonly secrets: Readonly<ShallowRef<Readonly<Record<string, string>>>>
  /** Faults that no schema of one record can see. */
  readonly faults: FaultsOf
}

/** Faults are shown for fields that were left or sent, not under the first letters typed. */
export function useRecordFaults({ type, copy, id, isNew, secrets, faults }: FaultParts): RecordFaults {
  const { description } = type
  const touched = shallowRef<ReadonlySet<string>>(new Set())
  const isAllTouched = ref(false)
  const serverFaults = shallowRef<FieldFaults>({})
  const own = computed((): FieldFaults => {
    if (!isNew.value) {
      // What was sent already has been judged, and is not sent again.
      const edits = copy.sendable.value
      return { ...faultsOf(description.editsSchema, edits), ...faults(edits, id.value) }
    }
    const values = { ...copy.base.value, ...copy.edits.value, ...secrets.value }
    return { ...faultsOf(description.createSchema, values), ...faults(values, null) }
  })
  return {
    own,
    shown: computed(() => ({ ...serverFaults.value, ...Object.fromEntries(Object.entries(own.value).filter(([field]) => isAllTouched.value || touched.value.has(field))) })),
    serverFaults,
    touch: (fields) => {
      touched.value = new Set([...touched.value, ...fields])
    },
    showAll: () => {
      isAllTouched.value = true
      serverFaults.value = {}
    },
    forget: (field) => {
      serverFaults.value = Object.fromEntries(Object.entries(serverFaults.value).filter(([key]) => key !== field))
    },
    reset: () => {
      isAllTouched.value = false
      touched.value = new Set()
      serverFaults.value = {}
    },
  }
}

export interface RereadDeps {
  readonly bridge: Pick<Bridge, EditableName>
  /** The server's row was read again. */
  readonly onRead: (row: Row) => void
}

interface RereadParts extends EditorParts {
  readonly deps: RereadDeps
  readonly tracker: DraftTracker
  /** Whether the form may stand on this row. */
  readonly meet: (row: Row) => boolean
}

/** Reads the record again. Edits stay; what clashes with them is named at the field. */
export function useReread({ deps, type, copy, tracker, id, isNew, meet }: RereadParts) {
  const isGone = ref(false)
  const isUnread = ref(false)
  async function reread(): Promise<void> {
    if (isNew.value) return
    const answer = await callsOf(type, deps.bridge).get({ id: id.value })
    isUnread.value = !answer.ok
    isGone.value = !answer.ok && answer.failure.code === 'NOT_FOUND'
    if (!answer.ok) return
    deps.onRead(answer.value.row)
    // While a save is on its way its answer brings the row.
    if (!copy.isSaving.value && !meet(answer.value.row)) return
    const hadEdits = copy.isDirty.value
    copy.rebase(answer.value.row)
    if (hadEdits) tracker.touch()
  }
  return { isGone, isUnread, reread }
}

interface EditingParts {
  readonly copy: WorkingCopy<Row, string>
  readonly tracker: DraftTracker
  readonly faults: RecordFaults
  readonly dismissFailure: () => void
  readonly edited: (field: string) => void
  readonly secrets: ShallowRef<Readonly<Record<string, string>>>
  readonly firstField: string
}

/** What a person does to the fields, with a way back from discarding. */
export function useEditing({ copy, tracker, faults, dismissFailure, edited, secrets, firstField }: EditingParts) {
  /** What was discarded, with the row that it stood on: undoing brings clashes back as well. */
  const undoable = shallowRef<{ readonly base: Row; readonly edits: ReturnType<typeof copy.revert> } | null>(null)
  return {
    undoable,
    set: (field: string, value: unknown): void => {
      copy.set(field, value)
      undoable.value = null
      edited(field)
      tracker.touch()
    },
    setSecret: (field: string, value: string): void => {
      secrets.value = { ...secrets.value, [field]: value }
      edited(field)
    },
    useServers: (field: string): void => {
      copy.useServers(field)
      edited(field)
      tracker.touch()
    },
    blur: (field: string): void => {
      faults.touch([field])
      void tracker.flush()
    },
    revert: (): void => {
      const base = copy.draftBase()
      undoable.value = { base, edits: copy.revert() }
      secrets.value = {}
      dismissFailure()
      faults.reset()
      edited(firstField)
      tracker.touch()
      void tracker.flush()
    },
    undoRevert: (): void => {
      const back = undoable.value
      undoable.value = null
      if (!back) return
      copy.restore(back.base, back.edits)
      tracker.touch()
    },
  }
}

/** The id of the record belongs to another one by now: nothing was sent. */
export function isOtherRecord(failure: Failure): boolean {
  return failure.code === 'CONFLICT' && failure.details?.['conflict'] === 'otherRecord'
}

export interface OtherRecordParts {
  readonly description: ResourceDescription
  readonly copy: WorkingCopy<Row, string>
  readonly tracker: DraftTracker
  /** The form shows another record from here on. */
  readonly onOther: () => void
}

export interface OtherRecord {
  /** The record that the server has under the form's id, when that is not the one which the edits were made to. */
  readonly stranger: Readonly<ShallowRef<Row | null>>
  /** The record has another name since the edits were begun. */
  readonly isRenamed: Readonly<Ref<boolean>>
  /** A row has come for the form. True: it may stand on it. */
  meet(row: Row): boolean
  /** It is the same record: the edits go on, on what the server has now. */
  sameRecord(): void
  /** It is another one: the edits are discarded, and the form shows that record. */
  leaveToOther(): void
}

/** Edits stay with the record that they were made to: on another one that has got its id they never stand by themselves. */
export function useOtherRecord({ description, copy, tracker, onOther }: OtherRecordParts): OtherRecord {
  const stranger: ShallowRef<Row | null> = shallowRef(null)
  const isRenamed = ref(false)

  function meet(row: Row): boolean {
    const identity = identityOf(description, copy.base.value, row, copy.edits.value)
    const isMoot = !copy.isDirty.value
    stranger.value = identity === 'other' && !isMoot ? row : null
    isRenamed.value = identity === 'renamed' && !isMoot
    if (identity === 'other' && isMoot) onOther()
    return stranger.value === null
  }

  function take(): Row | null {
    const row = stranger.value
    stranger.value = null
    return row
  }

  return {
    stranger,
    isRenamed,
    meet,
    sameRecord: () => {
      const row = take()
      if (!row) return
      copy.rebase(row)
      tracker.touch()
    },
    leaveToOther: () => {
      const row = take()
      if (!row) return
      copy.revert()
      copy.rebase(row)
      onOther()
      tracker.touch()
      void tracker.flush()
    },
  }
}
