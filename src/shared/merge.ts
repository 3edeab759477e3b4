/** A row seen as fields. Values are JSON values; lists of ids count as sets (their order carries no meaning here). */
export type Fields = Readonly<Record<string, unknown>>

/** Equality of two field values: deep, and blind to the order of lists of numbers (role and department ids). */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false
    const [left, right] = [ordered(a), ordered(b)]
    return left.every((value, index) => sameValue(value, right[index]))
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...keys].every((key) => sameValue(a[key], b[key]))
  }
  return false
}

export interface Merge {
  /** What to send: my edits on top of their row, without the ones they made too. */
  readonly edits: Fields
  /** Fields that they changed and I did not: taken over silently, named afterwards. */
  readonly taken: readonly string[]
  /** Fields that both changed, to different values. Not empty means: ask. */
  readonly clashes: readonly string[]
}

/**
 * Three-way merge by field. `base` is the row the edits started from, `edits` what I changed, `theirs` the row as the
 * server has it now.
 */
export function mergeFields(base: Fields, edits: Fields, theirs: Fields): Merge {
  const taken = Object.keys(theirs).filter((key) => !(key in edits) && key in base && !sameValue(base[key], theirs[key]))
  const wanted = Object.keys(edits).filter((key) => !sameValue(edits[key], theirs[key]))
  const clashes = wanted.filter((key) => !sameValue(base[key], theirs[key]))
  return { edits: pick(edits, wanted), taken, clashes }
}

/**
 * What is left of a draft after a save went through: exactly what was sent is subtracted, and what the server's new row
 * already holds. What was typed since Save stays, on the new base.
 */
export function subtractSent(edits: Fields, sent: Fields, newBase: Fields): Fields {
  const kept = Object.keys(edits).filter((key) => {
    const wasSent = key in sent && sameValue(edits[key], sent[key])
    return !wasSent && !sameValue(edits[key], newBase[key])
  })
  return pick(edits, kept)
}

function pick(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.map((key) => [key, fields[key]]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ordered(list: readonly unknown[]): readonly unknown[] {
  return list.every((value) => typeof value === 'number') ? [...list].sort((x, y) => x - y) : list
}
