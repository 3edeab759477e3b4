import { Copy } from '@lucide/vue'
import type { User } from '@shared/resources/user'
import type { Row } from '@shared/resources/resource'
import { useRecordActions } from '../../records/use-record-actions'
import type { PagedList } from '../../records/use-paged-list'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useUserForms } from './user-forms'
import { useUserOptions } from '../../stores/lookups'
import { copyOf, USER_RECORD } from './user-rules'

interface UserPageParts extends Pick<RecordPageParts, 'grid' | 'drawer'> {
  readonly list: Pick<PagedList<User, unknown>, 'shown' | 'replaceRow'>
  readonly refresh: () => Promise<void>
}

/** What a person does with users besides looking at them: open, make, copy, delete, and who may. */
export function useUserPage({ list, grid, drawer, refresh }: UserPageParts) {
  const { t } = useText()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const options = useUserOptions()
  const forms = useUserForms()
  const words = useRecordWords().of('users')
  const rights = useRecordRights(USER_RECORD, {
    remove: (id) => (accounts.account?.id === id ? t('users.locked.own') : null),
  })
  const page = useRecordPage({ forms, rowOf: (id) => list.shown.value?.rows.find((row) => row.id === id), list, grid, drawer })
  const remove = useRecordRemoval({
    definition: USER_RECORD,
    forms,
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

  return { forms, words, rights, page, remove, create, actions }
}
