import type { Fields } from '../../src/shared/merge'
import { RESOURCES } from '../../src/shared/resources/registry'
import type { ResourceName, Row } from '../../src/shared/resources/resource'
import type { Drafts } from '../../src/main/store/drafts'
import type { Journal } from '../../src/main/store/journal'
import type { JournalEntry } from '../../src/main/store/journal-row'

/** A record as a write has reported it; null: it is gone. */
export interface Reported {
  readonly resource: ResourceName
  readonly id: number
  readonly row: Row | null
  /** A new record has got its id. */
  readonly isMade: boolean
}

/** What one client has told its person by the end of a run. */
export interface Witness {
  readonly name: string
  readonly journal: Pick<Journal, 'history' | 'realId'>
  readonly drafts: Pick<Drafts, 'list' | 'read'>
  /** Everything that it has reported, in order. */
  readonly reported: readonly Reported[]
}

type ServerRows = Readonly<Record<'users' | 'departments', readonly Row[]> & Partial<Record<'menus' | 'roles', readonly Row[]>>>

/** The fields that a person types or chooses. What only the server sets is nobody's edit. */
const OWN_FIELDS = {
  users: ['username', 'tel', 'email', 'listorder', 'roleIds', 'departmentIds'],
  departments: ['name', 'alias', 'listorder', 'parentId'],
  menus: ['title', 'type', 'path', 'routeName', 'component', 'redirect', 'icon', 'listorder', 'parentId', 'isHidden'],
} as const

/** The part of a name by which a person knows the record, whatever the server has made of the rest. */
export function serialOf(resource: ResourceName, fields: Fields): string | null {
  return /(?:u|D|M|R)-([AB]\d+)(?!\d)/.exec(String(fields[RESOURCES[resource].titleField]))?.[1] ?? null
}

/**
 * Where the server's rows are not the ones last reported: a lost edit, or one that was silently written over.
 *
 * @param reported of all clients, in the order in which they were told.
 */
export function lostRows(reported: readonly Reported[], server: ServerRows): string[] {
  const last = new Map(reported.map((one) => [`${one.resource}/${one.id}`, one]))
  return [...last].flatMap(([key, { resource, id, row: expected }]) => {
    if (resource !== 'users' && resource !== 'departments' && resource !== 'menus') return []
    const row = server[resource]?.find((other) => other.id === id)
    if (!expected) return row ? [`${key}: deleted, and still there`] : []
    if (!row) return [`${key}: reported done, and gone`]
    // With a department goes everybody's belonging to it, and nobody has reported that of the users.
    const left: Row =
      'departmentIds' in expected ? { ...expected, departmentIds: (expected['departmentIds'] as number[]).filter((one) => server.departments.some((other) => other.id === one)) } : expected
    return OWN_FIELDS[resource].filter((field) => !isSame(row[field], left[field])).map((field) => `${key}.${field}: ${show(left[field])} was reported, ${show(row[field])} is there`)
  })
}

/** Commands that came to an end of which nobody knows: neither done, nor joined with another, nor let go by the person, nor back in the form that waited. */
export function silentlyEnded({ name, journal }: Witness, letGo: ReadonlySet<string>, toldToForms: number): string[] {
  const ended = journal.history({ limit: EVERYTHING }).filter(({ state }) => state === 'done')
  const isTold = ended.filter(({ outcome }) => outcome === 'told').length === toldToForms
  return ended
    .filter(({ entryId, outcome }) => outcome !== 'ok' && outcome !== 'merged' && !letGo.has(entryId) && !(outcome === 'told' && isTold))
    .map(({ verb, resource, recordId, title, outcome }) => `${name}: ${verb} ${resource}/${recordId} ${show(title)} ended ${String(outcome)}`)
}

/** Records of this run that are there more than once, or that nobody has reported. */
export function duplicateRows(witnesses: readonly Witness[], server: ServerRows): string[] {
  const made = new Set(witnesses.flatMap((witness) => endedWell(witness).filter(({ verb }) => verb === 'create')).map(({ resource, edits }) => `${resource}/${serialOf(resource, edits) ?? ''}`))
  const own = (['users', 'departments', 'menus', 'roles'] as const).flatMap((resource) =>
    (server[resource] ?? []).flatMap((row) => serialOf(resource, row) ?? []).map((serial) => `${resource}/${serial}`),
  )
  return [...own.filter((name, index) => own.indexOf(name) !== index).map((name) => `${name} is there twice`), ...own.filter((name) => !made.has(name)).map((name) => `${name} was never reported`)]
}

/**
 * What was reported done and is not as it was sent, without a word: each field is in the reported row as it was sent, or is
 * named in the journal, and its text is then kept for the person, unless a later edit of theirs stands for it. Also a new
 * record for which another one was taken.
 */
export function unsaidChanges(witness: Witness): string[] {
  const rows = new Map<string, { readonly row: Row; readonly isMade: boolean }[]>()
  for (const { resource, id, row, isMade } of witness.reported) if (row) rows.set(`${resource}/${id}`, [...(rows.get(`${resource}/${id}`) ?? []), { row, isMade }])
  return endedWell(witness).flatMap((entry) => {
    // Of sets each tick counts by itself: `fuzz-grants.ts`.
    if (entry.verb === 'remove' || entry.resource === 'grants') return []
    const what = `${witness.name}: ${entry.verb} ${entry.resource}/${entry.recordId} ${show(entry.title)}`
    // One record's entries end in the order in which they were made, and each brings a row. But a record whose making was not
    // answered is in the list as any other: what is done to it there may end before it is known to be the one that was made.
    const all = rows.get(`${entry.resource}/${entry.recordId}`) ?? []
    const place = all.findIndex(({ isMade }) => isMade === (entry.verb === 'create' || entry.decisions.restore === true))
    const row = all.splice(Math.max(place, 0), 1)[0]?.row
    if (!row) return [`${what}: done, and no row was reported`]
    if (entry.verb === 'create' && serialOf(entry.resource, entry.edits) !== serialOf(entry.resource, row)) return [`${what}: taken for ${show(row)}`]
    return Object.entries(entry.edits).flatMap(([field, sent]) => unsaidOf(witness, entry, row, field, sent).map((fault) => `${what}: ${field} ${fault}`))
  })
}

function unsaidOf(witness: Witness, entry: JournalEntry, row: Row, field: string, typed: unknown): string[] {
  if (!(field in row)) return []
  const sent = withRealIds(witness, entry.resource, field, typed)
  if (isSame(sent, row[field])) return []
  const named = entry.why?.kind === 'kept' ? entry.why.kept.find((kept) => kept.field === field) : undefined
  if (!named) return [`was sent as ${show(sent)}, is ${show(row[field])}, and nothing says so`]
  if (!isSame(named.sent, sent) || !isSame(named.kept, row[field])) return [`was sent as ${show(sent)}, is ${show(row[field])}, and is told as ${show(named)}`]
  return isStillTyped(witness, entry, field, sent) ? [] : [`was sent as ${show(sent)}, is ${show(row[field])}, and what was typed is nowhere`]
}

/** The draft of the entry holds it, or the person has said something newer of the same field. */
function isStillTyped({ journal, drafts }: Witness, entry: JournalEntry, field: string, sent: unknown): boolean {
  const hasDraft = drafts.list().some(({ draftId }) => draftId === entry.entryId)
  if (hasDraft && isSame(drafts.read(entry.entryId).edits[field], sent)) return true
  return journal
    .history({ limit: EVERYTHING })
    .some((later) => later.seq > entry.seq && later.resource === entry.resource && later.recordId === entry.recordId && (later.verb === 'remove' || field in later.edits))
}

const EVERYTHING = 100_000

/** Oldest first. */
function endedWell({ journal }: Witness): JournalEntry[] {
  return journal
    .history({ limit: EVERYTHING })
    .filter(({ state, outcome }) => state === 'done' && outcome === 'ok')
    .toReversed()
}

function withRealIds({ journal }: Witness, resource: ResourceName, field: string, value: unknown): unknown {
  const named = RESOURCES[resource].references[field]
  if (!named) return value
  const real = (id: number): number => (id < 0 ? (journal.realId(named, id) ?? id) : id)
  return Array.isArray(value) ? (value as number[]).map(real) : real(value as number)
}

/** A rule of its own, and a strict one: the program's own idea of "alike" is what is on trial here. */
function isSame(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): string => JSON.stringify(Array.isArray(value) ? (value as unknown[]).toSorted() : value)
  return plain(a) === plain(b)
}

function show(value: unknown): string {
  return JSON.stringify(value)
}
