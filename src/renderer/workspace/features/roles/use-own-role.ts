import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'

/** Why a role is neither disabled nor deleted from here: it is the only one by which this account may do anything. Null: it may be. */
export function useOwnRoleLock(): (id: number) => string | null {
  const accounts = useAccount()
  const { t } = useText()
  return (id) => {
    // The server tells the enabled ones.
    const roles = accounts.account?.roles ?? []
    return roles.length === 1 && roles[0]?.id === id ? t('roles.locked.ownOnly') : null
  }
}
