import { Copy } from '@lucide/vue'
import type { User } from '@shared/resources/user'
import type { Row } from '@shared/resources/resource'
import { useRecordEditors } from '../../records/record-editors'
import { pickFields } from '@shared/merge'
import { USER_TYPE } from '../../records/types/users'
import { useLastAdministrator } from '../../records/last-administrator'
import { useRecordActions } from '../../records/use-record-actions'
import type { PagedList } from '../../records/use-paged-list'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useUserOptions } from '../../stores/lookups'
import { usePasswordReset } from './use-password-reset'
import { useQuestions } from '../../stores/questions'
import { useStatusChange } from './use-status-change'

interface UserPageParts extends Pick<RecordPageParts, 'grid' | 'drawer' | 'showForm'> {
  readonly list: Pick<PagedList<User, unknown>, 'shown' | 'replaceRow'>
  readonly refresh: () => Promise<void>
}

/** What another user takes over of this one: all but the name, and of the roles and departments those that may be given. */
export function copyOf(user: Row, mayGive: { readonly role: (id: number) => boolean; readonly department: (id: number) => boolean }): Partial<User> {
  const { roleIds, departmentIds, ...plain } = pickFields(user, USER_TYPE.form.fields) as User
  return { ...plain, roleIds: roleIds.filter(mayGive.role), departmentIds: departmentIds.filter(mayGive.department) }
}

/** What a person does with users besides looking at them: open, make, copy, delete, and who may. */
export function useUserPage({ list, grid, drawer, refresh, showForm }: UserPageParts) {
  const { t } = useText()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const options = useUserOptions()
  const editors = useRecordEditors('users')
  const words = useRecordWords().of('users')
  const guard = useLastAdministrator()
  const questions = useQuestions()
  const rowOf = (id: number): User | undefined => list.shown.value?.rows.find((row) => row.id === id)
  const lastOf = (id: number, after: (row: User) => User | null): string | null => {
    const row = rowOf(id)
    return row ? guard.known({ before: row, after: after(row) }) : null
  }
  const rights = useRecordRights(USER_TYPE, {
    remove: (id) => (accounts.account?.id === id ? t('users.locked.own') : lastOf(id, () => null)),
  })
  const reset = usePasswordReset()
  const statusLock = (id: number): string | null =>
    accounts.account?.id === id ? t('users.form.ownStatus') : lastOf(id, (row) => ({ ...row, status: row.status === 'enabled' ? 'disabled' : 'enabled' }))
  const page = useRecordPage({ editors, rowOf, list, grid, drawer, showForm })
  const remove = useRecordRemoval({
    type: USER_TYPE,
    editors,
    rights,
    words,
    brief: async (row) => {
      const { holder } = appState
      const { reasons, told } = await guard.check([{ before: guard.asHolder(row), after: null }])
      if (appState.holder !== holder) return null
      const reason = reasons.get(row.id)
      if (reason === undefined) return { text: told === null ? [] : [told] }
      await questions.ask({ title: t('record.remove.failed', { name: words.field('username', row['username']) }), text: [reason], confirm: t('question.close'), isNotice: true })
      return null
    },
    onDone: async (id) => {
      if (page.recordId.value === id) await page.closeDrawer()
      await refresh()
      grid.value?.focusCursor()
    },
  })

  async function create(): Promise<void> {
    const reason = rights.create()
    if (reason === null) await page.openNew()
    else announcer.say(reason)
  }

  async function duplicate(row: Row): Promise<void> {
    if (rights.create() !== null) return
    const mayGive = {
      role: (id: number) => options.roleById.get(id)?.isAssignable !== false,
      department: (id: number) => options.departmentById.get(id)?.option.isAssignable !== false,
    }
    await page.openNew({ edits: copyOf(row, mayGive) })
  }

  const changeStatus = useStatusChange({
    words,
    lockOf: (row) => rights.update(row.id) ?? statusLock(row.id),
    replaceRow: (fresh) => list.replaceRow((row) => row.id === fresh.id, fresh as User),
    refresh,
  })

  const actions = useRecordActions({
    name: 'users',
    rights,
    more: (row) => [{ key: 'duplicate', label: t('users.menu.duplicate'), icon: Copy, reason: rights.create() }, ...reset.actionFor(row)],
    statusLock,
    hasStatusKey: true,
    run: (key, row) => {
      if (key === 'edit') return page.openRow(row, 'edit')
      if (key === 'enable' || key === 'disable') return changeStatus(row)
      if (key === 'resetPassword') return reset.begin(row)
      return key === 'duplicate' ? duplicate(row) : remove(row)
    },
  })

  return { editors, words, rights, page, remove, create, actions, changeStatus, reset }
}
