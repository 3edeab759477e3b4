import { z } from 'zod'

/**
 * What of a list could not be read and is left out of it: how many, and what a person may know them by (`#17`, a name),
 * as far as that much could be read.
 */
export const unreadableSchema = z.object({ count: z.number().int(), names: z.array(z.string()) })
export type Unreadable = z.infer<typeof unreadableSchema>

/** Rows of an answer, and what was left out of them. Without `unreadable` all was read. */
export interface ReadList<R> {
  readonly rows: readonly R[]
  readonly unreadable?: Unreadable | undefined
}

export function readListSchema<R extends z.ZodType>(row: R) {
  return z.object({ rows: z.array(row), unreadable: unreadableSchema.optional() })
}
