import { z } from 'zod'

/**
 * How much something is that a page hands over: characters of its texts and names, and a little for each value. It is counted
 * before anything is parsed, and counting stops at the limit, so that the largest input costs no more than the limit itself.
 */

/** What a number, a date or an entry of a list counts as. */
const VALUE_SIZE = 8
/** Levels within one another. What goes round in a circle has more than any. */
const MOST_LEVELS = 32

/** The most that one call of a page may hand over: far more than a form with all its drafts, far less than what would hurt. */
export const LARGEST_INPUT = 4 * 1024 * 1024

/** Whether this is plain data of at most this size. Whatever is no text, number, list, plain object or bytes is not. */
export function fitsSize(value: unknown, limit: number): boolean {
  let left = limit
  const open: { readonly value: unknown; readonly level: number }[] = [{ value, level: 0 }]
  for (let next = open.pop(); next !== undefined && left >= 0; next = open.pop()) {
    left -= typeof next.value === 'string' ? next.value.length : VALUE_SIZE
    if (typeof next.value !== 'object' || next.value === null) continue
    if (next.value instanceof Uint8Array) {
      left -= next.value.byteLength
      continue
    }
    if (next.level === MOST_LEVELS) return false
    const level = next.level + 1
    if (Array.isArray(next.value)) {
      // Its length first: to go through ten million entries takes longer than to know that there are so many.
      if (next.value.length * VALUE_SIZE > left) return false
      for (const item of next.value as unknown[]) open.push({ value: item, level })
      continue
    }
    if (!isPlain(next.value)) return false
    for (const name in next.value) {
      left -= name.length + VALUE_SIZE
      if (left < 0) return false
      open.push({ value: (next.value as Record<string, unknown>)[name], level })
    }
  }
  return left >= 0
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Of another realm, as what comes over the bridge is: its prototype has none of its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Schemas whose whole value is bounded, whatever their parts say; a test asks it of every input. */
const sizeBounds = new WeakSet<z.ZodType>()

/** The same schema for values of at most this size. To be said last: what is made of it later is another schema. */
export function withinSize<Schema extends z.ZodType>(schema: Schema, limit: number): Schema {
  const bounded = schema.refine((value) => fitsSize(value, limit), { error: 'tooLarge' }) as unknown as Schema
  sizeBounds.add(bounded)
  return bounded
}

export function hasSizeBound(schema: z.ZodType): boolean {
  return sizeBounds.has(schema)
}

/** A secret as UTF-8: bytes can be wiped once they were sent, a text stays in memory until something is written over it. */
export const secretBytes = withinSize(
  z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0, { error: 'required' }),
  4096,
)

/** Ids of entries, records and profiles as pages name them. */
export const keyText = z.string().max(64)

/** Rows and fields of a record: a text of the server's may be long, a whole page of them is no record. */
export const LARGEST_RECORD = 1024 * 1024

/** Fields by name, as a page has typed or read them. */
export const fieldsWithinSize = withinSize(z.record(keyText, z.unknown()), LARGEST_RECORD)
