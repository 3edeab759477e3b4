import type { WriteResult } from '@shared/outbox'
import type { Result } from '@shared/result'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useFailureWords } from '../i18n/use-failure-words'
import { useAccount } from '../stores/account'
import { useAppState } from '../stores/app-state'

/** One write of several that belong together. */
export interface WriteStep {
  readonly key: string
  /** What it is of, for the result. */
  readonly label: string
  /** The write itself, or why it is not even tried. */
  readonly write: () => Promise<Result<WriteResult> | { readonly skipped: string }>
}

/** What becomes of one of them. */
export interface StepResult {
  readonly key: string
  readonly label: string
  readonly state: 'waiting' | 'sending' | 'done' | 'queued' | 'failed' | 'skipped'
  readonly why: string | null
}

export interface WriteRun {
  readonly results: Readonly<ShallowRef<readonly StepResult[]>>
  readonly isRunning: Readonly<Ref<boolean>>
  readonly doneCount: ComputedRef<number>
  /** True when every step is done or safe in the outbox. False when another run is under way, too. */
  run(steps: readonly WriteStep[]): Promise<boolean>
  stop(): void
  forget(): void
}

/** Several writes one after the other, each through the outbox like that of a form, and each told for itself. */
export function useWriteRun(): WriteRun {
  const appState = useAppState()
  const accounts = useAccount()
  const describe = useFailureWords()
  const results = shallowRef<readonly StepResult[]>([])
  const isRunning = ref(false)
  let isStopped = false
  const isSafe = ({ state }: StepResult): boolean => state === 'done' || state === 'queued'

  function put(key: string, state: StepResult['state'], why: string | null = null): void {
    results.value = results.value.map((one) => (one.key === key ? { ...one, state, why } : one))
  }

  async function take({ key, write }: WriteStep): Promise<void> {
    put(key, 'sending')
    const answer = await write()
    if ('skipped' in answer) put(key, 'skipped', answer.skipped)
    else if (answer.ok) put(key, answer.value.kind === 'queued' ? 'queued' : 'done')
    else {
      if (answer.failure.code === 'FORBIDDEN') void accounts.read()
      put(key, 'failed', describe(answer.failure).all)
    }
  }

  return {
    results,
    isRunning,
    doneCount: computed(() => results.value.filter(isSafe).length),
    run: async (steps) => {
      if (isRunning.value) return false
      // Whose work this is: another person or server that comes meanwhile gets none of it.
      const { holder } = appState
      results.value = steps.map(({ key, label }) => ({ key, label, state: 'waiting', why: null }))
      isRunning.value = true
      isStopped = false
      for (const step of steps) {
        if (!isStopped && appState.holder === holder) await take(step)
      }
      isRunning.value = false
      return results.value.every(isSafe)
    },
    stop: () => {
      isStopped = true
    },
    forget: () => {
      if (!isRunning.value) results.value = []
    },
  }
}
