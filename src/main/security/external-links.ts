import { shell } from 'electron'
import { withUsualFiles } from './private-files'

/**
 * The address to hand to the system browser, re-serialised, or null where it must not be opened: only https (http for a
 * host that is on the list because a profile lives there), only hosts on the list, never with credentials in it.
 * See docs/architecture.md, "Electron's checklist", point 15.
 */
export function safeExternalUrl(url: string, allowedOrigins: ReadonlySet<string>): string | null {
  if (!URL.canParse(url)) return null
  const parsed = new URL(url)
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null
  if (parsed.username || parsed.password || !allowedOrigins.has(parsed.origin)) return null
  return parsed.href
}

/** Opens a link in the system browser if it is on the list; says whether it did. The only use of `shell.openExternal`. */
export async function openExternalLink(url: string, allowedOrigins: ReadonlySet<string>): Promise<boolean> {
  const safe = safeExternalUrl(url, allowedOrigins)
  if (!safe) return false
  await withUsualFiles(() => shell.openExternal(safe))
  return true
}

/** Shows a folder of this program's own in the system's file manager. Resolves to the system's words where that did not work, else to an empty text. */
export function openOwnFolder(folder: string): Promise<string> {
  return withUsualFiles(() => shell.openPath(folder))
}
