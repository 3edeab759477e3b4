/**
 * The name of a header as people and servers usually write it: `x-token` is `X-Token`. Names are the same in any case by
 * RFC 9110 §5.1, but Apache with the PHP module and `php -S` hand them on as they came, and the original looks for exactly
 * `Authorization`: with `authorization` a sign-in works there, and every list is refused.
 */
export function usualName(name: string): string {
  if (name !== name.toLowerCase()) return name
  return name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/** The same headers under their usual names. Values are handed on unseen: one of them may hold a token. */
export function withUsualNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [usualName(name), value]))
}
