/** What people type or paste as a server's address, read the same way by main and by the forms. */

const API_PATH = '/api/v2'
/** An address that holds the API's own path leaves nothing to look for. */
const WITH_API_PATH = /^(.*\/api\/v\d+)(\/|$)/
/** A page at the end of a path, such as `login.html`: its folder is what counts. */
const PAGE = /\/[^/]+\.(?:html?|php|jsp|aspx?)$/i
const FRONT_CONTROLLER = /^(.*?)\/index\.php(?:\/|$)/

/** A path without doubled slashes, and without one at its end. */
export function plainPath(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/\/$/, '')
}

export interface TypedAddress {
  readonly url: URL
  /** False where https was taken for granted: http may be what is meant. */
  readonly hasScheme: boolean
}

/** Null for what is no address of a server; without a scheme https is meant. Whether plain http may be used is not asked here. */
export function parseAddress(typed: string): TypedAddress | null {
  const text = typed.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
  const whole = hasScheme ? text : `https://${text}`
  if (/\s/.test(text) || !URL.canParse(whole)) return null
  const url = new URL(whole)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && !url.username && !url.password ? { url, hasScheme } : null
}

/**
 * Where below this address the API may be, the likeliest first: the typed path with and without the front controller's
 * name, then its parents up to the root. Exactly one where the address holds the API's path itself. No path has a doubled
 * slash (two in a row would make a host of what follows them) or one at its end.
 */
export function apiPathsOf({ pathname }: URL): readonly [string, ...string[]] {
  const path = plainPath(pathname)
  const named = WITH_API_PATH.exec(path)?.[1]
  if (named !== undefined) return [named]
  const front = FRONT_CONTROLLER.exec(path)
  const typed = front?.[1] ?? path.replace(PAGE, '')
  const [first, ...parents] = withParents(typed)
  const withName = (base: string): [string, string] => [`${base}${API_PATH}`, `${base}/index.php${API_PATH}`]
  const [plain, fronted] = withName(first)
  const nearest: [string, string] = front ? [fronted, plain] : [plain, fronted]
  return [...new Set([...nearest, ...parents.flatMap(withName)])] as [string, ...string[]]
}

/** `/a/b`, `/a` and the root, which is empty. */
function withParents(path: string): [string, ...string[]] {
  const parts = path.split('/').filter((part) => part !== '')
  const all = parts.map((_part, index) => `/${parts.slice(0, parts.length - index).join('/')}`)
  return [all[0] ?? '', ...all.slice(1), ...(all.length > 0 ? [''] : [])]
}

/** 127.0.0.0/8, ::1 and localhost: bytes to them never leave the machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
