import type { Fields } from '@shared/merge'
import { failed } from '@shared/result'

/**
 * Readers of single values. The original's columns may be NULL nearly everywhere, PHP gives numbers as strings on older
 * versions and as numbers on newer ones, and relatives of this API put what they like: none of these throws, and what is
 * no value of its kind reads as none. What was read so is never sent back in place of what came (see `wire-rows`).
 */

/** A whole number that JavaScript holds exactly, as a number or in digits; null for anything else. */
export function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(number) ? (number as number) : null
}

/** The id of a record: above 0, for 0 is the root of a tree and negative ids are made here. */
export function idOf(value: unknown): number | null {
  const number = wholeOf(value)
  return number !== null && number > 0 ? number : null
}

/** A text; a number is taken for its digits, anything else for no text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

/** Whether a column of yes and no says yes: `1`, `"1"` or true. */
export function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true'
}

/** An object's fields; null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** A list that servers of this family give bare, or as the items of a page. */
export function itemsOf(data: unknown): readonly unknown[] | null {
  return listOf(data) ?? listOf(fieldsOf(data)?.['items'])
}

/** A list; PHP writes one from which an item was taken out as an object with numbers for names. Null for anything else. */
export function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  const fields = fieldsOf(value)
  return fields && Object.keys(fields).every((key) => /^\d+$/.test(key)) ? Object.values(fields) : null
}

/** A list of ids, each once, without what is no id in it; null for anything else. */
export function idsOf(value: unknown): number[] | null {
  const ids = listOf(value)
    ?.map(idOf)
    .filter((id) => id !== null)
  return ids ? [...new Set(ids)] : null
}

/** An answer of which nothing can be read. `places` name where, never what stood there. */
export function unreadableReply(what: string, places: readonly string[]): Error {
  return failed('BAD_REPLY', `The server's ${what} cannot be read.`, { details: { places } })
}
