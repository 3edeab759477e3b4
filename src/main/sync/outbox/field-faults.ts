import type { z } from 'zod'

/** Field -> what is wrong with it, as forms show it: the last part of a locale key. */
export function fieldFaults(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [String(issue.path[0] ?? ''), issue.message]))
}
