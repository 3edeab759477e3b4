/** Where our own pages live. A standard, secure scheme of our own: pages from `file://` would share one opaque origin. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'holdfast'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** The pages that there are; each window shows one of them for as long as it lives. */
export const APP_PAGES = { workspace: `${APP_ORIGIN}/workspace/index.html`, signIn: `${APP_ORIGIN}/sign-in/index.html` } as const

/**
 * The page behind a URL, without what stands behind its `#`, or null where it is none of ours: other files of the program, a
 * query, and `about:blank` are no pages. Compares protocol and host, never `URL.origin`: that is the string "null" for app:,
 * file: and data: alike.
 */
export function appPageOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, pathname, search } = new URL(url)
  const page = `${protocol}//${host}${pathname}${search}`
  return Object.values(APP_PAGES).find((known) => known === page) ?? null
}
