import type { MenuEntry } from '@shared/resources/account'
import type { RouteLocationRaw } from 'vue-router'

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

/** The pages of records, by the names of their routes. */
export type RecordPageName = 'users' | 'departments'

/** The server's component names that have a page here. Everything else says so and offers the browser. */
const nativePages: Readonly<Record<string, RecordPageName>> = { 'sys/user/index': 'users', 'sys/dept/index': 'departments' }

export function routeOf(entry: MenuEntry): RouteLocationRaw {
  const name = nativePages[entry.component]
  return name ? { name } : { name: 'unavailable', params: { menuId: entry.id } }
}

export function hasNativePage(entry: MenuEntry): boolean {
  return entry.component in nativePages
}
