import type { MenuEntry } from '@shared/resources/account'
import type { Menu } from '@shared/resources/menu'
import { useMenuTitle } from '../app/menu-titles'
import { serverPageOf } from '../app/pages'
import { usePermissionText } from '../i18n/use-permission-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useMenuTree } from '../stores/held-rows'

/** Whoever has this role is granted every menu by the server. */
const ALL_MENUS_ROLE = 1

/**
 * What the signed-in account itself loses when a menu becomes another one, or goes (`after` is null): the permission that an
 * operation is, or the pages that it sees below it; and which roles lose it by a move, as a role sees a page only by the way
 * that leads to it. To be called in a set-up.
 */
export function useMenuLoss(): (before: Menu, after: Menu | null) => readonly string[] {
  const accounts = useAccount()
  const tree = useMenuTree()
  const titleOf = useMenuTitle()
  const permissionText = usePermissionText()
  const { t, formats } = useText()

  function lostPermission({ type, path }: Menu, after: Menu | null): string | null {
    const isHeld = type === 'operation' && accounts.account?.permissions.includes(path) === true
    const isKept = after?.type === 'operation' && after.path === path
    return isHeld && !isKept ? t('menus.loss.permission', { permission: permissionText(path) }) : null
  }

  function wayTo(id: number): Menu[] {
    const way = new Set<Menu>()
    for (let at = tree.byId.get(id); at && !way.has(at); at = tree.byId.get(at.parentId)) way.add(at)
    return [...way]
  }
  /** What leads to its new place and did not lead to the old one, from above; a page of which one of it is missing is not seen. */
  function newWay(before: Menu, after: Menu | null): Menu[] {
    if (after === null || after.parentId === before.parentId || before.type === 'operation') return []
    const old = new Set(wayTo(before.parentId))
    return wayTo(after.parentId)
      .filter((menu) => !old.has(menu))
      .toReversed()
  }
  /** As far as is known: what has been granted since the account was read is not in it. */
  function isHeld(id: number): boolean {
    const { account } = accounts
    return account === null || account.roles.some((role) => role.id === ALL_MENUS_ROLE) || entryOf(account.menu, id) !== undefined
  }
  function lostWay(before: Menu, after: Menu | null): string | null {
    const way = newWay(before, after)
    return way.length > 0 ? t('menus.loss.way', { way: formats.value.list(way.map(({ title }) => title)), name: before.title }) : null
  }

  /** The pages of this client that are reached by it; what others reach by the menu is not this account's to lose. */
  function lostPages(before: Menu, after: Menu | null): string | null {
    if (before.type === 'operation') return null
    const entry = entryOf(accounts.account?.menu ?? [], before.id)
    const isKept = after !== null && after.type === before.type && !(after.isHidden && !before.isHidden) && serverPageOf(after.component) === serverPageOf(before.component)
    const isCut = newWay(before, after).some(({ id, isHidden }) => isHidden || !isHeld(id))
    const pages = entry && (!isKept || isCut) ? pagesIn(entry).map(titleOf) : []
    return pages.length > 0 ? t('menus.loss.pages', { names: formats.value.list(pages) }, pages.length) : null
  }

  return (before, after) => [lostPermission(before, after), lostPages(before, after), lostWay(before, after)].filter((words) => words !== null)
}

function entryOf(entries: readonly MenuEntry[], id: number): MenuEntry | undefined {
  for (const entry of entries) {
    const found = entry.id === id ? entry : entryOf(entry.children, id)
    if (found) return found
  }
  return undefined
}

function pagesIn(entry: MenuEntry): MenuEntry[] {
  const below = entry.children.filter(({ isHidden }) => !isHidden).flatMap(pagesIn)
  return !entry.isDirectory && serverPageOf(entry.component) !== null ? [entry, ...below] : below
}
