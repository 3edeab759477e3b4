import { FONT_SIZE, type Locale, type Preferences } from '@shared/views'

export type Theme = Preferences['theme']
export type Density = Preferences['density']

/** The locale to speak: the chosen one, or the operating system's. */
export function resolveLocale(chosen: Preferences['locale'], systemLocale: Locale): Locale {
  return chosen === 'system' ? systemLocale : chosen
}

/** How much larger than usual everything is that follows the size of text. */
export function fontScale(fontSize: number): number {
  return fontSize / FONT_SIZE.usual
}

/** The height of one row of a list, in whole CSS pixels: lists place their rows by it. */
export function rowHeight(density: Density, fontSize: number): number {
  return Math.round((density === 'compact' ? 26 : 32) * fontScale(fontSize))
}

/**
 * Writes the look onto the document element, where tokens.css reads it. `system` removes the mark, so that the media
 * query decides and follows the system while the program runs. `lang` also chooses the right Han glyphs.
 */
export function applyAppearance(root: HTMLElement, look: { theme: Theme; density?: Density; locale: Locale; fontSize?: number; motion?: Preferences['motion'] }): void {
  const { density = 'comfortable', fontSize = FONT_SIZE.usual } = look
  if (look.theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = look.theme
  root.dataset['density'] = density
  if (look.motion === 'reduced') root.dataset['motion'] = 'reduced'
  else delete root.dataset['motion']
  root.style.fontSize = `${fontSize}px`
  root.style.setProperty('--row-height', `${rowHeight(density, fontSize)}px`)
  root.lang = look.locale
}
