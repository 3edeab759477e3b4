/** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9): between them a text has a direction of its own. */
const FSI = '\u2068'
const PDI = '\u2069'

/** Letters that are read from right to left, and the characters that set a direction. */
const DIRECTIONAL = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/**
 * A value that stands in a sentence and was written by somebody else, so that it cannot turn round what stands beside it:
 * a name with a direction override made “Delete user “abcxyz”?exe.png” of the question. Values that cannot do that come
 * out as they are.
 */
export function isolated(text: string): string {
  return DIRECTIONAL.test(text) ? FSI + balanced(text) + PDI : text
}

/** An end of an isolate without a beginning would end ours, and one that is left open would take our end for its own. */
function balanced(text: string): string {
  let open = 0
  const kept = Array.from(text).filter((letter) => {
    if (/[\u2066-\u2068]/.test(letter)) open += 1
    if (letter !== PDI) return true
    open -= 1
    if (open >= 0) return true
    open = 0
    return false
  })
  return kept.join('') + PDI.repeat(open)
}

export function isolatedAll(named: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(named).map(([place, value]) => [place, isolated(value)]))
}
