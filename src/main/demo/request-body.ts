/** A request body as the routes see it. Values come from outside: every use narrows them first. */
export type Body = Readonly<Record<string, unknown>>

/** The largest body that is read, in bytes. */
export const LARGEST_BODY = 32 * 1024 * 1024

/**
 * Reads a body as the original's framework does: form-encoded when it says so, JSON otherwise, and nothing at all (no
 * error) when it is neither.
 */
export function parseBody(text: string, contentType: string): Body {
  if (text === '') return {}
  if (contentType.includes('application/x-www-form-urlencoded')) return parseForm(text)
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field that names one row: a whole number above zero, as number or string; anything else is undefined. */
export function idOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** A field's text; numbers are taken as their digits, everything else is ''. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** PHP's form syntax: `a=1`, `role[]=2&role[]=3`, `rolePerms[0][perm_id]=2`. */
function parseForm(text: string): Body {
  const root = Object.create(null) as Record<string, unknown>
  for (const [name, value] of new URLSearchParams(text)) {
    const steps = [...name.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((match) => match[1] ?? match[0])
    if (steps.length > 0 && !steps.some((step) => step === '__proto__')) put(root, steps, value)
  }
  return withLists(root) as Body
}

function put(root: Record<string, unknown>, steps: readonly string[], value: string): void {
  let node = root
  steps.forEach((step, index) => {
    const key = step === '' ? String(Object.keys(node).length) : step
    if (index === steps.length - 1) {
      node[key] = value
      return
    }
    if (!isRecord(node[key])) node[key] = Object.create(null)
    node = node[key] as Record<string, unknown>
  })
}

/** Objects whose keys are 0, 1, 2 … become arrays. */
function withLists(value: unknown): unknown {
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withLists(inner)] as const)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}
