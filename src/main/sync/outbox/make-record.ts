import type { Fields } from '@shared/merge'
import type { Trace } from '@shared/outbox'
import type { PhaseNote } from '@shared/phase-log'
import type { Row } from '@shared/resources/resource'
import { failed, FailureError, isFailure } from '@shared/result'
import { UnansweredError } from '../../backend/authorized'
import { saidBy } from '../../backend/failed-write'
import type { JournalEntry } from '../../store/journal-row'
import { notCarriedOut } from './failed-try'
import { differencesOfNew, type Identified, identifyMade, newestRows, readBefore, rowsAbove } from './identify-made'
import { afterwards, codeOf, conflict, lookAt, type SendDeps, type Verdict } from './one-try'
import { withRealIds } from './temporary-ids'

/** So often a record that the server took is looked for before a person is asked. */
const MOST_LOOKS = 3

/**
 * Makes a record, once. The highest id on the server is read and written down before anything is sent; what is made lies
 * above it, under whatever name the server keeps. What may have left is looked for before it is sent again, and after the
 * server's yes it is never sent again, whatever comes of the search.
 */
export async function makeRecord(deps: SendDeps, entry: JournalEntry, fields: Fields): Promise<Verdict> {
  const open = withRealIds(deps.description, fields, deps.realId)
  if (entry.trace?.isAccepted || deps.wasAccepted()) return lookAfterYes(deps, entry, open, { ...(entry.trace ?? NOWHERE), isAccepted: true })
  const found = entry.trace ? await lookFor(deps, entry, open, entry.trace) : entry.verb === 'create' && entry.attempts > 0 ? await lookWithoutTrace(deps, entry, open) : null
  return found ?? send(deps, entry, open)
}

/** Where to look when nothing was written down. */
const NOWHERE: Trace = { ceiling: 0, isAccepted: false, looks: 0, chosenId: null }

async function send(deps: SendDeps, entry: JournalEntry, open: Fields): Promise<Verdict> {
  const { description, client } = deps
  const key = Object.fromEntries(description.naturalKey.map((field) => [field, open[field]]))
  const before = await readBefore(client, description, key, deps.call)
  if (before.namesakes[0]) return conflict('taken', before.namesakes[0], description.naturalKey)
  // The first ceiling stays: what an earlier sending makes late would otherwise lie below the next.
  const trace: Trace = { ...NOWHERE, ceiling: entry.trace?.ceiling ?? before.ceiling }
  await deps.leaving(trace)
  try {
    await client.create({ ...open, ...deps.secret() }, { ...deps.call, idempotencyKey: entry.entryId })
  } catch (error) {
    return withoutYes(deps, entry, open, trace, error)
  }
  await deps.accepted({ ...trace, isAccepted: true })
  return lookAfterYes(deps, entry, open, { ...trace, isAccepted: true })
}

/** No yes came. Without any answer it is looked for; throws why it was not made, or UNKNOWN. */
async function withoutYes(deps: SendDeps, entry: JournalEntry, open: Fields, trace: Trace, error: unknown): Promise<Verdict> {
  if (error instanceof UnansweredError) {
    deps.note('unanswered', codeOf(error.reason))
    const found = await lookFor(deps, entry, open, trace).catch(() => {
      throw failed('UNKNOWN', 'The answer was lost on the way, and the record cannot be looked for just now.', { details: saidBy(error.reason) })
    })
    if (found) return found
    throw notCarriedOut(error.reason)
  }
  // An earlier sending may have been carried out late: then the server refuses the name for our own record.
  if (entry.trace && isFailure(error, 'REFUSED')) {
    const found = await lookFor(deps, entry, open, trace).catch(() => null)
    if (found) return found
  }
  deps.notLeft()
  throw error
}

/** After a yes nothing is a refusal any more: whoever is told of one would save again, and make a second record. */
async function lookAfterYes(deps: SendDeps, entry: JournalEntry, open: Fields, trace: Trace): Promise<Verdict> {
  try {
    const found = await lookFor(deps, entry, open, trace)
    if (found) return found
    if (trace.looks + 1 >= MOST_LOOKS) return asked([], trace)
    await deps.looked({ ...trace, looks: trace.looks + 1 })
    return { kind: 'later', failure: failed('UNKNOWN', 'The server took this record, and it cannot be found there yet.').failure }
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'later', failure: error.failure }
    deps.onFault(error)
    return { kind: 'later', failure: failed('INTERNAL', 'This program made a mistake.').failure }
  }
}

const LOOKED_UP = { made: 'found', none: 'notFound', ask: undefined } as const satisfies Record<Identified['kind'], PhaseNote | undefined>

/** What has become of it on the server; null when it is not there. Throws `FailureError` when that cannot be read. */
async function lookFor(deps: SendDeps, entry: JournalEntry, open: Fields, trace: Trace): Promise<Verdict | null> {
  if (trace.chosenId !== null) return chosen(deps, open, trace, trace.chosenId)
  const rows = await rowsAbove(deps.client, deps.description, trace.ceiling, afterwards(deps))
  const identified = identifyMade(deps.description, open, unclaimed(deps, entry, rows), trace.isAccepted)
  deps.note('lookedUp', LOOKED_UP[identified.kind])
  switch (identified.kind) {
    case 'made':
      return { kind: 'done', row: identified.row, taken: [], kept: identified.kept }
    case 'ask':
      return asked(identified.candidates, trace)
    case 'none':
      return null
  }
}

/** A person has said which one it is. */
async function chosen(deps: SendDeps, open: Fields, trace: Trace, id: number): Promise<Verdict> {
  const row = await lookAt(deps, id, afterwards(deps))
  return row ? { kind: 'done', row, taken: [], kept: differencesOfNew(open, row) } : asked([], trace)
}

/**
 * An older version sent it and did not write down where to look. Exactly what was sent is it; anything that may be it, by
 * the rules of how servers keep things, is asked about.
 */
async function lookWithoutTrace(deps: SendDeps, entry: JournalEntry, open: Fields): Promise<Verdict | null> {
  const rows = unclaimed(deps, entry, await newestRows(deps.client, afterwards(deps)))
  const identified = identifyMade(deps.description, open, rows, false)
  deps.note('lookedUp', LOOKED_UP[identified.kind])
  if (identified.kind === 'none') return null
  if (identified.kind === 'ask') return asked(identified.candidates, NOWHERE)
  const { row, kept } = identified
  return kept.length === 0 ? { kind: 'done', row, taken: [], kept } : asked([row], NOWHERE)
}

/** Without the rows that other entries have become. */
function unclaimed(deps: SendDeps, entry: JournalEntry, rows: readonly Row[]): Row[] {
  const claimed = deps.claimedIds()
  return rows.filter(({ id }) => id === entry.recordId || !claimed.has(id))
}

function asked(candidates: readonly Row[], { isAccepted }: Trace): Verdict {
  return conflict('which', null, [], { candidates: [...candidates], isAccepted })
}
