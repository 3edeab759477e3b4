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

/**
 * What was changed of a set of ids: what came in, and what went out, each ascending. A description names the fields that
 * are changed so (`setFields`; docs/offline.md, "Sets"): their edits hold the whole list, and what is meant is the difference
 * to the row that it started from.
 */
export interface SetChange {
  readonly added: readonly number[]
  readonly removed: readonly number[]
}

export function setChange(before: unknown, after: unknown): SetChange {
  const [was, is] = [idSet(before), idSet(after)]
  return { added: ascending([...is].filter((id) => !was.has(id))), removed: ascending([...was].filter((id) => !is.has(id))) }
}

/** The set with this change made: what is in effect already changes nothing. */
export function withSetChange(ids: unknown, { added, removed }: SetChange): number[] {
  const out = new Set(removed)
  return ascending([...new Set([...idSet(ids), ...added])].filter((id) => !out.has(id)))
}

/** Of a change what a set does not show. */
export function openSetChange({ added, removed }: SetChange, ids: unknown): SetChange {
  const is = idSet(ids)
  return { added: added.filter((id) => !is.has(id)), removed: removed.filter((id) => is.has(id)) }
}

export function isNoSetChange({ added, removed }: SetChange): boolean {
  return added.length === 0 && removed.length === 0
}

/** Edits with the row that they started from. */
export interface EditsOnBase {
  readonly base: Fields
  readonly edits: Fields
}

/** One set before and after an edit. */
export interface SetEdit {
  readonly base: unknown
  readonly edits: unknown
}

/**
 * Two edits of one set, one after the other, as one. The base is the later one's with the first taken back, so that what
 * somebody else has put in between is nobody's change here, whether the later one had seen the first or not.
 */
export function joinedSet(first: SetEdit, later: SetEdit): SetEdit {
  const [one, two] = [setChange(first.base, first.edits), setChange(later.base, later.edits)]
  const base = withSetChange(later.base, { added: one.removed, removed: one.added })
  return { base, edits: withSetChange(withSetChange(base, one), two) }
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
 * server has it now. A set never clashes: what I put in and took out is done to theirs, and what they changed of it
 * besides is theirs and named.
 */
export function mergeFields(base: Fields, edits: Fields, theirs: Fields, setFields: readonly string[] = []): Merge {
  const isSet = (key: string): boolean => setFields.includes(key)
  const merged = withEdits({ base, edits }, theirs, setFields)
  const taken = Object.keys(theirs).filter((key) => {
    if (key in edits) return isSet(key) && !sameValue(merged[key], edits[key])
    return key in base && !sameValue(base[key], theirs[key])
  })
  const wanted = Object.keys(edits).filter((key) => !sameValue(merged[key], theirs[key]))
  const clashes = wanted.filter((key) => !isSet(key) && !sameValue(base[key], theirs[key]))
  return { edits: pickFields(merged, wanted), taken, clashes }
}

/** A row with edits on it that started from another one: fields as they were edited, sets with what was put in and taken out. */
export function withEdits<R extends Fields>({ base, edits }: EditsOnBase, row: R, setFields: readonly string[] = []): R {
  const sets = setFields.filter((key) => key in edits).map((key) => [key, withSetChange(row[key], setChange(base[key], edits[key]))])
  return { ...row, ...edits, ...Object.fromEntries(sets) }
}

/**
 * What is left of a draft after a save went through: exactly what was sent is subtracted, and what the server's new row
 * already holds. What was typed since Save stays, on the new base; of a set, what was put in or taken out since.
 *
 * @param base the row that edits and sent started from: for sets that were edited and not sent.
 */
export function subtractSent(edits: Fields, sent: Fields, newBase: Fields, setFields: readonly string[] = [], base: Fields = {}): Fields {
  const left = Object.keys(edits).flatMap((key): [string, unknown][] => {
    if (setFields.includes(key)) {
      const since = withSetChange(newBase[key], setChange(key in sent ? sent[key] : base[key], edits[key]))
      return sameValue(since, newBase[key]) ? [] : [[key, since]]
    }
    const wasSent = key in sent && sameValue(edits[key], sent[key])
    return wasSent || sameValue(edits[key], newBase[key]) ? [] : [[key, edits[key]]]
  })
  return Object.fromEntries(left)
}

/** These of the fields, as far as they are there. */
export function pickFields(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.filter((key) => key in fields).map((key) => [key, fields[key]]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ordered(list: readonly unknown[]): readonly unknown[] {
  return list.every((value) => typeof value === 'number') ? [...list].sort((x, y) => x - y) : list
}

function idSet(value: unknown): Set<number> {
  return new Set(Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : [])
}

function ascending(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b)
}
