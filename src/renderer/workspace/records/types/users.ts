import { type User, USERS } from '@shared/resources/user'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useAllUsers } from '../../stores/all-users'
import { useUserOptions } from '../../stores/lookups'
import { useLastAdministrator } from '../last-administrator'
import type { EditableRecordType } from '../record-type'

export const USER_TYPE: EditableRecordType = {
  name: 'users',
  description: USERS,
  fields: {
    // What a row has to say of itself stands beside the name, which must not give way to it.
    username: { kind: 'text', column: { minWidth: 150, minWidthWithMarks: 216, grow: 1.2 } },
    password: { kind: 'secret' },
    roleIds: { kind: 'roles', column: { minWidth: 124, grow: 1.1, yields: 1 } },
    departmentIds: { kind: 'departments', column: { minWidth: 130, grow: 1.2, yields: 3 } },
    email: { kind: 'text', column: { minWidth: 176, grow: 1.6, yields: 2 } },
    tel: { kind: 'text', column: { minWidth: 120, grow: 0.9, yields: 4 } },
    status: { kind: 'status', column: { minWidth: 96, grow: 0.6 } },
    listorder: { kind: 'number', column: { minWidth: 72, grow: 0.4, align: 'end', yields: 5 } },
    createdAt: { kind: 'time', column: { minWidth: 164, grow: 0.8, yields: 6 } },
    lastSignInAt: { kind: 'time', column: { minWidth: 164, grow: 0.8, yields: 7 } },
  },
  form: {
    fields: ['email', 'tel', 'roleIds', 'departmentIds', 'listorder', 'status'],
    newFields: ['username'],
    useWarned: () => {
      const loss = useOwnRoleLoss()
      return (before, after) => loss(before as User, after as User)
    },
    useWritten: () => {
      const users = useAllUsers()
      return (id, row) => (row ? users.put(row as User) : users.drop(id))
    },
    useFaults: () => useLastAdministrator().faults,
    useGuard: () => {
      const { check, asHolder } = useLastAdministrator()
      const announcer = useAnnouncer()
      return async (before, after) => {
        const { reasons, told } = await check([{ before: asHolder(before), after: asHolder(after) }])
        if (told !== null) announcer.say(told)
        return reasons.get(before.id) ?? null
      }
    },
  },
}

/** What the signed-in account itself loses by a change of its roles: whoever takes the right to give roles cannot give it back. To be called in a set-up. */
export function useOwnRoleLoss(): (before: Pick<User, 'id' | 'roleIds'>, after: Pick<User, 'roleIds'>) => readonly string[] {
  const accounts = useAccount()
  const options = useUserOptions()
  const { t, formats } = useText()
  const nameOf = (id: number): string => options.roleById.get(id)?.name ?? accounts.account?.roles.find((role) => role.id === id)?.name ?? t('fields.values.unknownId', { id: String(id) })
  return (before, after) => {
    const lost = before.id === accounts.account?.id ? before.roleIds.filter((id) => !after.roleIds.includes(id)) : []
    return lost.length > 0 ? [t('users.ownRoleLoss', { names: formats.value.list(lost.map(nameOf)) }, lost.length)] : []
  }
}
