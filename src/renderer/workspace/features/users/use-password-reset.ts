import { KeyRound } from '@lucide/vue'
import { PASSWORD_RESET } from '@shared/resources/account'
import { isTemporaryId, type Row } from '@shared/resources/resource'
import { type User, USERS } from '@shared/resources/user'
import { WRITE_RULES } from '@shared/write-modes'
import { shallowRef, type ShallowRef, watch } from 'vue'
import { useAppPages } from '../../app/use-app-pages'
import { usePermissionText } from '../../i18n/use-permission-words'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useGrantable } from '../../stores/grantable'
import { useAskAgain } from '../../stores/use-ask-again'
import type { MenuAction } from '../../ui/PopupMenu.vue'

export interface PasswordReset {
  /** Whose password is being set; null while the dialog is closed. */
  readonly target: ShallowRef<User | null>
  /** The command for this user: none where the server is not known to have it, disabled with the reason where it cannot be done. */
  actionFor(row: Row): MenuAction[]
  /** Opens the dialog; of the own account the profile, where the old password is the proof. */
  begin(row: Row): void
}

/**
 * Setting another user's password: a capability of the server. An account that has the permission knows by that; for the others
 * the server's catalogue of operations tells, which everybody may read (docs/contract.md, "What only some servers have").
 */
export function usePasswordReset(): PasswordReset {
  const accounts = useAccount()
  const appState = useAppState()
  const grantable = useGrantable()
  const pages = useAppPages()
  const permissionText = usePermissionText()
  const { t } = useText()
  const target = shallowRef<User | null>(null)
  const isOwn = ({ id }: Row): boolean => accounts.account?.id === id

  function isOffered(): boolean {
    if (accounts.has(PASSWORD_RESET.permission)) return true
    grantable.want()
    return grantable.grantable?.menus.some(({ type, path }) => type === 'operation' && path === PASSWORD_RESET.permission) === true
  }

  function reasonFor({ id }: Row): string | null {
    const { profile, connection } = appState.state ?? {}
    if (USERS.protectedIds.includes(id)) return t('users.reset.protected')
    if (profile && WRITE_RULES[profile.writeMode].takesNone) return t('record.locked.readOnly', { server: profile.name })
    if (!accounts.has(PASSWORD_RESET.permission)) return t('users.reset.locked', { permission: permissionText(PASSWORD_RESET.permission) })
    if (isTemporaryId(id)) return t('users.reset.notThere')
    return connection?.state === 'offline' ? t('record.password.offline') : null
  }

  // Another person, or another server: it is none of theirs.
  watch(
    () => appState.holder,
    () => (target.value = null),
  )
  useAskAgain(() => grantable.failure !== null, grantable.load)

  return {
    target,
    actionFor: (row) => {
      if (!isOffered()) return []
      return [isOwn(row) ? { key: 'resetPassword', label: t('users.reset.own'), icon: KeyRound } : { key: 'resetPassword', label: t('users.reset.menu'), icon: KeyRound, reason: reasonFor(row) }]
    },
    begin: (row) => {
      if (isOwn(row)) void pages.openProfile()
      else if (isOffered() && reasonFor(row) === null) target.value = row as User
    },
  }
}
