import { z } from 'zod'
import type { MenuEntry } from '@shared/resources/account'
import { watch } from 'vue'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import { hasNativePage, leadsTo, menuPages, routeOf, visibleMenu } from '../../app/menu-items'
import { useAppState } from '../../stores/app-state'
import { useAccount } from '../../stores/account'
import { usePageViews } from '../../stores/page-views'
import { useAppPages } from '../../app/use-app-pages'
import { useKeptView } from '../../records/use-kept-view'

/** Pages of the program that a start may open. Not the servers and the settings: one goes there to come back. */
const WORK_PAGES = ['outbox', 'journal', 'drafts'] as const

const startShape = { work: z.enum(WORK_PAGES), path: z.string(), component: z.string() }

/**
 * Once menu and kept views are there, the page opens on which this person was last, if the menu still has it; else that of the
 * users, which is what most days are about, and without it the first one that this client has. Only the first time: whoever leaves a page that failed must not be led back to it.
 */
export function useStartPage(): void {
  const appState = useAppState()
  const accounts = useAccount()
  const views = usePageViews()
  const router = useRouter()
  const appPages = useAppPages()
  const { read, keep } = useKeptView('start', startShape)

  const pages = (): MenuEntry[] => menuPages(visibleMenu(accounts.account?.menu ?? []))
  const firstPage = (): MenuEntry | undefined => pages().find((page) => leadsTo(page, 'users')) ?? pages().find(hasNativePage) ?? pages()[0]

  function whereOneWas(): RouteLocationRaw | null {
    const { work, path, component } = read()
    if (work) return { name: work }
    const entry = pages().find((page) => page.path === path && page.component === component)
    return entry ? routeOf(entry) : null
  }

  /** As the settings say; null: the first page of the menu. */
  function wantedPage(): RouteLocationRaw | null {
    const wanted = appState.state?.preferences.startPage ?? 'last'
    if (wanted === 'last') return whereOneWas()
    return wanted === 'first' ? null : { name: wanted }
  }

  function entryOnScreen(): MenuEntry | undefined {
    const { name, params } = router.currentRoute.value
    if (name === 'unavailable') return pages().find(({ id }) => id === Number(params['menuId']))
    return pages().find((page) => leadsTo(page, name))
  }

  watch([() => accounts.account, () => router.currentRoute.value.name, () => views.isReady] as const, ([account, route, isReady]) => {
    if (!account || !isReady || route !== 'home' || appPages.isUnderWay()) return
    const first = firstPage()
    const start = (views.takeFresh('start') ? wantedPage() : null) ?? (first ? routeOf(first) : null)
    if (start) void router.replace(start)
  })
  watch([() => router.currentRoute.value.name, () => router.currentRoute.value.params['menuId'], () => views.isReady] as const, ([route, , isReady]) => {
    if (!isReady || !accounts.account) return
    const work = WORK_PAGES.find((name) => name === route)
    if (work) return keep({ work })
    const entry = entryOnScreen()
    // Who never was anywhere else need not have it written down.
    if (!entry || (entry.id === firstPage()?.id && !views.views.start)) return
    keep({ path: entry.path, component: entry.component })
  })
}
