import type { z } from 'zod'
import type { Fields } from '../merge'

/**
 * Parses by a schema whose rules for names are for new ones: those in `kept` were given before (queued by an earlier version
 * of this program, or read from the server), and come out as they are.
 */
export function parseKeepingNames(schema: z.ZodType<Fields>, values: Fields, kept: readonly string[]): z.ZodSafeParseResult<Fields> {
  const names = Object.fromEntries(kept.map((field) => [field, values[field]] as const).filter(([, name]) => typeof name === 'string' && name.trim() !== ''))
  const parsed = schema.safeParse({ ...values, ...Object.fromEntries(Object.keys(names).map((field) => [field, 'name'])) })
  return parsed.success ? { ...parsed, data: { ...parsed.data, ...names } } : parsed
}

/** Field -> what is wrong with it, as forms show it: the last part of a locale key. */
export function fieldFaults(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? ''), issue.message]))
}
