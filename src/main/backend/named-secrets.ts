import { maskOf, type Range } from './secret-masks'
import { PAIR_NAMES, PAIR_VALUES, type SecretKind, secretKind } from './secret-names'

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
export function namedRanges(text: string): Range[] {
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
const PAIR_WORD = new RegExp(`(?:${[...PAIR_VALUES].join('|')})(?![\\p{L}\\p{N}_])`, 'iuy')

/** Where the value of a pair stands that this name is one half of; null where it is none. */
function placeInPair(text: string, at: number): Place | null {
  const closing = matched(BETWEEN, text, at) ?? ''
  const sign = matched(PAIR_SIGN, text, at + closing.length)
  if (sign === null) return null
  const next = at + closing.length + sign.length
  const opening = matched(BETWEEN, text, next) ?? ''
  const word = matched(PAIR_WORD, text, next + opening.length)
  return word === null ? null : placeOfValue(text, next + opening.length + word.length)
}

/** `["Authorization","x"]`: both are quoted, and the second is no name of its own. */
function placeInList(text: string, at: number): Place | null {
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
function placeOfValue(text: string, at: number): Place | null {
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
