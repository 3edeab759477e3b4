import { KeyRound } from '@lucide/vue'
import type { Row } from '@shared/resources/resource'
import type { Role } from '@shared/resources/role'
import { computed, nextTick, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useRecordEditors } from '../../records/record-editors'
import { ROLE_TYPE } from '../../records/types/roles'
import { useRecordActions } from '../../records/use-record-actions'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useRoleRows } from '../../stores/held-rows'
import { isRoleTab, type RoleTab } from './role-tabs'
import { useGrantEditor } from './use-grant-editor'
import { useOwnRoleLock } from './use-role-holders'
import { useRoleHolders } from './use-role-holders'

interface RolePageParts extends Pick<RecordPageParts, 'list' | 'grid' | 'drawer'> {
  readonly refresh: () => Promise<void>
}

/** What a person does with roles: open one at one of its tabs, make, disable, delete, and who may. */
export function useRolePage({ list, grid, drawer, refresh }: RolePageParts) {
  const { t } = useText()
  const route = useRoute()
  const announcer = useAnnouncer()
  const roles = useRoleRows()
  const editors = useRecordEditors('roles')
  const words = useRecordWords().of('roles')
  const ownLock = useOwnRoleLock()
  const rights = useRecordRights(ROLE_TYPE, { remove: ownLock })
  const holders = useRoleHolders()
  /** What is looked at stays, from role to role. */
  const tab = ref<RoleTab>('menus')
  const showForm = (): void => {
    tab.value = 'role'
  }
  const page = useRecordPage({ editors, rowOf: (id) => roles.byId.get(id), list, grid, drawer, showForm })
  const grants = useGrantEditor({ roleId: page.recordId, tab, roleEditors: editors })
  const remove = useRecordRemoval({
    type: ROLE_TYPE,
    editors,
    rights,
    words,
    brief: (row) => holders.briefing(row as Role),
    onDone: async (id) => {
      await grants.editors.drop(id)
      if (page.recordId.value === id) await page.closeDrawer()
      await refresh()
      grid.value?.focusCursor()
    },
  })

  // A link may lead to one of the tabs: to a draft of what the role grants.
  watch(
    () => route.query['tab'],
    (wanted) => {
      if (isRoleTab(wanted)) tab.value = wanted
    },
    { immediate: true },
  )
  /** A role that is not made yet has its form only. */
  const tabLock = computed(() => (editors.current?.isNew.value === true ? t('roles.tabs.notYet') : null))
  const shownTab = computed<RoleTab>(() => (tabLock.value === null ? tab.value : 'role'))

  async function create(): Promise<void> {
    const reason = rights.create()
    if (reason !== null) return announcer.say(reason)
    await page.openNew()
  }

  async function openGrants(row: Row): Promise<void> {
    tab.value = 'menus'
    await page.openRow(row, 'show')
    await nextTick()
    drawer.value?.focusTitle()
  }

  const actions = useRecordActions({
    name: 'roles',
    rights,
    statusLock: ownLock,
    more: () => [{ key: 'grants', label: t('roles.menu.grants'), icon: KeyRound }],
    run: (key, row) => {
      if (key === 'edit') return page.openRow(row, 'edit')
      if (key === 'enable' || key === 'disable') return page.openChanged(row, 'status', `${key}d`)
      return key === 'grants' ? openGrants(row) : remove(row)
    },
  })

  return { editors, words, rights, page, remove, create, actions, tab: shownTab, tabLock, grants, holders, choose: (wanted: RoleTab) => (tab.value = wanted) }
}
