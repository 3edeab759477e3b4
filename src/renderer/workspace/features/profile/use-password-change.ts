import { PASSWORD_FAULTS, type PasswordFault, type PasswordField } from '@shared/resources/account'
import { passwordSchema } from '@shared/resources/user'
import type { Failure } from '@shared/result'
import { WRITE_RULES } from '@shared/write-modes'
import { computed, type ComputedRef, onScopeDispose, reactive, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { useFailureWords } from '../../i18n/use-failure-words'
import { useServerName } from '../../i18n/use-server-name'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useQuestions } from '../../stores/questions'

export const PASSWORD_FIELDS: readonly PasswordField[] = ['current', 'password', 'repeat']
type Faults = Readonly<Partial<Record<PasswordField, string>>>

/** How the last attempt ended: `unknown` where no answer says whether the password was changed. */
type Outcome = { readonly kind: 'done' } | { readonly kind: 'unknown' | 'failed'; readonly failure: Failure; readonly at: number }

export interface PasswordChangeForm {
  /** In this page's memory only, and only while it is open: no draft, no store, no push holds any of it. */
  readonly typed: Record<PasswordField, string>
  /** In words. */
  readonly faults: ComputedRef<Faults>
  readonly outcome: Readonly<ShallowRef<Outcome | null>>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly isOffline: ComputedRef<boolean>
  /** Why it cannot be done on this server; null where it can. */
  readonly lock: ComputedRef<string | null>
  set(field: PasswordField, value: string): void
  /** Sends it, once. Resolves when the outcome, or a fault, is there; nothing is ever sent again by itself. */
  submit(): Promise<void>
}

/** The form by which a person changes the own password: directly on the server, so only while that can be reached. */
export function usePasswordChange(): PasswordChangeForm {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const describe = useFailureWords()
  const serverName = useServerName()
  const { t } = useText()
  const typed = reactive<Record<PasswordField, string>>({ current: '', password: '', repeat: '' })
  const found = ref<Faults>({})
  const outcome = shallowRef<Outcome | null>(null)
  const isBusy = ref(false)
  const isOffline = computed(() => appState.state?.connection.state === 'offline')
  const rules = computed(() => WRITE_RULES[appState.state?.profile.writeMode ?? 'normal'])
  const lock = computed(() => (rules.value.takesNone && appState.state ? t('record.locked.readOnly', { server: appState.state.profile.name }) : null))
  let isOpen = true

  function empty(): void {
    for (const field of PASSWORD_FIELDS) typed[field] = ''
    found.value = {}
  }

  function set(field: PasswordField, value: string): void {
    typed[field] = value
    // The two new ones are judged by each other.
    const { [field]: _own, ...others } = found.value
    found.value = field === 'password' ? withoutRepeat(others) : others
  }

  async function submit(): Promise<void> {
    if (isBusy.value || isOffline.value || lock.value !== null) return
    outcome.value = null
    found.value = faultsOf(typed)
    const { draftOwner: owner, state } = appState
    if (Object.keys(found.value).length > 0 || !owner || !state) return
    const { holder } = appState
    isBusy.value = true
    try {
      if (rules.value.asksFirst && !(await isWanted(serverName(state.profile)))) return
      const secrets = { current: bytesOf(typed.current), password: bytesOf(typed.password), repeat: bytesOf(typed.repeat) }
      const answer = await bridge.account.changePassword({ owner, ...secrets, isConfirmed: rules.value.asksFirst })
      for (const secret of Object.values(secrets)) secret.fill(0)
      // Somebody else is here by now: it is no news of theirs.
      if (holder === appState.holder) settle(answer.ok ? null : answer.failure)
    } finally {
      isBusy.value = false
    }
  }

  async function isWanted(server: string): Promise<boolean> {
    const name = accounts.account?.username ?? ''
    return (await questions.ask({ title: t('profile.password.ask'), text: [t('profile.password.askText', { name, server })], confirm: t('profile.password.submit') })) !== null
  }

  function settle(failure: Failure | null): void {
    if (failure?.code === 'FORBIDDEN') void accounts.read()
    const fields = faultsIn(failure)
    if (fields) found.value = fields
    else outcome.value = failure ? { kind: failure.code === 'UNKNOWN' ? 'unknown' : 'failed', failure, at: Date.now() } : { kind: 'done' }
    if (!failure) empty()
    // Who has left the page still has to hear how it ended.
    if (!isOpen) announcer.say(failure ? (failure.code === 'UNKNOWN' ? t('profile.password.unknown') : `${t('profile.password.failed')} ${describe(failure).all}`) : t('profile.password.done'))
  }

  /** By its key, or in the server's own words. */
  function inWords(fault: string): string {
    return isFault(fault) ? t(`profile.password.faults.${fault}`) : fault
  }

  onScopeDispose(() => {
    isOpen = false
    empty()
  })
  return {
    typed,
    faults: computed(() => Object.fromEntries(Object.entries(found.value).map(([field, fault]) => [field, inWords(fault)]))),
    outcome,
    isBusy,
    isOffline,
    lock,
    set,
    submit,
  }
}

function withoutRepeat({ repeat: _repeat, ...others }: Faults): Faults {
  return others
}

function isFault(fault: string): fault is PasswordFault {
  return PASSWORD_FAULTS.some((key) => key === fault)
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** The faults that need no server: all but whether the current one is right. */
function faultsOf({ current, password, repeat }: Record<PasswordField, string>): Faults {
  const rule = passwordSchema.safeParse(password).error?.issues[0]?.message
  const faults: Partial<Record<PasswordField, PasswordFault>> = {}
  if (current === '') faults.current = 'required'
  if (rule !== undefined) faults.password = rule === 'required' || rule === 'tooLong' ? rule : 'rule'
  else if (password === current) faults.password = 'sameAsCurrent'
  if (repeat === '') faults.repeat = 'required'
  else if (repeat !== password) faults.repeat = 'notEqual'
  return faults
}

/** Null for a failure that is about no field of this form. */
function faultsIn(failure: Failure | null): Faults | null {
  const named = Object.entries(failure?.fields ?? {}).filter(([field]) => PASSWORD_FIELDS.some((known) => known === field))
  return named.length > 0 ? Object.fromEntries(named) : null
}
