import type { MenuEntry } from '@shared/resources/account'
import type { Locale } from '@shared/views'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { serverPageOf } from './pages'

/** Our own name for an entry that this client knows; null for any other. */
export function knownTitle({ component, path }: Pick<MenuEntry, 'component' | 'path'>): MessageKey | null {
  if (component === 'Layout') return path === '/sys' ? 'menu.known.system' : null
  const page = serverPageOf(component)
  return page && `menu.known.${page}`
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
