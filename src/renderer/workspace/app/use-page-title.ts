import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { leadsTo, menuPages, visibleMenu } from './menu-items'
import { useMenuTitle } from './menu-titles'
import { PAGE_FILES, type ServerPageName } from './pages'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'

/** What a page of the server's menu is called: as the entry that leads to it. */
export function useServerPageTitle(): (name: ServerPageName) => string {
  const { t } = useText()
  const accounts = useAccount()
  const titleOf = useMenuTitle()
  return (name) => {
    const entry = menuPages(visibleMenu(accounts.account?.menu ?? [])).find((page) => leadsTo(page, name))
    return entry ? titleOf(entry) : t(`menu.known.${name}`)
  }
}

/** What is on screen, in the words of its menu entry or its heading; null where nothing is chosen. */
export function usePageTitle(): ComputedRef<string | null> {
  const { t } = useText()
  const route = useRoute()
  const accounts = useAccount()
  const titleOf = useMenuTitle()
  const serverPageTitle = useServerPageTitle()

  return computed(() => {
    const built = PAGE_FILES.find(({ name }) => name === route.name)
    if (built) return accounts.account ? serverPageTitle(built.name) : null
    switch (route.name) {
      case 'servers':
      case 'settings':
      case 'outbox':
      case 'journal':
      case 'drafts':
      case 'profile':
        return t(`${route.name}.title`)
      case 'help':
        return t('help.title')
      case 'whats-new':
        return t('help.news.title')
      case 'unavailable': {
        const entry = menuPages(accounts.account?.menu ?? []).find(({ id }) => id === Number(route.params['menuId']))
        return entry ? titleOf(entry) : null
      }
      case 'not-found':
        return t('notFound.title')
      default:
        return null
    }
  })
}
