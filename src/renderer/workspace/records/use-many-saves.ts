import type { Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useFailureWords } from '../i18n/use-failure-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAppState } from '../stores/app-state'
import { callsOf, type EditableRecordType } from './record-type'

/** What becomes of one record's change. `skipped`: not even tried, for the reason in `why`. */
export interface SaveResult<Of extends Row> {
  readonly row: Of
  readonly state: 'waiting' | 'sending' | 'done' | 'queued' | 'failed' | 'skipped'
  readonly why: string | null
}

/** One record's change. */
export interface ManySave<Of extends Row> {
  /** As the person saw it. */
  readonly row: Of
  readonly edits: Fields
  /** Why it cannot be made; null when it can. */
  readonly reason: string | null
}

/** Whose work it is: another person or server that comes meanwhile gets none of it. */
export interface Whose {
  readonly owner: Owner | null
  readonly holder: string
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
 * Changes many records of one kind: each is a save like that of its form, through the outbox, one after the other, and each is
 * told for itself. What the person has to see beforehand is the caller's to show.
 */
export function useManySaves<Of extends Row>(type: EditableRecordType) {
  const calls = callsOf(type, useBridge())
  const appState = useAppState()
  const accounts = useAccount()
  const describe = useFailureWords()
  const { t } = useText()
  const results = shallowRef<readonly SaveResult<Of>[]>([])
  const isRunning = ref(false)
  let isStopped = false
  let last: { readonly saves: readonly ManySave<Of>[]; readonly hooks: ManySavesHooks<Of> } = { saves: [], hooks: {} }

  function put(row: Of, state: SaveResult<Of>['state'], why: string | null = null): void {
    results.value = results.value.map((one) => (one.row.id === row.id ? { row, state, why } : one))
  }

  const whoseNow = (): Whose => ({ owner: appState.draftOwner, holder: appState.holder })

  async function sendOne(save: ManySave<Of>, owner: Owner | null, { before, after }: ManySavesHooks<Of>): Promise<void> {
    const { row, edits } = save
    if (!owner) return put(row, 'failed', t('errors.SESSION_ENDED.happened'))
    const reason = before?.(save) ?? null
    if (reason !== null) return put(row, 'skipped', reason)
    put(row, 'sending')
    const answer = await calls.save({ owner, id: row.id, base: row, edits, draftId: null, isConfirmed: true })
    if (!answer.ok) return put(row, 'failed', wordsOf(answer.failure))
    const isQueued = answer.value.kind === 'queued'
    put(row, isQueued ? 'queued' : 'done')
    after?.((answer.value.kind === 'done' ? (answer.value.row as Of | null) : null) ?? { ...row, ...edits })
  }
  function wordsOf(failure: Failure): string {
    if (failure.code === 'FORBIDDEN') void accounts.read()
    return describe(failure).all
  }

  /** True when every change is done or safe in the outbox. */
  async function run(saves: readonly ManySave<Of>[], hooks: ManySavesHooks<Of> = {}): Promise<boolean> {
    if (isRunning.value) return false
    last = { saves, hooks }
    results.value = saves.map(({ row, reason }) => ({ row, state: reason === null ? 'waiting' : 'skipped', why: reason }))
    return send(saves, hooks)
  }

  async function send(saves: readonly ManySave<Of>[], hooks: ManySavesHooks<Of>): Promise<boolean> {
    const { owner, holder } = hooks.whose ?? whoseNow()
    isRunning.value = true
    isStopped = false
    for (const save of saves) {
      if (save.reason === null && !isStopped && appState.holder === holder) await sendOne(save, owner, hooks)
    }
    isRunning.value = false
    return results.value.every(({ state }) => state === 'done' || state === 'queued')
  }

  /** Those that are not done, once more; what became of the others stays as it was told. */
  async function retry(): Promise<boolean> {
    if (isRunning.value) return false
    const open = last.saves.filter(({ row }) => results.value.some((one) => one.row.id === row.id && (one.state === 'failed' || one.state === 'waiting')))
    for (const { row } of open) put(row, 'waiting')
    return send(open, last.hooks)
  }

  return {
    results,
    isRunning,
    isDone: computed(() => results.value.filter(({ state }) => state === 'done' || state === 'queued').length),
    run,
    whose: whoseNow,
    retry,
    stop: (): void => {
      isStopped = true
    },
    forget: (): void => {
      if (!isRunning.value) results.value = []
    },
  }
}
