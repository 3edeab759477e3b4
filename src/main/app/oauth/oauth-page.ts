import type { Locale } from '@shared/views'
import { type Words, wordsFor } from '../messages'

/** `other`: this is not the answer to the sign-in that is under way, such as that of a tab from before. */
type OAuthPage = keyof Words['oauth']

/** What the browser shows when a provider has sent it back: no script, no style, nothing of the address. */
export function oauthPage(locale: Locale, page: OAuthPage): string {
  const { title, text } = wordsFor(locale).oauth[page]
  const head = `<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title>`
  return `<!doctype html><html lang="${locale}"><head>${head}</head><body><h1>${title}</h1><p>${text}</p></body></html>`
}
