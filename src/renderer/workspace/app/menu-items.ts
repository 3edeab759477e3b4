import type { MenuEntry } from '@shared/resources/account'
import type { RouteLocationRaw } from 'vue-router'
import { serverPageOf } from './pages'

export interface MenuItem {
  readonly entry: MenuEntry
  readonly level: number
  readonly parentId: number | null
  readonly position: number
  readonly setSize: number
  readonly hasChildren: boolean
  readonly isExpanded: boolean
}

/** What a person may see: hidden entries go with all below them, and a directory without a page below it goes too. */
export function visibleMenu(entries: readonly MenuEntry[]): MenuEntry[] {
  return entries
    .filter(({ isHidden }) => !isHidden)
    .map((entry) => ({ ...entry, children: visibleMenu(entry.children) }))
    .filter((entry) => !entry.isDirectory || entry.children.length > 0)
}

/** The tree as the lines on screen, in the server's order. */
export function menuItems(entries: readonly MenuEntry[], collapsed: ReadonlySet<number>, level = 1, parentId: number | null = null): MenuItem[] {
  return entries.flatMap((entry, index) => {
    const hasChildren = entry.children.length > 0
    const isExpanded = hasChildren && !collapsed.has(entry.id)
    const item: MenuItem = { entry, level, parentId, position: index + 1, setSize: entries.length, hasChildren, isExpanded }
    return isExpanded ? [item, ...menuItems(entry.children, collapsed, level + 1, entry.id)] : [item]
  })
}

/** All pages of a menu in order, without the directories. */
export function menuPages(entries: readonly MenuEntry[]): MenuEntry[] {
  return entries.flatMap((entry) => (entry.isDirectory ? menuPages(entry.children) : [entry, ...menuPages(entry.children)]))
}

/** Where an entry leads: to its page here, or to the one that says that this client has none. */
export function routeOf(entry: MenuEntry): RouteLocationRaw {
  const name = serverPageOf(entry.component)
  return name ? { name } : { name: 'unavailable', params: { menuId: entry.id } }
}

/** Whether an entry leads to the page of this route. */
export function leadsTo(entry: MenuEntry, route: unknown): boolean {
  return hasNativePage(entry) && serverPageOf(entry.component) === route
}

export function hasNativePage({ component }: Pick<MenuEntry, 'component'>): boolean {
  return serverPageOf(component) !== null
}
