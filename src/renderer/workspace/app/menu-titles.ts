import type { MenuEntry } from '@shared/resources/account'
import type { Locale } from '@shared/views'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'

/** Entries of every server of this family, by the component that the server names; a directory by its path as well. */
const knownPages: Readonly<Record<string, MessageKey>> = {
  'sys/menu/index': 'menu.known.menus',
  'sys/role/index': 'menu.known.roles',
  'sys/user/index': 'menu.known.users',
  'sys/dept/index': 'menu.known.departments',
  'sys/log/index': 'menu.known.log',
  'sys/icon/index': 'menu.known.icons',
  'svg-icons/index': 'menu.known.icons',
}

/** Our own name for an entry that this client knows; null for any other. */
export function knownTitle({ component, path }: Pick<MenuEntry, 'component' | 'path'>): MessageKey | null {
  if (component === 'Layout') return path === '/sys' ? 'menu.known.system' : null
  return Object.hasOwn(knownPages, component) ? (knownPages[component] ?? null) : null
}

/** The language that a server's title is written in, as far as its letters tell. */
export function titleLanguage(title: string): Locale {
  return /\p{Script=Han}/u.test(title) ? 'zh-CN' : 'en'
}

/** What an entry is called: in the server's own language as the server says, in another by our own name, if there is one. */
export function useMenuTitle(): (entry: Pick<MenuEntry, 'title' | 'component' | 'path'>) => string {
  const { t, locale } = useText()
  return (entry) => {
    const known = titleLanguage(entry.title) === locale.value ? null : knownTitle(entry)
    return known ? t(known) : entry.title
  }
}
