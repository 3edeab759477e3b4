import { differences, isCutAtCharacter, isTaken, type KeptField } from '@shared/kept'
import type { Fields } from '@shared/merge'
import type { ResourceDescription, Row } from '@shared/resources/resource'

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
