/**
 * Which server an address means. A server is its origin and the path of its API together: `https://h/staging/api/v2` and
 * `https://h/prod/api/v2` are two, with different records, users and tokens. Everything that compares servers compares this.
 */

/** Scheme, host and port, and the path of the API below them. `origin` is empty for the demo, whose port changes. */
export interface ServerPlace {
  readonly origin: string
  readonly apiPath: string
}

/** The demo's identity: its back-end is part of this installation, whatever its port. */
export const DEMO_SERVER = ''

/**
 * The server in one normal spelling, which is an address that people can read. Two spellings of one server have the same:
 * case of scheme and host, a final dot of the host name, the usual port, doubled and trailing slashes, `.` and `..`, the
 * percent-encoding of plain characters, and `index.php` as a part of the path do not count (the original answers with and
 * without it). Case counts in the path, and so do `%2F` and any other letter that a web server may tell apart: two servers
 * taken for one would share tokens, one taken for two only asks for a sign-in. Applied to its own answer it changes nothing.
 */
export function serverIdentity({ origin, apiPath }: ServerPlace): string {
  if (origin === '') return DEMO_SERVER
  const address = `${origin}/${apiPath}`
  // What is no address is still told apart from everything else, and from the demo.
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return address
  const port = url.port === '' ? '' : `:${url.port}`
  const path = segmentsOf(url.pathname).join('/')
  return `${url.protocol}//${hostOf(url.hostname)}${port}${path === '' ? '' : `/${path}`}`
}

/** Whether both are known, and mean the same server. */
export function isSameServer(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

/** What stands for a server of which only the origin is known: equal to no server's identity, and readable. */
export function unknownPathOn(origin: string): string {
  return `${serverIdentity({ origin, apiPath: '' })}/*`
}

/** `a.example.` is `a.example`. The dot of a name with one part says that no search domain is to be added: that is another host. */
function hostOf(hostname: string): string {
  return /\..*\.$/.test(hostname) ? hostname.replace(/\.$/, '') : hostname
}

const DIRECTORY_INDEX = 'index.php'

function segmentsOf(pathname: string): string[] {
  return plainLetters(pathname)
    .split('/')
    .filter((segment) => segment !== '' && segment !== DIRECTORY_INDEX)
}

/** RFC 3986, 6.2.2: the encoding of letters that need none is undone, the hex digits of the others are written large. */
function plainLetters(pathname: string): string {
  return pathname.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const letter = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(letter) ? letter : encoded.toUpperCase()
  })
}
