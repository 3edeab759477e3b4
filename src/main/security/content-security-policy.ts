/**
 * The policy of every page. `connect-src 'self'`: a page cannot reach the network at all, everything goes through the
 * bridge. See docs/architecture.md, "Electron's checklist", point 7.
 */
const POLICY: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'form-action': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  // No text becomes markup or program, but by the one policy that Vue makes for its own templates.
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['vue'],
}

/** `devServer`: the origin of Vite's development server; it inlines styles and needs its web socket. Never when packed. */
export function contentSecurityPolicy(devServer: string | null): string {
  const extra: Record<string, readonly string[]> = devServer
    ? { 'style-src': ["'unsafe-inline'"], 'script-src': ["'unsafe-inline'"], 'connect-src': [devServer, devServer.replace(/^http/, 'ws')] }
    : {}
  return (
    Object.entries(POLICY)
      // Vite's client for hot reload makes its overlay from text.
      .filter(([name]) => devServer === null || !name.includes('trusted-types'))
      .map(([name, sources]) => `${name} ${[...sources, ...(extra[name] ?? [])].join(' ')}`)
      .join('; ')
  )
}
