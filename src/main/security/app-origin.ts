/** Where our own pages live. A standard, secure scheme of our own: pages from `file://` would share one opaque origin. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'holdfast'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/**
 * Whether a URL is one of our pages. Compares protocol and host, never `URL.origin`: that is the string "null" for app:,
 * file: and data: alike.
 */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST
}
