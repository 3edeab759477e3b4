import type { Locale } from '@shared/views'

const WORDS: Readonly<Record<Locale, { readonly title: string; readonly text: string }>> = {
  en: { title: 'Back to Holdfast', text: 'You can close this tab. Holdfast goes on by itself.' },
  'zh-CN': { title: '返回 Holdfast', text: '可以关闭此标签页，Holdfast 会自行继续。' },
}

/** What the browser shows when a provider has sent it back: no script, no style, nothing of the address. */
export function oauthPage(locale: Locale): string {
  const { title, text } = WORDS[locale]
  const head = `<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title>`
  return `<!doctype html><html lang="${locale}"><head>${head}</head><body><h1>${title}</h1><p>${text}</p></body></html>`
}
