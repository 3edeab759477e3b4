import { identityOf } from '@shared/resources/identity'
import type { ResourceDescription, Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import type { DraftTracker } from './draft-tracker'
import type { RecordForm } from './use-record-form'

/** The id of the record belongs to another one by now: nothing was sent. */
export function isOtherRecord(failure: Failure): boolean {
  return failure.code === 'CONFLICT' && failure.details?.['conflict'] === 'otherRecord'
}

export interface OtherRecordParts {
  readonly description: ResourceDescription
  readonly form: RecordForm<Row, string>
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
export function useOtherRecord({ description, form, tracker, onOther }: OtherRecordParts): OtherRecord {
  const stranger: ShallowRef<Row | null> = shallowRef(null)
  const isRenamed = ref(false)

  function meet(row: Row): boolean {
    const identity = identityOf(description, form.base.value, row, form.edits.value)
    const isMoot = !form.isDirty.value
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
      form.rebase(row)
      tracker.touch()
    },
    leaveToOther: () => {
      const row = take()
      if (!row) return
      form.revert()
      form.rebase(row)
      onOther()
      tracker.touch()
      void tracker.flush()
    },
  }
}
