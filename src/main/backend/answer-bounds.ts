/**
 * What an answer may hold at most. Whoever answers in a server's place, by accident or on purpose, must not be able to take
 * this program's memory or its time: a body is counted as it is decoded (1 MB of gzip can be a gigabyte), and what is over
 * its bound is not read any further.
 */

const MEGABYTE = 1024 * 1024

/**
 * - `small`: an answer with a few words in it: sign-in, renewal, the connection test, a question about a third party.
 * - `page`: a page of a list, and any call that names nothing else.
 * - `whole`: a resource that the server gives whole, and what may be chosen of it.
 */
export type AnswerBound = 'small' | 'page' | 'whole'

/** Decoded bytes of a body. */
export const MOST_ANSWER_BYTES: Readonly<Record<AnswerBound, number>> = { small: MEGABYTE, page: 16 * MEGABYTE, whole: 64 * MEGABYTE }

/** Bodies up to here are parsed at once; longer ones would hold main up. */
export const LONGEST_PARSED_AT_ONCE = MEGABYTE

/** Objects and lists within one another. A tree of departments takes two for each of its levels. */
export const MOST_JSON_LEVELS = 512

/** Values of an answer, each entry of a list and each field: `[{},{},…]` would take twenty times its own length in memory. */
export const MOST_JSON_VALUES = 8_000_000

/** Levels of a tree, however its nodes name the one above. */
export const MOST_TREE_LEVELS = 200

/** `details.cause` of BAD_REPLY: what was answered is over one of these bounds. */
export type OverBound = 'tooLarge' | 'tooDeep' | 'tooManyRows'

/**
 * What of a JSON text is over its bounds; null for one that may be parsed. Goes over the text without building anything:
 * after a parser has been through it, it is too late.
 */
export function overBound(text: string): OverBound | null {
  let level = 0
  let values = 0
  for (let place = 0; place < text.length; place += 1) {
    switch (text.charCodeAt(place)) {
      case QUOTE:
        place = endOfText(text, place)
        break
      case COMMA:
        values += 1
        break
      case OPEN_LIST:
      case OPEN_OBJECT:
        values += 1
        level += 1
        if (level > MOST_JSON_LEVELS) return 'tooDeep'
        break
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        level -= 1
        break
    }
  }
  return values > MOST_JSON_VALUES ? 'tooLarge' : null
}

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d]

/** The place of the quote that ends the text which begins at this one. */
function endOfText(text: string, from: number): number {
  let place = from + 1
  while (place < text.length) {
    const unit = text.charCodeAt(place)
    if (unit === QUOTE) break
    place += unit === BACKSLASH ? 2 : 1
  }
  return place
}
