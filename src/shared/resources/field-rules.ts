import { z } from 'zod'

/** Rules that several resources share. Messages are the last part of locale keys, as everywhere in these schemas. */

export const statusSchema = z.enum(['enabled', 'disabled'])

/** Position in lists. */
export const orderSchema = z.number({ error: 'order' }).int({ error: 'order' }).min(0, { error: 'order' }).max(999_999, { error: 'order' })

/** The id of another record; negative where that one was made here and is not sent yet. */
export const idSchema = z.number({ error: 'required' }).int({ error: 'required' })

/** The record above in a tree. 0 is the root: no record, and so never a reference to one. */
export const ROOT_ID = 0

export function optionalText(maxLength: number) {
  return z.string().max(maxLength, { error: 'tooLong' })
}

/** Text that must be there; blanks alone do not count, as on the server. */
export function requiredText(maxLength: number) {
  return z
    .string({ error: 'required' })
    .max(maxLength, { error: 'tooLong' })
    .refine((text) => text.trim() !== '', { error: 'required' })
}
