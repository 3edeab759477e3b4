import type { DraftInput } from '@shared/drafts'
import type { Failure, Result } from '@shared/result'
import { onScopeDispose, readonly, ref, type Ref, shallowRef, type ShallowRef } from 'vue'

/** Quiet time after the last keystroke, and the longest that a keystroke may stay unkept under steady typing. */
const draftDebounceMs = 400
const draftMaxWaitMs = 1000
const retryMs = 5000

export interface DraftTrackerDeps {
  /** What to keep now; null when there is nothing to keep. */
  readonly snapshot: () => Omit<DraftInput, 'draftId'> | null
  readonly keep: (draft: DraftInput) => Promise<Result<{ keptAt: number }>>
  readonly discard: (draftId: string) => Promise<Result<null>>
  /** False when the page no longer belongs to whom the form was opened for: then nothing is written. */
  readonly mayWrite: () => boolean
  readonly newId?: () => string
}

export type KeptState = 'none' | 'unsaved' | 'kept' | 'failed'

export interface DraftTracker {
  readonly state: Readonly<Ref<KeptState>>
  readonly keptAt: Readonly<Ref<number | null>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  readonly draftId: Readonly<Ref<string>>
  /** The draft's id once it has been kept; null before. */
  keptId(): string | null
  /** Something was edited: keep it soon. */
  touch(): void
  /** Keep now. False when edits exist that could not be kept. */
  flush(): Promise<boolean>
  /** Go on under the id of a draft that was kept earlier. */
  adopt(draftId: string, keptAt: number): void
  /** Go on under an id of its own. The answer is the draft under the old one, which is the caller's now; null when none was kept. */
  renew(): string | null
}

/**
 * Keeps the edits of one form at most a second behind typing. Writes go one after another, each with the newest state,
 * so a slow write can never overtake a later one; edits that came to nothing discard the draft the same way.
 */
export function useDraftTracker(deps: DraftTrackerDeps): DraftTracker {
  const newId = deps.newId ?? (() => crypto.randomUUID())
  const draftId = ref(newId())
  const state = ref<KeptState>('none')
  const keptAt = ref<number | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let touched = 0
  let written = 0
  let isKept = false
  let quiet: ReturnType<typeof setTimeout> | undefined
  let longest: ReturnType<typeof setTimeout> | undefined
  let chain: Promise<void> = Promise.resolve()

  function stopTimers(): void {
    clearTimeout(quiet)
    clearTimeout(longest)
    quiet = longest = undefined
  }

  function touch(): void {
    touched++
    if (state.value !== 'failed') state.value = 'unsaved'
    clearTimeout(quiet)
    quiet = setTimeout(() => void flush(), draftDebounceMs)
    longest ??= setTimeout(() => void flush(), draftMaxWaitMs)
  }

  async function write(): Promise<void> {
    if (written === touched || !deps.mayWrite()) return
    const version = touched
    const draft = deps.snapshot()
    const failed = draft ? await keep(draft) : await drop()
    failure.value = failed
    if (failed) {
      state.value = 'failed'
      quiet ??= setTimeout(() => void flush(), retryMs)
      return
    }
    written = version
    if (touched === version) state.value = draft ? 'kept' : 'none'
    else state.value = 'unsaved'
  }

  async function keep(draft: Omit<DraftInput, 'draftId'>): Promise<Failure | null> {
    const answer = await deps.keep({ ...draft, draftId: draftId.value })
    if (!answer.ok) return answer.failure
    isKept = true
    keptAt.value = answer.value.keptAt
    return null
  }

  async function drop(): Promise<Failure | null> {
    if (!isKept) return null
    const answer = await deps.discard(draftId.value)
    if (!answer.ok && answer.failure.code !== 'NOT_FOUND') return answer.failure
    isKept = false
    keptAt.value = null
    // A later edit is another draft: what was thrown away stays thrown away.
    draftId.value = newId()
    return null
  }

  async function flush(): Promise<boolean> {
    stopTimers()
    chain = chain.then(write)
    await chain
    return written === touched || !deps.mayWrite()
  }

  onScopeDispose(stopTimers)
  return {
    state: readonly(state),
    keptAt: readonly(keptAt),
    failure,
    draftId: readonly(draftId),
    keptId: () => (isKept ? draftId.value : null),
    touch,
    flush,
    adopt: (id, at) => {
      draftId.value = id
      keptAt.value = at
      isKept = true
      state.value = 'kept'
    },
    renew: () => {
      const old = isKept ? draftId.value : null
      draftId.value = newId()
      isKept = false
      keptAt.value = null
      return old
    },
  }
}
