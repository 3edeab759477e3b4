/** What a typed or pasted server address is, as far as a form has to know; main decides in the end. */
export type AddressKind = 'bad' | 'plain-remote' | 'fine'

export function addressKind(typed: string): AddressKind {
  const url = parse(typed.trim())
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return 'bad'
  return url.protocol === 'http:' && !isLoopback(url.hostname) ? 'plain-remote' : 'fine'
}

function parse(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
