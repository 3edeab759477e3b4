import type { Mask, MaskedText } from '@shared/resources/log'
import { SecretToken } from '../session/secret-token'

/**
 * The rule by which secrets are taken out of the server's log, which holds whole tokens and password hashes of everybody.
 * It is closed: docs/contract.md, "The log", says it in words. What is in doubt is masked.
 */

const MASK_SIGN = '••••'

/** Parts of names, in small letters and without signs between their words. */
const SECRET_PARTS = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apikey',
  'accesskey',
  'privatekey',
  'signingkey',
  'credential',
  'jwt',
  'bearer',
  'sessionid',
  'sessid',
  '密码',
  '口令',
  '令牌',
] as const
/** Whole names that are too short to be looked for in others. */
const SECRET_NAMES: ReadonlySet<string> = new Set(['pass', 'code', 'state', 'auth', 'pin', 'otp', 'sid', 'key', 'captcha', 'sign', 'signature', 'nonce'])
const PASSWORD = /pass|pwd|密码|口令/
const TOKEN = /token|jwt|bearer|authorization|令牌/

/** What kind of secret is called so; null for an open name. */
export function secretKind(name: string): 'password' | 'token' | 'secret' | null {
  const plain = name.toLowerCase().replaceAll(/[-_.\s]/g, '')
  if (!SECRET_NAMES.has(plain) && !SECRET_PARTS.some((part) => plain.includes(part))) return null
  if (PASSWORD.test(plain)) return 'password'
  return TOKEN.test(plain) ? 'token' : 'secret'
}

/** The mask for a whole value of this kind. Of a token its claims stay, as far as it has any. */
export function maskOf(kind: 'password' | 'token' | 'secret', value: unknown): Mask {
  if (typeof value !== 'string') return { mask: kind, userId: null, expiresAt: null }
  const [jwt] = tokenRanges(value)
  const claims = jwt ? claimsIn(value.slice(jwt.from, jwt.to)) : { userId: null, expiresAt: null }
  if (kind === 'password') return { mask: /^[0-9a-f]{32,128}$/i.test(value) ? 'hash' : 'password', ...claims }
  return { mask: /^\s*bearer\s/i.test(value) ? 'bearer' : jwt ? 'token' : kind, ...claims }
}

/** Names under which a list of pairs holds a name, and those under which it holds the value. */
const PAIR_NAMES: ReadonlySet<string> = new Set(['name', 'key', 'field', 'header', 'param', 'parameter', 'property', 'k', 'n'])
const PAIR_VALUES: ReadonlySet<string> = new Set(['value', 'values', 'val', 'v', 'content'])

/**
 * What is secret in this group although its own name does not say so: the value of `{ name: 'password', value: … }`, and what comes
 * after `'Authorization'` in a list of names and values. The kind by the key of the entry; null for an open one.
 */
export function pairedSecrets(group: object): (key: string) => ReturnType<typeof secretKind> {
  if (Array.isArray(group)) return (key) => nameKind((group as readonly unknown[])[Number(key) - 1])
  let kind: ReturnType<typeof secretKind> = null
  for (const name of PAIR_NAMES) kind ??= nameKind(ownValue(group, name))
  return (key) => (PAIR_VALUES.has(key.toLowerCase()) ? kind : null)
}

/** In whatever case the field is written. */
function ownValue(group: object, name: string): unknown {
  for (const spelled of [name, `${name[0]?.toUpperCase()}${name.slice(1)}`, name.toUpperCase()]) if (Object.hasOwn(group, spelled)) return (group as Record<string, unknown>)[spelled]
  return undefined
}

/** Of a text that can be a name and nothing longer. */
function nameKind(value: unknown): ReturnType<typeof secretKind> {
  return typeof value === 'string' && value.length <= 64 ? secretKind(value) : null
}

/** A text with masks in the places of secrets. Linear in its length. */
export function maskText(text: string): MaskedText {
  const plain = [...tokenRanges(text), ...schemeRanges(text), ...namedRanges(text), ...userinfoRanges(text)]
  const ranges = [...plain, ...codedRanges(text)].sort((a, b) => a.from - b.from || b.to - a.to)
  const parts: (string | Mask)[] = []
  let at = 0
  for (const { from, to, mask } of ranges) {
    if (to <= at) continue
    // One within, or over the end of, the one before: what that says of it is enough.
    if (from >= at) {
      if (from > at) parts.push(text.slice(at, from))
      parts.push(mask)
    }
    at = to
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

/** The same as plain text, for names and other short texts. */
export function maskPlain(text: string, longest = 200): string {
  const plain = maskText(text)
    .map((part) => (typeof part === 'string' ? part : MASK_SIGN))
    .join('')
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

interface Range {
  readonly from: number
  readonly to: number
  readonly mask: Mask
}

const NO_CLAIMS = { userId: null, expiresAt: null } as const

function claimsIn(jwt: string): Pick<Mask, 'userId' | 'expiresAt'> {
  const claims = new SecretToken(jwt).claims()
  return claims ? { userId: claims.userId, expiresAt: claims.expiresAtMs } : NO_CLAIMS
}

/** Letters of base64url with dots between them, as long as they go: no letter is looked at twice. */
const WORDS = /[\w-]+(?:\.[\w-]*)*/g
const SHORTEST_TOKEN = 16

/** A JWT's first part is JSON: `{"` is `eyJ`, `{` with a blank or a line behind it `eyA` to `ewo`. */
function tokenRanges(text: string): Range[] {
  const ranges: Range[] = []
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (word.length < SHORTEST_TOKEN) continue
    const start = word.indexOf('eyJ')
    const isLong = start >= 0 && word.length - start >= SHORTEST_TOKEN
    const isWhole = !isLong && /^e[yw]/.test(word) && word.split('.').length >= 3
    if (!isLong && !isWhole) continue
    const from = index + (isLong ? start : 0)
    ranges.push({ from, to: index + word.length, mask: { mask: isBearer(text, from) ? 'bearer' : 'token', ...claimsIn(text.slice(from, index + word.length)) } })
  }
  return ranges
}

function isBearer(text: string, from: number): boolean {
  return /bearer(?:\s|%20|\+)*$/i.test(text.slice(Math.max(0, from - 12), from))
}

/** `Bearer …` and its kind, in a header or in a text that repeats one. */
function schemeRanges(text: string): Range[] {
  return [...text.matchAll(/(bearer|basic|digest|negotiate)(?:\s|%20|\+)+([^\s,;"'&<>]+)/gi)].map(({ 0: all, 1: scheme = '', 2: value = '', index }) => {
    const from = index + all.length - value.length
    const [jwt] = tokenRanges(value)
    const claims = jwt ? claimsIn(value.slice(jwt.from, jwt.to)) : NO_CLAIMS
    return { from, to: index + all.length, mask: { mask: scheme.toLowerCase() === 'bearer' ? ('bearer' as const) : ('secret' as const), ...claims } }
  })
}

/** `https://name:password@host`, up to the last `@`: a password may hold one. */
function userinfoRanges(text: string): Range[] {
  return [...text.matchAll(/:\/\/[^/\s@:]*:([^/\s]*)@/g)].map(({ 0: all, 1: value = '', index }) => {
    const to = index + all.length - 1
    return { from: to - value.length, to, mask: { mask: 'password', ...NO_CLAIMS } }
  })
}

/** Codes within codes are read so many times. */
const MOST_CODED = 3

/**
 * What is found once percent codes are read: names with coded letters, `name%3Apassword%40host`. Where the outer text goes on is
 * not always where the inner one does: such a value is masked as far as the outer one may reach.
 */
function codedRanges(text: string): Range[] {
  const ranges: Range[] = []
  let [inner, places] = [text, null as readonly number[] | null]
  for (let round = 0; round < MOST_CODED && /%[0-9a-f]{2}/i.test(inner); round += 1) {
    const read = decodedOnce(inner)
    const before = places
    const at = (index: number): number => (before ? (before[index] ?? text.length) : index)
    places = read.places.map(at)
    inner = read.text
    const origin = places
    for (const { from, to, mask } of [...namedRanges(inner), ...userinfoRanges(inner)]) {
      const [start, end] = [origin[from] ?? text.length, origin[to] ?? text.length]
      const reach = /[&\s"<>]/g
      reach.lastIndex = end
      ranges.push({ from: start, to: inner[to] === '@' || mask.mask === 'hash' ? end : Math.min(reach.exec(text)?.index ?? text.length, text.length), mask })
    }
  }
  return ranges
}

/** One reading of its percent codes, and where each character of it stood; one behind the last, too. */
function decodedOnce(text: string): { readonly text: string; readonly places: readonly number[] } {
  let read = ''
  const places: number[] = []
  const put = (letters: string, from: number): void => {
    for (let at = 0; at < letters.length; at += 1) places.push(from)
    read += letters
  }
  for (let at = 0; at < text.length; ) {
    const [code = ''] = /^(?:%[0-9a-f]{2})+/i.exec(text.slice(at, at + 12)) ?? []
    const whole = code === '' ? null : firstCoded(code)
    put(whole?.letter ?? (text[at] as string), at)
    at += whole?.length ?? 1
  }
  places.push(text.length)
  return { text: read, places }
}

/** The first character of some codes: of one to four bytes. Null where they are none. */
function firstCoded(code: string): { readonly letter: string; readonly length: number } | null {
  const lead = Number.parseInt(code.slice(1, 3), 16)
  const bytes = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  try {
    return { letter: decodeURIComponent(code.slice(0, bytes * 3)), length: bytes * 3 }
  } catch {
    return null
  }
}

const NAMES = /[\p{L}\p{N}_\-.$]+/gu
/** Quotes, brackets and blanks between a name and its sign, escaped or coded as often as anybody likes. */
const BETWEEN = /(?:["'\\\][\s+]|&(?:quot|#39);|%(?:25)*(?:2[27]|5[bcd]|20|0[ad9]))*/iy
/** `=`, `:`, `=>` and their codes; `>` of an element; what PHP writes between a name and its text or list. */
const SIGN = /=>|[=:：>]|%(?:25)*3[ad]|;[sa]:\d+:/iy
const BEFORE_VALUE = /(?:[\s+]|&(?:quot|#39);)*/iy
/** The lines between the name and the value of one part of a form. */
const FORM_PART = /"?(?:[\t ]*\r?\n[^\r\n]+)?[\t ]*\r?\n[\t ]*\r?\n/y

/**
 * `password=…`, `"token":"…"`, `X-Token: …`, in URLs, forms, JSON within texts, cookies, dumps. A quoted value ends with its
 * quote, at its own depth of escaping; any other one where its form says so.
 */
function namedRanges(text: string): Range[] {
  const ranges: Range[] = []
  let done = 0
  const pairs = createPairs(text)
  const add = ({ from, to }: Place, kind: SecretKind): void => {
    if (to > from) ranges.push({ from, to, mask: maskOf(kind, text.slice(from, to).replaceAll(/^[\\"']+|[\\"']+$/g, '')) })
    done = Math.max(done, to)
  }
  for (const { 0: found, index } of text.matchAll(NAMES)) {
    pairs.reach(index)
    if (index < done) continue
    // The code of a sign stands before the name: `%22password`, `%2526code`.
    const name = text[index - 1] === '%' ? found.replace(/^(?:25)*[0-9a-f]{2}/i, '') : found
    const end = index + found.length
    const paired = pairs.read(name, end)
    if (paired) add(paired.place, paired.kind)
    const kind = secretKind(name)
    if (kind === null) continue
    const itself = placeOfValue(text, end)
    const own = itself ?? placeInPair(text, end)
    if (own && !itself) pairs.close()
    const before = pairs.near(index)
    for (const place of own ? [own] : [before, placeInList(text, end)]) if (place !== null) add(place, kind)
  }
  return ranges
}

interface Place {
  readonly from: number
  readonly to: number
}

type SecretKind = NonNullable<ReturnType<typeof secretKind>>

/**
 * The pairs of a text, `"name":"password", … ,"value":"x"` in either order and with whatever else between. Where an object ends is
 * not looked for, since a brace may stand in a text: a secret's name is good for the values up to the next name, and where objects
 * begin within, up to the next object of the list.
 */
function createPairs(text: string) {
  let [reached, braces, objects] = [0, 0, 0]
  let open: { readonly kind: SecretKind; readonly braces: number; readonly objects: number } | null = null
  /** The value of a pair whose name comes only now: `"value":"x","name":"password"`. */
  let before: { readonly place: Place; readonly objects: number } | null = null
  const isFlat = (): boolean => open !== null && (open.braces === braces || open.objects !== objects)
  return {
    /** Reads on to here: each character once. */
    reach: (index: number): void => {
      for (; reached < index; reached += 1) {
        if (text[reached] !== '{') continue
        braces += 1
        if (NEXT_OBJECT.test(text.slice(Math.max(0, reached - 16), reached))) objects += 1
      }
    },
    /** What this name, which ends here, makes a secret of. */
    read: (name: string, end: number): { readonly place: Place; readonly kind: SecretKind } | null => {
      const plain = name.toLowerCase()
      const [isName, isValue] = [PAIR_NAMES.has(plain), PAIR_VALUES.has(plain)]
      const place = isName || isValue ? placeOfValue(text, end) : null
      if (!place) return null
      if (isValue) {
        before = { place, objects }
        const found = open && { place, kind: open.kind }
        if (isFlat()) open = null
        return found
      }
      const kind = place.to - place.from > LONGEST_NAME ? null : secretKind(text.slice(place.from, place.to).replaceAll(/[\\"']/g, ''))
      if (kind !== null) open = { kind, braces, objects }
      else if (isFlat()) open = null
      if (kind === null || before?.objects !== objects) return null
      const earlier = before.place
      before = null
      return { place: earlier, kind }
    },
    /** The value came at once. */
    close: (): void => {
      open = null
    },
    /** The value just before a name that stands for itself. */
    near: (index: number): Place | null => {
      const earlier = before?.place ?? null
      before = null
      return earlier !== null && index >= earlier.to && index - earlier.to <= FARTHEST_NAME ? earlier : null
    },
  }
}

/** Stands before the brace where the next object of a list begins. */
const NEXT_OBJECT = /\}[\s\\]*,[\s\\]*$/

/** With its quotes, and their escapes. */
const LONGEST_NAME = 80

/** A name that comes after its value in a pair stands so near to it. */
const FARTHEST_NAME = 40

/** `"password","value":"x"`, `name=password&value=x`: what stands between the name and the value's own. */
const PAIR_SIGN = /[,&;]|%(?:25)*2[6c]/iy
const PAIR_WORD = /(?:value|values|val|v|content)(?![\p{L}\p{N}_])/iuy

/** Where the value of a pair stands that this name is one half of; null where it is none. */
function placeInPair(text: string, at: number): { readonly from: number; readonly to: number } | null {
  const closing = matched(BETWEEN, text, at) ?? ''
  const sign = matched(PAIR_SIGN, text, at + closing.length)
  if (sign === null) return null
  const next = at + closing.length + sign.length
  const opening = matched(BETWEEN, text, next) ?? ''
  const word = matched(PAIR_WORD, text, next + opening.length)
  return word === null ? null : placeOfValue(text, next + opening.length + word.length)
}

/** `["Authorization","x"]`: both are quoted, and the second is no name of its own. */
function placeInList(text: string, at: number): { readonly from: number; readonly to: number } | null {
  const closing = matched(BETWEEN, text, at) ?? ''
  const comma = matched(PAIR_SIGN, text, at + closing.length)
  if (comma === null || !/["']/.test(closing)) return null
  const next = at + closing.length + comma.length
  const quote = (matched(BETWEEN, text, next) ?? '').search(/\\*["']/)
  if (quote < 0) return null
  const to = endOfValue(text, next + quote, ':')
  return /^\s*[:=]/.test(text.slice(to, to + 16)) ? null : { from: next + quote, to }
}

/** Where the value of a name that ends here stands; null where none follows. */
function placeOfValue(text: string, at: number): { readonly from: number; readonly to: number } | null {
  const part = matched(FORM_PART, text, at)
  if (part !== null) return { from: at + part.length, to: indexOr(text, '\n', at + part.length) }
  const signAt = at + (matched(BETWEEN, text, at) ?? '').length
  const sign = matched(SIGN, text, signAt)
  if (sign === null) return null
  const from = signAt + sign.length + (matched(BEFORE_VALUE, text, signAt + sign.length) ?? '').length
  return { from, to: endOfValue(text, from, sign) }
}

function endOfValue(text: string, from: number, sign: string): number {
  const quote = /^(\\*)(["'])/.exec(text.slice(from, from + 64))
  if (quote) return quoteEnd(text, from, quote[1]?.length ?? 0, quote[2] ?? '"')
  // A list or an object under such a name goes as a whole, and where it ends is not looked for.
  if (/^[\\\s]*[[{(]/.test(text.slice(from, from + 64))) return text.length
  if (sign === '>') return indexOr(text, '<', from)
  const line = Math.min(indexOr(text, '\n', from), indexOr(text, '\r', from))
  const code = /^%((?:25)*)3d$/i.exec(sign)
  if (sign !== '=' && !code) return line
  return Math.min(line, indexOr(text, code ? `%${code[1]}26` : '&', from))
}

function indexOr(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at < 0 ? text.length : at
}

function matched(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/** Behind the quote that has as many escapes before it as the one that opened; the whole rest where none has. */
function quoteEnd(text: string, from: number, escapes: number, quote: string): number {
  for (let at = text.indexOf(quote, from + escapes + 1); at >= 0; at = text.indexOf(quote, at + 1)) {
    let before = 0
    while (text[at - 1 - before] === '\\') before += 1
    if (before === escapes) return at + 1
  }
  return text.length
}
