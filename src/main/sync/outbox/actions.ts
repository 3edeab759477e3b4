import type { Fields } from '@shared/merge'
import type { EntryView, Trace } from '@shared/outbox'
import type { PhaseStep } from '@shared/phase-log'
import { fieldFaults, parseKeepingNames } from '@shared/resources/kept-names'
import { isTemporaryId, type ResourceName, type Row } from '@shared/resources/resource'
import { identityValues } from '@shared/resources/identity'
import { RESOURCES } from '@shared/resources/registry'
import { assertNever, failed, isFailure } from '@shared/result'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { EntryChange } from '../../store/journal'
import { isUnreadable, type JournalEntry } from '../../store/journal-row'
import { movedHere } from './hold'
import { isMoved, isRecovered } from './queue'
import type { Outbox } from './outbox'
import { dependantsOf } from './dependencies'

/** What a person decides about an entry that asks. */
type Decision =
  /** Same field changed here and there: which value is to stand, field by field. */
  | { readonly kind: 'fields'; readonly choices: Readonly<Record<string, 'mine' | 'theirs'>> }
  /** Deleted there: make it anew with my changes. */
  | { readonly kind: 'restore' }
  /** Changed there: delete it all the same. */
  | { readonly kind: 'remove-anyway' }
  /** There is a record of this name: that one is meant. Nothing is made, and what stands on it goes on. */
  | { readonly kind: 'same' }
  /** The id belongs to another record, by its looks: it is the same one, and my change goes on. */
  | { readonly kind: 'same-record' }
  /** It is not sure which of the server's records a new one has become: this one. What stands on it goes on. */
  | { readonly kind: 'made'; readonly id: number }
  /** The same: look for it once more. */
  | { readonly kind: 'look' }
  /** The same: none of these; what the server has stays as it is, and nothing is sent again. */
  | { readonly kind: 'leave' }
  /** The same, where the answer was lost: none of these, so it was not made, and is sent again. */
  | { readonly kind: 'again' }

/** What a person does in the outbox. Each throws NOT_FOUND for an entry that is done, and CONFLICT for one that is on its way. */
export interface OutboxActions {
  /** The entry with the server's record as it is now (null: there is none); `server` undefined when it cannot be read just now. */
  look(entryId: string, signal?: AbortSignal): Promise<{ entry: EntryView; server: Row | null | undefined }>
  decide(entryId: string, decision: Decision): void
  /** Lets entries go that wait for a person's word; tries others at once. Null: all that can go, but for those of another server or of a recovered file. */
  send(entryIds: readonly string[] | null): void
  /** Lets them go. What stood on them is blocked, not lost. */
  drop(entryIds: readonly string[]): void
  /** Open entries that stand on these, directly or through others, in order of submission; none of the given ones. */
  dependants(entryIds: readonly string[]): JournalEntry[]
  /** Changes what is to be sent. Throws VALIDATION with `fields`. */
  edit(entryId: string, edits: Fields): void
}

export interface OutboxActionsDeps {
  readonly outbox: Outbox
  readonly clientOf: (resource: ResourceName) => ResourceClient
  readonly secretOf: (entryId: string) => Fields | null
  /** The identity of the server that is worked on. */
  readonly server: string | null
}

export function createOutboxActions({ outbox, clientOf, secretOf, server }: OutboxActionsDeps): OutboxActions {
  const { queue, scheduler } = outbox
  const idle = (entryId: string): JournalEntry => {
    const entry = queue.get(entryId)
    if (!entry) throw failed('NOT_FOUND', 'This entry is done already.')
    if (scheduler.isBusy(entryId)) throw failed('CONFLICT', 'This entry is on its way just now.', { retryable: true })
    return entry
  }
  const sendable = (entryId: string): JournalEntry => {
    const entry = idle(entryId)
    if (isUnreadable(entry)) throw failed('REFUSED', 'This entry was written by another version of this program, or is damaged, and cannot be sent.')
    return entry
  }
  const goingAgain = (entry: JournalEntry, change: EntryChange): EntryChange => ({ state: entry.attempts > 0 ? 'unknown' : 'queued', why: null, ...change })
  const again = (entry: JournalEntry, change: EntryChange): void => {
    queue.change(entry.entryId, goingAgain(entry, change))
  }
  /** A person's own wish goes at once; what else waits keeps its delay. */
  const goOn = (entryIds?: readonly string[]): void => {
    scheduler.forgetDelays(entryIds)
    outbox.wake()
  }
  return {
    look: async (entryId, signal) => {
      const entry = queue.get(entryId)
      if (!entry) throw failed('NOT_FOUND', 'This entry is done already.')
      return { entry: outbox.viewOf(entry), server: await serversRow(clientOf(entry.resource), entry, signal) }
    },
    decide: (entryId, decision) => {
      const entry = sendable(entryId)
      decideOne(outbox, entry, decision, (decided, change) => {
        again(decided, { ...change, phases: decidedStep(entry) })
      })
      goOn([entryId])
    },
    send: (entryIds) => {
      const chosen = entryIds?.map(sendable) ?? queue.all().filter((entry) => !scheduler.isBusy(entry.entryId) && !isUnreadable(entry) && !isMoved(entry, server) && !isRecovered(entry))
      queue.changeAll(
        chosen.flatMap((entry): [string, EntryChange][] => {
          if (isMoved(entry, server)) return [[entry.entryId, movedHere(server)]]
          return entry.state === 'conflict' ? [] : [[entry.entryId, goingAgain(entry, { decisions: { ...entry.decisions, released: true }, phases: [{ phase: 'released' }] })]]
        }),
      )
      goOn(entryIds ?? undefined)
    },
    drop: (entryIds) => {
      queue.end(
        entryIds.map((entryId) => idle(entryId).entryId),
        'dropped',
      )
      outbox.wake()
    },
    dependants: (entryIds) => dependantsOf(queue, entryIds),
    edit: (entryId, edits) => {
      const entry = sendable(entryId)
      // What may have left is looked up by what was sent; it cannot become something else. After a refusal nothing of it was
      // carried out: each try begins with a look at the record, and ends with one where the answer left a doubt.
      const isOpen = entry.attempts === 0 || entry.state === 'refused'
      if (!isOpen || entry.verb === 'remove') throw failed('REFUSED', 'This entry can no longer be changed.')
      const checked = checkedEdits(entry, edits, secretOf(entry.entryId))
      // What is held for another server stays so: changing it is not saying where it goes.
      if (isMoved(entry, server)) queue.change(entry.entryId, { edits: checked, phases: EDITED })
      else again({ ...entry, attempts: 0 }, { edits: checked, attempts: 0, phases: EDITED })
      goOn([entryId])
    },
  }
}

const EDITED: readonly PhaseStep[] = [{ phase: 'edited' }]

/** That a person has decided, and about what. */
function decidedStep({ why }: JournalEntry): PhaseStep[] {
  return [{ phase: 'decided', ...(why?.kind === 'conflict' ? { note: why.conflict } : {}) }]
}

type Again = (entry: JournalEntry, change: EntryChange) => void
type Which = Extract<Decision, { kind: 'made' | 'look' | 'leave' | 'again' }>

/** Which record it is. Nothing of this sends it again but a person's word that it was not made. */
function decideWhich(outbox: Outbox, entry: JournalEntry, decision: Which, again: Again): void {
  const which = entry.why?.kind === 'conflict' && entry.why.conflict === 'which' ? entry.why.which : undefined
  if (!which) throw failed('VALIDATION', 'This is not what the entry asks.')
  const trace: Trace = entry.trace ?? { ceiling: 0, isAccepted: which.isAccepted, looks: 0, chosenId: null }
  const decisions = { ...entry.decisions, released: true }
  switch (decision.kind) {
    case 'made':
      if (!which.candidates.some(({ id }) => id === decision.id)) throw failed('VALIDATION', 'This record was not among those asked about.')
      again(entry, { decisions, trace: { ...trace, chosenId: decision.id } })
      return
    case 'look':
      again(entry, { decisions, trace: { ...trace, looks: 0, chosenId: null } })
      return
    case 'leave':
      outbox.queue.end([entry.entryId], 'dropped', { phases: decidedStep(entry) })
      return
    case 'again':
      if (which.isAccepted) throw failed('VALIDATION', 'The server took this record: it is not sent again.')
      again(entry, { state: 'queued', decisions, attempts: 0, trace: null })
      return
    default:
      assertNever(decision)
  }
}

function decideOne(outbox: Outbox, entry: JournalEntry, decision: Decision, again: Again): void {
  if (entry.why?.kind !== 'conflict') throw failed('CONFLICT', 'There is nothing to decide about this entry.')
  const { theirs, conflict } = entry.why
  const requireConflict = (kind: typeof conflict): void => {
    if (conflict !== kind) throw failed('VALIDATION', 'This is not what the entry asks.')
  }
  switch (decision.kind) {
    case 'fields': {
      requireConflict('fields')
      const mine = Object.keys(decision.choices).filter((field) => decision.choices[field] === 'mine')
      const edits = Object.fromEntries(Object.entries(entry.edits).filter(([field]) => decision.choices[field] !== 'theirs'))
      if (Object.keys(edits).length === 0) {
        outbox.queue.end([entry.entryId], 'dropped', { phases: decidedStep(entry) })
        return
      }
      const chosen = Object.fromEntries(mine.map((field) => [field, theirs?.[field]]))
      again(entry, { edits, decisions: { ...entry.decisions, released: true, mine: { ...entry.decisions.mine, ...chosen } } })
      return
    }
    case 'restore':
      requireConflict('gone')
      if (!RESOURCES[entry.resource].verbs.includes('create')) throw failed('VALIDATION', 'This cannot be made anew by itself.')
      again(entry, { decisions: { ...entry.decisions, released: true, restore: true } })
      return
    case 'remove-anyway':
      requireConflict('changed')
      again(entry, { decisions: { ...entry.decisions, released: true, removeChanged: theirs } })
      return
    case 'same-record':
      requireConflict('otherRecord')
      again(entry, { decisions: { ...entry.decisions, released: true, sameRecord: theirs && identityValues(RESOURCES[entry.resource], theirs) } })
      return
    case 'same':
      requireConflict('taken')
      if (theirs && isTemporaryId(entry.recordId)) outbox.queue.rename(entry.resource, entry.recordId, theirs['id'] as number)
      outbox.queue.end([entry.entryId], 'dropped', { phases: decidedStep(entry) })
      return
    case 'made':
    case 'look':
    case 'leave':
    case 'again':
      decideWhich(outbox, entry, decision, again)
      return
    default:
      assertNever(decision)
  }
}

/** What is to be sent from now on. A secret cannot be changed here: it would have to be shown. Throws VALIDATION. */
function checkedEdits(entry: JournalEntry, edits: Fields, secret: Fields | null): Fields {
  const { createSchema, editsSchema, nameFields, secretFields } = RESOURCES[entry.resource]
  const withoutSecrets = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.includes(field)))
  const open = withoutSecrets(edits)
  // A name that is not typed anew stays as it was queued.
  const kept = nameFields.filter((field) => !(field in open) || open[field] === entry.edits[field])
  const checked = entry.verb === 'create' ? parseKeepingNames(createSchema, { ...entry.edits, ...open, ...secret }, kept) : parseKeepingNames(editsSchema, open, kept)
  // What the schema has made of it: a field that it does not know goes no further.
  if (checked.success) return withoutSecrets(checked.data)
  throw failed('VALIDATION', 'The input does not fit.', { fields: fieldFaults(checked.error) })
}

/** Undefined when it cannot be read just now: then the panel shows what was known. */
async function serversRow(client: ResourceClient, entry: JournalEntry, signal?: AbortSignal): Promise<Row | null | undefined> {
  if (isTemporaryId(entry.recordId)) return null
  try {
    return await client.get(entry.recordId, signal ? { signal } : {})
  } catch (error) {
    return isFailure(error, 'NOT_FOUND') ? null : undefined
  }
}
