import type { Mask, MaskedText } from '@shared/resources/log'
import { namedRanges } from './named-secrets'
import { claimsOf, NO_CLAIMS, type Range, tokenRanges } from './secret-masks'

/**
 * The rule by which secrets are taken out of the server's log, which holds whole tokens and password hashes of everybody.
 * It is closed: docs/contract.md, "The log", says it in words. What is in doubt is masked.
 */

const MASK_SIGN = '••••'

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

/** `Bearer …` and its kind, in a header or in a text that repeats one. */
function schemeRanges(text: string): Range[] {
  return [...text.matchAll(/(bearer|basic|digest|negotiate)(?:\s|%20|\+)+([^\s,;"'&<>]+)/gi)].map(({ 0: all, 1: scheme = '', 2: value = '', index }) => {
    const from = index + all.length - value.length
    return { from, to: index + all.length, mask: { mask: scheme.toLowerCase() === 'bearer' ? ('bearer' as const) : ('secret' as const), ...claimsOf(tokenRanges(value)[0]) } }
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
