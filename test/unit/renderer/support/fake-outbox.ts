import type { ParsedInput } from '@shared/bridge/contract'
import type { CallName } from '@shared/bridge/names'
import { type EntryView, NEEDS_YOU, type OutboxStanding, type OutboxSummary } from '@shared/outbox'
import type { FakeHoldfast } from './fake-holdfast'

type Handler = (input: never) => unknown

let lastSeq = 0

/** An entry as main tells it: an update of a user that waits its turn. Later made entries come later in the order. */
export function makeEntry(more: Partial<EntryView> = {}): EntryView {
  const seq = more.seq ?? ++lastSeq
  return {
    entryId: `entry-${seq}`,
    seq,
    resource: 'users',
    verb: 'update',
    recordId: 2,
    title: 'carla.li2',
    state: 'queued',
    outcome: null,
    why: null,
    base: { email: 'old@example.com' },
    edits: { email: 'new@example.com' },
    hasSecret: false,
    taken: [],
    attempts: 0,
    dependsOn: [],
    createdAt: 1_760_000_000_000 + seq * 60_000,
    sentAt: null,
    endedAt: null,
    server: '',
    isReleased: false,
    phases: [],
    nextAttemptAt: null,
    ...more,
  }
}

export function isOpen({ state }: EntryView): boolean {
  return state !== 'done'
}

export function summaryOf(entries: readonly EntryView[], isPaused: boolean): OutboxSummary {
  const open = entries.filter(isOpen)
  const needsYou = open.filter(({ state }) => NEEDS_YOU.has(state)).length
  return { waiting: open.length - needsYou, needsYou, isPaused }
}

/** How main tells that the outbox stands. */
export function standingOf(fake: Pick<FakeHoldfast, 'entries' | 'isPaused' | 'revision' | 'oldestAt'>): OutboxStanding {
  const isSendable = ({ state, why }: EntryView): boolean => state !== 'conflict' && (why?.kind !== 'parked' || !['old-schema', 'moved'].includes(why.cause))
  return {
    revision: fake.revision,
    summary: summaryOf(fake.entries, fake.isPaused),
    sendable: fake.entries.filter((entry) => isOpen(entry) && isSendable(entry)).length,
    oldestAt: fake.oldestAt,
    heldUntil: null,
  }
}

function bySeq(entries: EntryView[]): EntryView[] {
  return entries.sort((a, b) => a.seq - b.seq)
}

/** The entries that stand on these, directly or through others, in their order; none of the given ones. */
function dependantsOf(entryIds: readonly string[], entries: readonly EntryView[]): EntryView[] {
  const reached = new Set(entryIds)
  let size = 0
  // Each round reaches one level further; an entry may be named before the one it stands on.
  while (size !== reached.size) {
    size = reached.size
    for (const entry of entries) if (entry.dependsOn.some((id) => reached.has(id))) reached.add(entry.entryId)
  }
  return entries.filter(({ entryId }) => reached.has(entryId) && !entryIds.includes(entryId))
}

const done = { failure: { code: 'NOT_FOUND', message: 'done already', retryable: false } } as const

/** Main's side of the outbox, the activity log and the data on this computer: nothing is ever sent by itself here. */
export function outboxHandlers(fake: FakeHoldfast): Partial<Record<CallName, Handler>> {
  const find = (entryId: string): EntryView | undefined => fake.entries.find((entry) => entry.entryId === entryId && isOpen(entry))
  return {
    'outbox.list': ({ after = 0, limit, only }: ParsedInput<'outbox.list'>) => ({
      ...standingOf(fake),
      entries: bySeq(fake.entries.filter((entry) => isOpen(entry) && entry.seq > after && (!only || NEEDS_YOU.has(entry.state)))).slice(0, limit),
    }),
    'outbox.find': ({ entryIds, records }: ParsedInput<'outbox.find'>) => {
      const isMeant = ({ entryId, resource, recordId }: EntryView): boolean => entryIds.includes(entryId) || records.some((record) => record.resource === resource && record.recordId === recordId)
      return { ...standingOf(fake), entries: fake.entries.filter((entry) => isOpen(entry) && isMeant(entry)) }
    },
    'outbox.dependants': ({ entryIds }: ParsedInput<'outbox.dependants'>) => {
      const entries = dependantsOf(entryIds, fake.entries.filter(isOpen))
      return { total: entries.length, entries: entries.slice(0, 20) }
    },
    'outbox.look': ({ entryId }: ParsedInput<'outbox.look'>) => {
      const entry = find(entryId)
      if (!entry) return done
      const row = [...(entry.resource === 'users' ? fake.users : fake.departments)].find(({ id }) => id === entry.recordId)
      return { entry, server: fake.serverRows.get(entryId) ?? (row ? { kind: 'row', row } : { kind: 'missing' }) }
    },
    'outbox.decide': ({ entryId, decision }: ParsedInput<'outbox.decide'>) => {
      const entry = find(entryId)
      if (!entry) return done
      const isTheirs = decision.kind === 'same' || (decision.kind === 'fields' && Object.values(decision.choices).every((side) => side === 'theirs'))
      fake.changeEntries([entryId], isTheirs ? { state: 'done', outcome: 'dropped', why: null } : { state: 'queued', why: null })
      return null
    },
    'outbox.send': ({ entryIds }: ParsedInput<'outbox.send'>) => {
      const going = fake.entries.filter((entry) => isOpen(entry) && entry.state !== 'conflict' && (entryIds === null || entryIds.includes(entry.entryId)))
      fake.changeEntries(
        going.map(({ entryId }) => entryId),
        { state: 'queued', why: null },
      )
      return null
    },
    'outbox.drop': ({ entryIds }: ParsedInput<'outbox.drop'>) => void fake.changeEntries(entryIds, { state: 'done', outcome: 'dropped', why: null, endedAt: 1_760_000_600_000 }),
    'outbox.edit': ({ entryId, edits }: ParsedInput<'outbox.edit'>) => {
      const entry = find(entryId)
      if (!entry) return done
      fake.changeEntries([entryId], { state: 'queued', why: null, edits: entry.verb === 'create' ? { ...entry.edits, ...edits } : edits })
      return null
    },
    'outbox.pause': ({ isPaused }: ParsedInput<'outbox.pause'>) => {
      fake.isPaused = isPaused
      fake.changeEntries([], {})
      return null
    },
    'journal.list': ({ before, limit, state, resource, record }: ParsedInput<'journal.list'>) =>
      fake.entries
        .filter((entry) => (before === undefined || entry.seq < before) && (!state || entry.state === state) && (!resource || entry.resource === resource))
        .filter((entry) => !record || (record.resources.includes(entry.resource) && entry.recordId === record.id))
        .sort((a, b) => b.seq - a.seq)
        .slice(0, limit),
    'journal.export': () => ({ file: '/home/ada/activity.csv', entries: fake.entries.length }),
    'data.size': () => ({ dataBytes: 1_572_864, cacheBytes: fake.cachedRows * 400, cachedRows: fake.cachedRows, cacheLimitBytes: 268_435_456 }),
    'data.clearCache': () => {
      fake.cachedRows = 0
      fake.views.clear()
    },
  }
}
