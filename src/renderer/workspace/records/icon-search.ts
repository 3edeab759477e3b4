import type { LucideIcon } from '@lucide/vue'
import type { Locale } from '@shared/views'
import { ICON_MEANINGS, menuIcon } from '../app/menu-icons'

/** One name that a menu may ask for. */
export interface IconEntry {
  readonly name: string
  readonly picture: LucideIcon
  /** What it shows, in words; null for a name that only this server knows: it has no picture here. */
  readonly meaning: Readonly<Record<Locale, string>> | null
  /** What it is found by. */
  readonly words: readonly string[]
}

const bundled: readonly IconEntry[] = ICON_MEANINGS.flatMap(({ picture, names, en, zh, pinyin }) => {
  const syllables = pinyin.split(' ')
  const words = [en.toLowerCase(), zh, syllables.join(''), syllables.map((syllable) => syllable[0]).join('')]
  return names.map((name) => ({ name, picture, meaning: { en, 'zh-CN': zh }, words: [name, ...words] }))
})

/** All names with a picture here, and after them those that menus of this server use besides. */
export function iconEntries(used: Iterable<string>): readonly IconEntry[] {
  const known = new Set(bundled.map(({ name }) => name))
  const others = [...used].filter((name) => !known.has(name)).sort()
  return [...bundled, ...others.map((name) => ({ name, picture: menuIcon(name, false), meaning: null, words: [name] }))]
}

/** Those that are called so, or show so: in English, in Chinese, in pinyin or its first letters. Each word has to be met. */
export function foundIcons(entries: readonly IconEntry[], typed: string): readonly IconEntry[] {
  const asked = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const whole = asked.join('')
  return entries.filter(({ words }) => asked.every((word) => words.some((one) => one.includes(word))) || words.some((one) => whole !== '' && one.startsWith(whole)))
}
