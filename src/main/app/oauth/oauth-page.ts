import type { Locale } from '@shared/views'

/** `other`: this is not the answer to the sign-in that is under way, such as that of a tab from before. */
type OAuthPage = 'answered' | 'other'

const WORDS: Readonly<Record<Locale, Readonly<Record<OAuthPage, { readonly title: string; readonly text: string }>>>> = {
  en: {
    answered: { title: 'Back to Holdfast', text: 'You can close this tab. Holdfast continues automatically.' },
    other: { title: 'Not the current sign-in', text: 'This page belongs to another sign-in. Use the newest tab, or start again in Holdfast.' },
  },
  'zh-CN': {
    answered: { title: '返回 Holdfast', text: '可以关闭此标签页，Holdfast 会自动继续。' },
    other: { title: '不是当前的登录', text: '此页面属于另一次登录。请使用最新的标签页，或在 Holdfast 中重新开始。' },
  },
}

/** What the browser shows when a provider has sent it back: no script, no style, nothing of the address. */
export function oauthPage(locale: Locale, page: OAuthPage): string {
  const { title, text } = WORDS[locale][page]
  const head = `<meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${title}</title>`
  return `<!doctype html><html lang="${locale}"><head>${head}</head><body><h1>${title}</h1><p>${text}</p></body></html>`
}
