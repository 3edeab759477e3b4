import type { EntryView } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import type { Result } from '@shared/result'
import { type KnownEntries, recordName } from './known-entries'

interface Asked {
  readonly entryIds: string[]
  readonly records: { readonly resource: ResourceName; readonly recordId: number }[]
}

export interface WantedEntriesDeps {
  readonly find: (asked: Asked) => Promise<Result<{ readonly entries: readonly EntryView[]; readonly revision: number }>>
  readonly known: KnownEntries
  /** False while nothing was read, and where everything was: then there is nothing to ask for. */
  readonly mayAsk: () => boolean
  /** Whether an answer of this revision is no older than what is known. */
  readonly isFresh: (revision: number) => boolean
  readonly onAnswer: () => void
}

/** Entries that somebody shows and that may stand in a page that was not read: asked for, with others of the same moment. */
export interface WantedEntries {
  wantEntry(entryId: string): void
  wantRecord(resource: ResourceName, recordId: number): void
  /** Whether this entry, or record, was asked for: what main pushes of it is taken over. */
  has(name: string): boolean
  /** Everything may be asked for once more. */
  askAnew(): void
  /** The outbox is another one's: what is on its way is no answer any more. */
  clear(): void
}

/** As many as main answers at one time. */
const MOST = 200

export function createWantedEntries({ find, known, mayAsk, isFresh, onAnswer }: WantedEntriesDeps): WantedEntries {
  const names = new Set<string>()
  const ids: string[] = []
  const records: Asked['records'] = []
  let epoch = 0

  function want(name: string, note: () => void): void {
    if (!mayAsk() || names.has(name)) return
    names.add(name)
    if (ids.length + records.length === 0) queueMicrotask(() => void ask())
    note()
  }

  async function ask(): Promise<void> {
    const asked: Asked = { entryIds: ids.splice(0, MOST), records: records.splice(0, MOST) }
    const mine = epoch
    if (ids.length + records.length > 0) queueMicrotask(() => void ask())
    const answer = await find(asked)
    if (mine !== epoch) return
    if (answer.ok && isFresh(answer.value.revision)) take(asked, answer.value.entries, answer.value.revision)
    // The next change, or the next reading, asks again.
    else for (const name of [...asked.entryIds, ...asked.records.map(({ resource, recordId }) => recordName(resource, recordId))]) names.delete(name)
    if (answer.ok) onAnswer()
  }

  function take({ entryIds, records: of }: Asked, entries: readonly EntryView[], revision: number): void {
    const open = new Set(entries.map(({ entryId }) => entryId))
    const before = [...entryIds, ...of.flatMap(({ resource, recordId }) => known.ofRecord(resource, recordId).map(({ entryId }) => entryId))]
    for (const entryId of before) if (!open.has(entryId)) known.drop(entryId, revision)
    for (const entry of entries) known.put(entry, revision)
  }

  return {
    wantEntry: (entryId) => {
      want(entryId, () => ids.push(entryId))
    },
    wantRecord: (resource, recordId) => {
      want(recordName(resource, recordId), () => records.push({ resource, recordId }))
    },
    has: (name) => names.has(name),
    askAnew: () => {
      names.clear()
    },
    clear: () => {
      epoch += 1
      names.clear()
    },
  }
}
