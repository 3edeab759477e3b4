import { z } from 'zod'
import { keyText, withinSize } from './size'

/**
 * How a person left a page: its filter, order, page and page size. Kept per user and server, in that user's encrypted file: a
 * filter holds names. Main bounds it and understands none of it; the page reads each value by a schema of its own.
 */

/** The pages of which a view is kept; `start` is where the next start opens. */
export const VIEW_NAMES = ['start', 'users', 'departments', 'roles', 'menus', 'logs', 'journal'] as const
export type ViewName = (typeof VIEW_NAMES)[number]
export const viewNameSchema = z.enum(VIEW_NAMES)

/** Of one view, counted as in `fitsSize`: a filter, three sort keys and some numbers are a tenth of it. */
export const LARGEST_VIEW = 4096

export const pageViewSchema = withinSize(z.record(keyText, z.unknown()), LARGEST_VIEW)
export type PageView = z.infer<typeof pageViewSchema>

/** What is kept of one user on one server. */
export type PageViews = Partial<Record<ViewName, PageView>>

/**
 * What of a kept view can still be used: value by value, so that one that is stale, of another version or damaged costs
 * nothing but itself.
 */
export function readView<Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape, kept: PageView | undefined): { [Key in keyof Shape]?: z.output<Shape[Key]> } {
  const read: { [Key in keyof Shape]?: z.output<Shape[Key]> } = {}
  for (const key of Object.keys(shape) as (keyof Shape & string)[]) {
    if (!kept || !Object.hasOwn(kept, key)) continue
    const parsed = shape[key]?.safeParse(kept[key])
    if (parsed?.success) read[key] = parsed.data as z.output<Shape[typeof key]>
  }
  return read
}
