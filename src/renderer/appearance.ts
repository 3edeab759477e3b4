import type { Locale, Preferences } from '@shared/views'

export type Theme = Preferences['theme']
export type Density = Preferences['density']

/** The locale to speak: the chosen one, or the operating system's. */
export function resolveLocale(chosen: Preferences['locale'], systemLocale: Locale): Locale {
  return chosen === 'system' ? systemLocale : chosen
}

/**
 * Writes the look onto the document element, where tokens.css reads it. `system` removes the mark, so that the media
 * query decides and follows the system while the program runs. `lang` also chooses the right Han glyphs.
 */
export function applyAppearance(root: HTMLElement, look: { theme: Theme; density?: Density; locale: Locale }): void {
  if (look.theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = look.theme
  root.dataset['density'] = look.density ?? 'comfortable'
  root.lang = look.locale
}
