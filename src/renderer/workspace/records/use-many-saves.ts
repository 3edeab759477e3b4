import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import { useBridge } from '../bridge'
import { useAppState, type Whose } from '../stores/app-state'
import { callsOf, type EditableRecordType } from './record-type'
import { useWriteRun, type WriteStep } from './use-write-run'

/** One record's change. */
export interface ManySave<Of extends Row> {
  /** As the person saw it. */
  readonly row: Of
  readonly edits: Fields
  /** Why it cannot be made; null when it can. */
  readonly reason: string | null
}

export interface ManySavesHooks<Of extends Row> {
  /** As `whose` told it before the person was asked; left out: who is here now. */
  readonly whose?: Whose
  /** Asked once more, directly before each is sent: why not; null: it goes. */
  readonly before?: (save: ManySave<Of>) => string | null
  /** It is done, or safe in the outbox: how the record stands now. */
  readonly after?: (row: Of) => void
}

/**
 * Changes many records of one kind: each is a save like that of its form (`useWriteRun`). What the person has to see
 * beforehand is the caller's to show.
 */
export function useManySaves<Of extends Row>(type: EditableRecordType) {
  const calls = callsOf(type, useBridge())
  const appState = useAppState()
  const writes = useWriteRun()
  const written = type.form.useWritten?.()

  function stepOf(save: ManySave<Of>, { before, after }: ManySavesHooks<Of>): WriteStep {
    const { row, edits, reason } = save
    return {
      key: String(row.id),
      label: String(row[type.description.titleField] ?? ''),
      reason,
      write: async (owner) => {
        const { holder } = appState
        const skipped = before?.(save) ?? null
        if (skipped !== null) return { skipped }
        const answer = await calls.save({ owner, id: row.id, base: row, edits, draftId: null, isConfirmed: true })
        if (!answer.ok) return answer
        const now = (answer.value.kind === 'done' ? (answer.value.row as Of | null) : null) ?? { ...row, ...edits }
        // To whoever came meanwhile it is no news.
        if (appState.holder === holder) written?.(row.id, now)
        after?.(now)
        return answer
      },
    }
  }

  return {
    /** The run itself: its results by the records' ids, as `WriteResults` shows them. */
    writes,
    /** True when every change is done or safe in the outbox. */
    run: (saves: readonly ManySave<Of>[], hooks: ManySavesHooks<Of> = {}): Promise<boolean> =>
      writes.run(
        saves.map((save) => stepOf(save, hooks)),
        hooks.whose,
      ),
  }
}
