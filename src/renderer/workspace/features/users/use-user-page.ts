import { Copy } from '@lucide/vue'
import type { User } from '@shared/resources/user'
import type { Row } from '@shared/resources/resource'
import { useRecordEditors } from '../../records/record-editors'
import { pickFields } from '@shared/merge'
import { USER_TYPE } from '../../records/types/users'
import { useRecordActions } from '../../records/use-record-actions'
import type { PagedList } from '../../records/use-paged-list'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useUserOptions } from '../../stores/lookups'

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
  const options = useUserOptions()
  const editors = useRecordEditors('users')
  const words = useRecordWords().of('users')
  const rights = useRecordRights(USER_TYPE, {
    remove: (id) => (accounts.account?.id === id ? t('users.locked.own') : null),
  })
  const page = useRecordPage({ editors, rowOf: (id) => list.shown.value?.rows.find((row) => row.id === id), list, grid, drawer, showForm })
  const remove = useRecordRemoval({
    type: USER_TYPE,
    editors,
    rights,
    words,
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

  const actions = useRecordActions({
    name: 'users',
    rights,
    more: () => [{ key: 'duplicate', label: t('users.menu.duplicate'), icon: Copy, reason: rights.create() }],
    statusLock: (id) => (accounts.account?.id === id ? t('users.form.ownStatus') : null),
    run: (key, row) => {
      if (key === 'edit') return page.openRow(row, 'edit')
      if (key === 'enable' || key === 'disable') return page.openChanged(row, 'status', `${key}d`)
      return key === 'duplicate' ? duplicate(row) : remove(row)
    },
  })

  return { editors, words, rights, page, remove, create, actions }
}
