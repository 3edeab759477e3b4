import { z } from 'zod'
import { failed } from '@shared/result'

/** PHP gives numbers as strings on older versions and as numbers on newer ones; both are taken, once, here. */
export const wireInt = z.union([z.number(), z.string().regex(/^-?\d+$/).transform(Number)]).pipe(z.number().int())
export const wireIntOr = (fallback: number) => z.union([wireInt, z.null(), z.literal('')]).optional().transform((value) => (typeof value === 'number' ? value : fallback))
export const wireText = z.union([z.string(), z.number().transform(String), z.null()]).optional().transform((value) => value ?? '')
/** `1` or `"1"` is enabled. */
export const wireEnabled = z.union([z.string(), z.number()]).transform((value) => String(value) === '1')

/** Parses what the server sent; throws BAD_REPLY that names the place, never the value. */
export function parseReply<Schema extends z.ZodType>(schema: Schema, data: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.'))
  throw failed('BAD_REPLY', `The server's ${what} cannot be read.`, { details: { places } })
}
