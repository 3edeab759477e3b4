/**
 * Who may talk to a server on loopback.
 *
 * Attack: a web page whose name resolves to 127.0.0.1 (DNS rebinding) is same-origin with this server in a browser; its
 * requests carry that name in `Host`. And a foreign page may post forms without being asked first; such a request
 * carries its `Origin`.
 */
const OWN_NAMES: readonly string[] = ['127.0.0.1', 'localhost']

export function isOwnHost(host: string | undefined): boolean {
  return OWN_NAMES.includes((host ?? '').replace(/:\d{1,5}$/, '').toLowerCase())
}

/** No `Origin`, or that of a program or page which is not on the web or is on this machine. */
export function isOwnOrigin(origin: string | undefined): boolean {
  if (origin === undefined || !/^https?:/i.test(origin)) return true
  return URL.canParse(origin) && OWN_NAMES.includes(new URL(origin).hostname)
}
