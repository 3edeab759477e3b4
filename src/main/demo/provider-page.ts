import { type Reply, errorPage } from './reply'
import { THIRD_PARTIES, type ThirdParties } from './third-party'

/**
 * The page of a third party, played by the back-end: two links, one that agrees and one that refuses. They lead back as
 * RFC 6749 §4.1.2 has it, with the `state` that came in.
 */
export function providerPage(thirdParties: ThirdParties, wanted: string, query: URLSearchParams): Reply {
  const name = THIRD_PARTIES.find((known) => known === wanted)
  const setup = name && thirdParties.setupOf(name)
  const back = query.get('redirect_uri') ?? setup?.redirectUri ?? ''
  if (!name || !setup || !URL.canParse(back)) return errorPage(404, '404 Page Not Found', 'The page you requested was not found.')
  const link = (id: string, words: string, params: Readonly<Record<string, string>>): string => {
    const url = new URL(back)
    for (const [key, value] of Object.entries({ ...params, state: query.get('state') ?? '' })) url.searchParams.set(key, value)
    return `<p><a id="${id}" href="${attribute(url.href)}">${words}</a></p>`
  }
  const links = link('allow', 'Allow', { code: thirdParties.issueCode(name) }) + link('deny', 'Refuse', { error: 'access_denied' })
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${name}</title></head>`
  return { kind: 'html', status: 200, text: `${head}<body><h1>${name}: sign in</h1>${links}</body></html>` }
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
