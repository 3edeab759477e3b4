import { z } from 'zod'

/** Rules that several resources share. Messages are the last part of locale keys, as everywhere in these schemas. */

export const statusSchema = z.enum(['enabled', 'disabled'])

/** Position in lists. */
export const orderSchema = z.number({ error: 'order' }).int({ error: 'order' }).min(0, { error: 'order' }).max(999_999, { error: 'order' })

/** The id of another record; negative where that one was made here and is not sent yet. */
export const idSchema = z.number({ error: 'required' }).int({ error: 'required' })

/** Ids of other records: as many as anybody has of them. */
export const idsSchema = z.array(idSchema).max(100_000, { error: 'tooLong' })

/** The record above in a tree. 0 is the root: no record, and so never a reference to one. */
export const ROOT_ID = 0

export function optionalText(maxLength: number) {
  return z.string().max(maxLength, { error: 'tooLong' })
}

/** Letters that show nothing, or turn round what stands behind them: control, format, and ends of lines and paragraphs. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** Joiners that make one picture of several, such as that of a woman at a computer. */
const EMOJI_JOINERS = /(?<=\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F]?)\u200D(?=\p{Extended_Pictographic})/gu

/** Two names that differ only in such letters look alike, and a direction override makes `exe.txt` of `txt.exe`. */
export function hasHiddenLetters(text: string): boolean {
  return text.replace(EMOJI_JOINERS, '').search(HIDDEN) !== -1
}

export function withoutHiddenLetters(text: string): string {
  return text
    .split(EMOJI_JOINERS)
    .map((part) => part.replace(HIDDEN, ''))
    .join('\u200D')
}

/** A new name: outer spaces do not count, and what cannot be seen is refused. Names that are there already are not judged. */
export function nameText(maxLength: number, minLength = 1) {
  return z
    .string({ error: 'required' })
    .trim()
    .min(1, { error: 'required' })
    .refine((name) => name === '' || name.length >= minLength, { error: 'tooShort' })
    .max(maxLength, { error: 'tooLong' })
    .refine((name) => !hasHiddenLetters(name), { error: 'control' })
}

/** Text that must be there; blanks alone do not count, as on the server. */
export function requiredText(maxLength: number) {
  return z
    .string({ error: 'required' })
    .max(maxLength, { error: 'tooLong' })
    .refine((text) => text.trim() !== '', { error: 'required' })
}
