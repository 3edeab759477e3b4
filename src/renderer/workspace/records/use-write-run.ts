import type { Owner } from '@shared/drafts'
import type { WriteResult } from '@shared/outbox'
import type { Failure, Result } from '@shared/result'
import { computed, type ComputedRef, onScopeDispose, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useFailureWords } from '../i18n/use-failure-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAppState, type Whose } from '../stores/app-state'
import { useOpenForms } from '../stores/open-forms'

/** One write of several that belong together. */
export interface WriteStep {
  readonly key: string
  /** What it is of, for the result. */
  readonly label: string
  /** Why it is not even tried; null, or left out: it is. */
  readonly reason?: string | null
  /** The write itself, as this person's; or why it is not tried after all. */
  readonly write: (owner: Owner) => Promise<Result<WriteResult> | { readonly skipped: string }>
}

/** What becomes of one of them. `skipped`: not even tried, for the reason in `why`. */
interface StepResult {
  readonly key: string
  readonly label: string
  readonly state: 'waiting' | 'sending' | 'done' | 'queued' | 'failed' | 'skipped'
  readonly why: string | null
}

export interface WriteRun {
  readonly results: Readonly<ShallowRef<readonly StepResult[]>>
  readonly isRunning: Readonly<Ref<boolean>>
  readonly doneCount: ComputedRef<number>
  /** Who is here now: to be asked before the person is. */
  whose(): Whose
  /** True when every step is done or safe in the outbox. False when another run is under way, too. */
  run(steps: readonly WriteStep[], whose?: Whose): Promise<boolean>
  /** Those that are not done, once more; what became of the others stays as it was told. */
  retry(): Promise<boolean>
  stop(): void
  forget(): void
}

/** So many that are not done are named to who has left the page. */
const NAMED = 3

/**
 * Several writes one after the other, each through the outbox like that of a form, and each told for itself. A run outlives
 * its page: until it has ended, closing and signing out ask first, and who has left the page hears how it ended.
 */
export function useWriteRun(): WriteRun {
  const appState = useAppState()
  const accounts = useAccount()
  const describe = useFailureWords()
  const announcer = useAnnouncer()
  const openForms = useOpenForms()
  const { t, formats } = useText()
  const results = shallowRef<readonly StepResult[]>([])
  const isRunning = ref(false)
  let isStopped = false
  let isOpen = true
  let last: { readonly steps: readonly WriteStep[]; readonly whose: Whose | undefined } = { steps: [], whose: undefined }
  const isSafe = ({ state }: StepResult): boolean => state === 'done' || state === 'queued'

  function put(key: string, state: StepResult['state'], why: string | null = null): void {
    results.value = results.value.map((one) => (one.key === key ? { ...one, state, why } : one))
  }
  function wordsOf(failure: Failure): string {
    if (failure.code === 'FORBIDDEN') void accounts.read()
    return describe(failure).all
  }

  async function take({ key, write }: WriteStep, owner: Owner | null): Promise<void> {
    if (!owner) return put(key, 'failed', t('errors.SESSION_ENDED.happened'))
    put(key, 'sending')
    const answer = await write(owner)
    if ('skipped' in answer) put(key, 'skipped', answer.skipped)
    else if (answer.ok) put(key, answer.value.kind === 'queued' ? 'queued' : 'done')
    else put(key, 'failed', wordsOf(answer.failure))
  }

  async function send(steps: readonly WriteStep[], { owner, holder }: Whose): Promise<boolean> {
    isRunning.value = true
    isStopped = false
    // What is not sent yet is kept nowhere else.
    const release = openForms.register({ title: asWork, flush: () => Promise.resolve(false) })
    try {
      for (const step of steps) {
        if (!step.reason && !isStopped && appState.holder === holder) await take(step, owner)
      }
    } finally {
      release()
      isRunning.value = false
      // To somebody else it is no news.
      if (!isOpen && appState.holder === holder) announcer.say(outcome())
    }
    return results.value.every(isSafe)
  }

  /** What the person knows it by who is asked whether to leave it. */
  function asWork(): string {
    const left = results.value.filter(({ state }) => state === 'waiting' || state === 'sending').length
    const all = results.value.length
    return t('record.run.work', { all: formats.value.number(all), left: formats.value.number(left) }, all)
  }

  function outcome(): string {
    const open = results.value.filter((one) => !isSafe(one))
    const done = t('record.run.ended', { done: formats.value.number(results.value.length - open.length), all: formats.value.number(results.value.length) }, results.value.length)
    const named = open.slice(0, NAMED).flatMap(({ label, state, why }) => [t('record.run.result', { name: label, state: t(`record.run.states.${state}`) }), why])
    return formats.value.sentences([done, ...named, open.length > NAMED ? t('record.run.more', { rows: formats.value.number(open.length - NAMED) }) : null])
  }

  onScopeDispose(() => {
    isOpen = false
  })

  return {
    results,
    isRunning,
    doneCount: computed(() => results.value.filter(isSafe).length),
    whose: appState.whose,
    run: async (steps, whose) => {
      if (isRunning.value) return false
      last = { steps, whose }
      results.value = steps.map(({ key, label, reason = null }) => ({ key, label, state: reason === null ? 'waiting' : 'skipped', why: reason }))
      return send(steps, whose ?? appState.whose())
    },
    retry: async () => {
      if (isRunning.value) return false
      // Also what could not be tried because of another one that failed.
      const open = last.steps.filter(({ key, reason }) => !reason && results.value.some((one) => one.key === key && !isSafe(one)))
      for (const { key } of open) put(key, 'waiting')
      return send(open, last.whose ?? appState.whose())
    },
    stop: () => {
      isStopped = true
    },
    forget: () => {
      if (!isRunning.value) results.value = []
    },
  }
}
