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

/** A text with masks in the places of secrets. Linear in its length. */
export function maskText(text: string): MaskedText {
  const ranges = [...tokenRanges(text), ...schemeRanges(text), ...namedRanges(text), ...userinfoRanges(text)].sort((a, b) => a.from - b.from)
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
  for (const { 0: found, index } of text.matchAll(NAMES)) {
    if (index < done) continue
    // The code of a sign stands before the name: `%22password`, `%2526code`.
    const name = text[index - 1] === '%' ? found.replace(/^(?:25)*[0-9a-f]{2}/i, '') : found
    const kind = secretKind(name)
    const place = kind && placeOfValue(text, index + found.length)
    if (kind === null || place === null) continue
    const { from, to } = place
    if (to > from) ranges.push({ from, to, mask: maskOf(kind, text.slice(from, to).replaceAll(/^[\\"']+|[\\"']+$/g, '')) })
    done = to
  }
  return ranges
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
