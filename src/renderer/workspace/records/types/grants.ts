import { setChange } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import { GRANTS } from '@shared/resources/grants'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useGrantable } from '../../stores/grantable'
import type { EditableRecordType } from '../record-type'

/** So many of what is lost are named. */
const NAMED = 10

export const GRANTS_TYPE: EditableRecordType = {
  name: 'grants',
  description: GRANTS,
  fields: {
    menus: { kind: 'menus' },
    roles: { kind: 'roles' },
    departments: { kind: 'departments' },
    scope: { kind: 'scope' },
  },
  form: {
    fields: ['menus', 'roles', 'departments', 'scope'],
    // They are there as soon as their role is.
    newFields: [],
    useReviewed: useOwnLoss,
  },
}

/** What the person who saves loses by it: whoever takes the right to grant from the own role cannot give it back. */
function useOwnLoss(): (before: Row, after: Row) => readonly string[] {
  const accounts = useAccount()
  const grantable = useGrantable()
  const { t, listUpTo } = useText()
  return (before, after) => {
    const { roles = [], permissions = [] } = accounts.account ?? {}
    if (!roles.some(({ id }) => id === before.id)) return []
    const lost = setChange(before['menus'], after['menus']).removed.filter((id) => {
      const menu = grantable.menuById.get(id)
      return menu !== undefined && (menu.type !== 'operation' || permissions.includes(menu.path))
    })
    if (lost.length === 0) return []
    const told = listUpTo(
      lost.map((id) => grantable.menuName(id) ?? ''),
      NAMED,
    )
    return [t(roles.length === 1 ? 'roles.grants.loses' : 'roles.grants.losesMaybe', { names: told })]
  }
}
