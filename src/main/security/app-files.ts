import { realpath } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

export interface AppFile {
  readonly path: string
  readonly contentType: string
}

/**
 * The file behind an app:// path, or null. Refuses everything that is not a known kind of file inside `root` after links
 * are resolved: `..`, its encoded forms, backslashes, NUL, absolute paths. See docs/architecture.md, "Electron's checklist", point 18.
 */
export async function resolveAppFile(root: string, pathname: string): Promise<AppFile | null> {
  const decoded = decode(pathname)
  if (decoded === null || /[\0\\]/.test(decoded) || decoded.split('/').includes('..')) return null
  const contentType = CONTENT_TYPES[extname(decoded).toLowerCase()]
  if (!contentType) return null
  try {
    const [base, path] = await Promise.all([realpath(root), realpath(join(root, normalize(decoded)))])
    return path.startsWith(base + sep) ? { path, contentType } : null
  } catch {
    return null
  }
}

function decode(pathname: string): string | null {
  try {
    const once = decodeURIComponent(pathname)
    // A second layer of encoding has no place in our own file names.
    return /%[0-9a-f]{2}/i.test(once) ? null : once
  } catch {
    return null
  }
}
