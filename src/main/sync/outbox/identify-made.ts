import { differences, isCutAtCharacter, isTaken, type KeptField } from '@shared/kept'
import { type Fields, sameValue } from '@shared/merge'
import type { ListQuery, ResourceDescription, Row } from '@shared/resources/resource'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import { EVERYTHING } from '../reads/readings'

type Reader = Pick<ResourceClient, 'list' | 'find'>

/** What there was on the server directly before a new record is sent. */
export interface Before {
  /** Records that have its natural key already. */
  readonly namesakes: readonly Row[]
  /** The highest id; 0 when there is none. What is made from now on lies above it. */
  readonly ceiling: number
}

/** Reads from the server itself, never from the cache. Throws `FailureError`. */
export async function readBefore(client: Reader, { isHeldWhole, naturalKey }: ResourceDescription, key: Fields, call: CallOptions): Promise<Before> {
  if (isHeldWhole) {
    const { rows } = await client.list(EVERYTHING, call)
    const namesakes = rows.filter((row) => naturalKey.every((field) => sameValue(row[field], key[field])))
    return { namesakes, ceiling: rows.reduce((highest, { id }) => Math.max(highest, id), 0) }
  }
  const namesakes = await client.find(key, call)
  const { rows } = await client.list(newestFirst(1, 1), call)
  return { namesakes, ceiling: rows[0]?.id ?? 0 }
}

const PAGE_SIZE = 100

/** All rows with an id above this one, newest first. Throws `FailureError`. */
export async function rowsAbove(client: Reader, { isHeldWhole }: ResourceDescription, ceiling: number, call: CallOptions): Promise<Row[]> {
  if (isHeldWhole) return (await client.list(EVERYTHING, call)).rows.filter(({ id }) => id > ceiling)
  const found = new Map<number, Row>()
  for (let page = 1; ; page += 1) {
    const { rows } = await client.list(newestFirst(page, PAGE_SIZE), call)
    // What came in meanwhile moves rows to the next page, where they are met again.
    for (const row of rows) if (row.id > ceiling) found.set(row.id, row)
    if (rows.length < PAGE_SIZE || rows.some(({ id }) => id <= ceiling)) return [...found.values()]
  }
}

/** The newest rows, for an entry of an older version, which did not write down where to look. */
export async function newestRows(client: Reader, call: CallOptions): Promise<Row[]> {
  return (await client.list(newestFirst(1, 2 * PAGE_SIZE), call)).rows
}

function newestFirst(page: number, pageSize: number): ListQuery {
  return { page, pageSize, sort: [{ field: 'id', direction: 'desc' }], filter: {} }
}

/** Which of the rows that came to the server since is the record that was sent. */
export type Identified =
  | { readonly kind: 'made'; readonly row: Row; readonly kept: readonly KeptField[] }
  /** Surely none of them. */
  | { readonly kind: 'none' }
  /** A person has to say: those that may be it, the nearest first. */
  | { readonly kind: 'ask'; readonly candidates: readonly Row[] }

interface Judged {
  readonly row: Row
  readonly kept: readonly KeptField[]
  /** Fields of the natural key that the server holds otherwise. */
  readonly key: readonly KeptField[]
}

/** More than anybody looks through. */
const MOST_CANDIDATES = 20

/**
 * Finds the record that was made from `sent` among the rows with an id above the highest one that there was before it was
 * sent. This API answers no id on create, and may have kept another name than was sent, so that a search by name alone
 * finds nothing, and a second sending would make a second record.
 *
 * @param isAccepted the server said yes: then the record is there, whatever it looks like. Otherwise the answer was lost,
 *   and somebody else's record of a similar name must not be taken for ours.
 */
export function identifyMade(description: ResourceDescription, sent: Fields, rows: readonly Row[], isAccepted: boolean): Identified {
  const judged = rows.map((row) => judgedRow(description, sent, row))
  const exact = judged.filter(({ kept }) => kept.length === 0)
  if (exact.length > 0) return chosen(exact)
  const explained = judged.filter(({ kept }) => kept.every(({ cause }) => isTaken(cause)))
  const sure = isAccepted ? explained : explained.filter(({ key }) => !key.some(isShortened))
  if (sure.length > 0) return chosen(sure)
  if (isAccepted) return acceptedOtherwise(judged)
  const near = judged.filter(({ row, key }) => key.length === 0 || isNear(description, sent, row))
  return near.length > 0 ? asked(near) : { kind: 'none' }
}

/** The name is as it was sent, and other fields are not: the server has values of its own, or somebody was quick. */
function acceptedOtherwise(judged: readonly Judged[]): Identified {
  const named = judged.filter(({ key }) => key.length === 0)
  if (named.length === 1) return chosen(named)
  return judged.length > 0 ? asked(judged) : { kind: 'none' }
}

function chosen(judged: readonly Judged[]): Identified {
  const [only, ...others] = judged
  return only && others.length === 0 ? { kind: 'made', row: only.row, kept: only.kept } : asked(judged)
}

function asked(judged: readonly Judged[]): Identified {
  const nearest = judged.toSorted((a, b) => a.key.length - b.key.length || a.kept.length - b.kept.length || b.row.id - a.row.id)
  return { kind: 'ask', candidates: nearest.slice(0, MOST_CANDIDATES).map(({ row }) => row) }
}

function judgedRow(description: ResourceDescription, sent: Fields, row: Row): Judged {
  const kept = differencesOfNew(sent, row)
  return { row, kept, key: kept.filter(({ field }) => description.naturalKey.includes(field)) }
}

/** Of a new record there is nothing from before. */
export function differencesOfNew(sent: Fields, row: Row): KeptField[] {
  return differences(sent, row, null)
}

/** A name that is the beginning of another is often another name: "user1" was sent, and "user" may be somebody else's. */
function isShortened({ sent, kept, cause }: KeptField): boolean {
  return cause === 'cut' && typeof sent === 'string' && typeof kept === 'string' && !isCutAtCharacter(sent, kept)
}

/** Whether the natural key looks alike, by looser rules than those that decide. */
function isNear({ naturalKey }: ResourceDescription, sent: Fields, row: Row): boolean {
  return naturalKey.every((field) => {
    const [a, b] = [plain(sent[field]), plain(row[field])]
    // Where nothing is left to compare of what the server holds, it may be anything that begins with it.
    return a.startsWith(b) || (a !== '' && b.startsWith(a))
  })
}

function plain(value: unknown): string {
  return String(value ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u{10000}-\u{10ffff}?\uFFFD\s]/gu, '')
}
