import type { PasswordFault, PasswordField } from '@shared/resources/account'
import { reactive } from 'vue'
import { useBridge } from '../../bridge'
import { useServerName } from '../../i18n/use-server-name'
import { useText } from '../../i18n/use-text'
import { newPasswordFault, type PasswordSending, usePasswordSending } from '../../records/use-password-sending'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useQuestions } from '../../stores/questions'

export const PASSWORD_FIELDS: readonly PasswordField[] = ['current', 'password', 'repeat']

export interface PasswordChangeForm extends Pick<PasswordSending, 'faults' | 'outcome' | 'isBusy' | 'isOffline' | 'lock'> {
  /** In this page's memory only, and only while it is open: no draft, no store, no push holds any of it. */
  readonly typed: Record<PasswordField, string>
  set(field: PasswordField, value: string): void
  submit(): Promise<void>
}

/** The form by which a person changes the own password. */
export function usePasswordChange(): PasswordChangeForm {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const questions = useQuestions()
  const serverName = useServerName()
  const { t } = useText()
  const typed = reactive<Record<PasswordField, string>>({ current: '', password: '', repeat: '' })
  const { faults, outcome, isBusy, isOffline, lock, retyped, send } = usePasswordSending({
    fields: PASSWORD_FIELDS,
    words: { done: () => t('profile.password.done'), unknown: () => t('profile.password.unknown'), failed: () => t('profile.password.failed') },
    empty: () => {
      for (const field of PASSWORD_FIELDS) typed[field] = ''
    },
  })

  function set(field: PasswordField, value: string): void {
    typed[field] = value
    // The two new ones are judged by each other.
    retyped(...(field === 'password' ? (['password', 'repeat'] as const) : [field]))
  }

  async function isWanted(): Promise<boolean> {
    const { state } = appState
    const named = { name: accounts.account?.username ?? '', server: state ? serverName(state.profile) : '' }
    return (await questions.ask({ title: t('profile.password.ask'), text: [t('profile.password.askText', named)], confirm: t('profile.password.submit') })) !== null
  }

  return {
    typed,
    faults,
    outcome,
    isBusy,
    isOffline,
    lock,
    set,
    submit: () =>
      send({
        faults: faultsOf(typed),
        isWanted,
        secrets: { current: typed.current, password: typed.password, repeat: typed.repeat },
        call: ({ owner, secrets, asksFirst }) => bridge.account.changePassword({ owner, ...secrets, isConfirmed: asksFirst }),
      }),
  }
}

/** The faults that need no server: all but whether the current one is right. */
function faultsOf({ current, password, repeat }: Record<PasswordField, string>): Partial<Record<PasswordField, PasswordFault>> {
  const rule = newPasswordFault(password)
  const faults: Partial<Record<PasswordField, PasswordFault>> = {}
  if (current === '') faults.current = 'required'
  if (rule) faults.password = rule
  else if (password === current) faults.password = 'sameAsCurrent'
  if (repeat === '') faults.repeat = 'required'
  else if (repeat !== password) faults.repeat = 'notEqual'
  return faults
}
