import type { BackendHooks } from '../../../src/main/demo/hooks'
import { responseOf } from '../../../src/main/demo/response'
import { THIRD_PARTIES, type ThirdParties } from './third-party'

/**
 * The pages of the third parties that are set up, at a back-end's own `/oauth/<name>`. The back-end is asked first: it says
 * who may reach it, and knows no such page itself.
 */
export function withProviderPages(thirdParties: ThirdParties): BackendHooks['wire'] {
  return (next) => async (request, rawHeaders) => {
    const response = await next(request, rawHeaders)
    if (response.status !== 404 || request.method !== 'GET') return response
    const { pathname, searchParams } = new URL(request.url)
    const html = providerPage(thirdParties, pathname, searchParams)
    return html === null ? response : responseOf({ kind: 'html', status: 200, text: html }, request)
  }
}

/**
 * The page of a third party, played by the back-end: two links, one that agrees and one that refuses. They lead back as
 * RFC 6749 §4.1.2 has it, with the `state` that came in. Null where there is none.
 */
function providerPage(thirdParties: ThirdParties, path: string, query: URLSearchParams): string | null {
  const name = THIRD_PARTIES.find((known) => path === `/oauth/${known}`)
  const setup = name && thirdParties.setupOf(name)
  const back = query.get('redirect_uri') ?? setup?.redirectUri ?? ''
  if (!name || !setup || !URL.canParse(back)) return null
  const link = (id: string, words: string, params: Readonly<Record<string, string>>): string => {
    const url = new URL(back)
    for (const [key, value] of Object.entries({ ...params, state: query.get('state') ?? '' })) url.searchParams.set(key, value)
    return `<p><a id="${id}" href="${attribute(url.href)}">${words}</a></p>`
  }
  const links = link('allow', 'Allow', { code: thirdParties.issueCode(name) }) + link('deny', 'Refuse', { error: 'access_denied' })
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title></head>`
  return `${head}<body><h1>${name}: sign in</h1>${links}</body></html>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
