import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { menuPages, type RecordPageName, routeOf, visibleMenu } from './menu-items'
import { useMenuTitle } from './menu-titles'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'

/** What the page of a kind of record is called: as the menu entry that leads to it. */
export function useRecordPageTitle(): (name: RecordPageName) => string {
  const { t } = useText()
  const accounts = useAccount()
  const titleOf = useMenuTitle()
  return (name) => {
    const entry = menuPages(visibleMenu(accounts.account?.menu ?? [])).find((page) => {
      const target = routeOf(page)
      return typeof target === 'object' && 'name' in target && target.name === name
    })
    return entry ? titleOf(entry) : t(`menu.known.${name}`)
  }
}

/** What is on screen, in the words of its menu entry or its heading; null where nothing is chosen. */
export function usePageTitle(): ComputedRef<string | null> {
  const { t } = useText()
  const route = useRoute()
  const accounts = useAccount()
  const titleOf = useMenuTitle()
  const recordTitle = useRecordPageTitle()

  return computed(() => {
    switch (route.name) {
      case 'users':
      case 'departments':
        return accounts.account ? recordTitle(route.name) : null
      case 'servers':
      case 'settings':
      case 'outbox':
      case 'journal':
      case 'drafts':
        return t(`${route.name}.title`)
      case 'unavailable': {
        const entry = menuPages(accounts.account?.menu ?? []).find(({ id }) => id === Number(route.params['menuId']))
        return entry ? titleOf(entry) : null
      }
      default:
        return null
    }
  })
}
