import type { Owner } from '@shared/drafts'
import { PASSWORD_FAULTS, type PasswordFault, type PasswordField } from '@shared/resources/account'
import { passwordSchema } from '@shared/resources/user'
import type { Failure, Result } from '@shared/result'
import { WRITE_RULES } from '@shared/write-modes'
import { computed, type ComputedRef, onScopeDispose, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useFailureWords } from '../i18n/use-failure-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'

/** What is wrong with fields: a key, or the server's own words. */
type Faults = Readonly<Partial<Record<PasswordField, string>>>

/** How the last attempt ended: `unknown` where no answer says whether the password was set. */
export type PasswordOutcome = { readonly kind: 'done' } | { readonly kind: 'unknown' | 'failed'; readonly failure: Failure; readonly at: number }

/** One attempt. */
interface Attempt<Name extends string> {
  /** What is wrong already: then nothing is sent. */
  readonly faults: Faults
  /** Asked first, where each change of this server is confirmed. */
  readonly isWanted?: () => Promise<boolean>
  readonly secrets: Readonly<Record<Name, string>>
  readonly call: (how: { readonly owner: Owner; readonly secrets: Record<Name, Uint8Array<ArrayBuffer>>; readonly asksFirst: boolean }) => Promise<Result<null>>
}

export interface PasswordSending {
  /** In words. */
  readonly faults: ComputedRef<Faults>
  readonly outcome: Readonly<ShallowRef<PasswordOutcome | null>>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly isOffline: ComputedRef<boolean>
  /** Why it cannot be done on this server; null where it can. */
  readonly lock: ComputedRef<string | null>
  /** What was found wrong with these is no longer there. */
  retyped(...fields: readonly PasswordField[]): void
  /** Sends it, once, and wipes what was sent. Resolves when the outcome, or a fault, is there; nothing is ever sent again by itself. */
  send<Name extends string>(attempt: Attempt<Name>): Promise<void>
}

export interface PasswordSendingDeps {
  /** The fields of the form: a fault that main names of another one is told above them. */
  readonly fields: readonly PasswordField[]
  /** For who has left the form before the answer came. */
  readonly words: { readonly done: () => string; readonly unknown: () => string; readonly failed: () => string }
  /** Nothing that was typed is needed any more: it went through, or the form is gone. */
  readonly empty: () => void
}

/** Sets a password directly on the server: only while that can be reached, and through no draft, store or outbox. */
export function usePasswordSending({ fields, words, empty }: PasswordSendingDeps): PasswordSending {
  const appState = useAppState()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const { t, formats } = useText()
  const found = ref<Faults>({})
  const outcome = shallowRef<PasswordOutcome | null>(null)
  const isBusy = ref(false)
  const isOffline = computed(() => appState.state?.connection.state === 'offline')
  const rules = computed(() => WRITE_RULES[appState.state?.profile.writeMode ?? 'normal'])
  const lock = computed(() => (rules.value.takesNone && appState.state ? t('record.locked.readOnly', { server: appState.state.profile.name }) : null))
  let isOpen = true

  async function send<Name extends string>({ faults, isWanted, secrets, call }: Attempt<Name>): Promise<void> {
    if (isBusy.value || isOffline.value || lock.value !== null) return
    outcome.value = null
    found.value = faults
    const { draftOwner: owner, holder } = appState
    if (Object.keys(faults).length > 0 || !owner) return
    isBusy.value = true
    try {
      const { asksFirst } = rules.value
      if (asksFirst && isWanted && !(await isWanted())) return
      const bytes = bytesOf(secrets)
      const answer = await call({ owner, secrets: bytes, asksFirst })
      for (const secret of Object.values<Uint8Array>(bytes)) secret.fill(0)
      // Somebody else is here by now: it is no news of theirs.
      if (holder === appState.holder) settle(answer.ok ? null : answer.failure)
    } finally {
      isBusy.value = false
    }
  }

  function settle(failure: Failure | null): void {
    // Permissions may be others by now: what hangs on them follows.
    if (failure?.code === 'FORBIDDEN') void accounts.read()
    const named = faultsIn(failure, fields)
    if (named) found.value = named
    else outcome.value = failure ? { kind: failure.code === 'UNKNOWN' ? 'unknown' : 'failed', failure, at: Date.now() } : { kind: 'done' }
    if (!failure) {
      found.value = {}
      empty()
    }
    // Who has left the page still has to hear how it ended.
    if (!isOpen) announcer.say(failure ? (failure.code === 'UNKNOWN' ? words.unknown() : formats.value.sentences([words.failed(), describe(failure).all])) : words.done())
  }

  /** By its key, or in the server's own words. */
  function inWords(fault: string): string {
    return isFault(fault) ? t(`profile.password.faults.${fault}`) : fault
  }

  onScopeDispose(() => {
    isOpen = false
    found.value = {}
    empty()
  })
  return {
    faults: computed(() => Object.fromEntries(Object.entries(found.value).map(([field, fault]) => [field, inWords(fault)]))),
    outcome,
    isBusy,
    isOffline,
    lock,
    retyped: (...retyped) => {
      found.value = Object.fromEntries(Object.entries(found.value).filter(([field]) => !retyped.some((one) => one === field)))
    },
    send,
  }
}

/** What is wrong with a new password, before any server is asked. */
export function newPasswordFault(password: string): PasswordFault | null {
  const rule = passwordSchema.safeParse(password).error?.issues[0]?.message
  if (rule === undefined) return null
  return rule === 'required' || rule === 'tooLong' ? rule : 'rule'
}

function isFault(fault: string): fault is PasswordFault {
  return PASSWORD_FAULTS.some((key) => key === fault)
}

function bytesOf<Name extends string>(secrets: Readonly<Record<Name, string>>): Record<Name, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(Object.entries<string>(secrets).map(([name, secret]) => [name, new TextEncoder().encode(secret)])) as Record<Name, Uint8Array<ArrayBuffer>>
}

/** Null for a failure that is about no field of this form. */
function faultsIn(failure: Failure | null, fields: readonly PasswordField[]): Faults | null {
  const named = Object.entries(failure?.fields ?? {}).filter(([field]) => fields.some((known) => known === field))
  return named.length > 0 ? Object.fromEntries(named) : null
}
