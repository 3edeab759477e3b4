import type { MenuEntry } from '@shared/resources/account'
import type { Menu } from '@shared/resources/menu'
import { useMenuTitle } from '../app/menu-titles'
import { serverPageOf } from '../app/pages'
import { usePermissionText } from '../i18n/use-permission-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'

/**
 * What the signed-in account itself loses when a menu becomes another one, or goes (`after` is null): the permission that an
 * operation is, or the pages that it sees below it. To be called in a set-up.
 */
export function useMenuLoss(): (before: Menu, after: Menu | null) => readonly string[] {
  const accounts = useAccount()
  const titleOf = useMenuTitle()
  const permissionText = usePermissionText()
  const { t, formats } = useText()

  function lostPermission({ type, path }: Menu, after: Menu | null): string | null {
    const isHeld = type === 'operation' && accounts.account?.permissions.includes(path) === true
    const isKept = after?.type === 'operation' && after.path === path
    return isHeld && !isKept ? t('menus.loss.permission', { permission: permissionText(path) }) : null
  }

  /** The pages of this client that are reached by it; what others reach by the menu is not this account's to lose. */
  function lostPages(before: Menu, after: Menu | null): string | null {
    if (before.type === 'operation') return null
    const entry = entryOf(accounts.account?.menu ?? [], before.id)
    const isKept = after !== null && after.type === before.type && !(after.isHidden && !before.isHidden) && serverPageOf(after.component) === serverPageOf(before.component)
    const pages = entry && !isKept ? pagesIn(entry).map(titleOf) : []
    return pages.length > 0 ? t('menus.loss.pages', { names: formats.value.list(pages) }, pages.length) : null
  }

  return (before, after) => [lostPermission(before, after), lostPages(before, after)].filter((words) => words !== null)
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
