import { GOES_BY_ITSELF } from '@shared/entry-states'
import type { EntryView, OutboxChange, OutboxStanding } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { createEntryList, type EntryList } from './entry-list'
import { createKnownEntries, recordName } from './known-entries'
import { createWantedEntries } from './wanted-entries'

/** As many as main gives at one time. */
const PAGE = 200

export type OutboxFilter = 'needsYou' | null
type Page = Result<OutboxStanding & { readonly entries: readonly EntryView[] }>

/**
 * What this window knows of the outbox. Ten thousand entries may wait: of a list only the pages that were looked at are
 * read, of other entries only those that somebody shows, and main pushes what changes of them.
 */
export const useOutbox = defineStore('outbox', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const all = createEntryList(PAGE)
  const needing = createEntryList(PAGE)
  const known = createKnownEntries()
  /** Grows when something of the known entries is another; read by whatever looks into them. */
  const version = ref(0)
  const filter = ref<OutboxFilter>(null)
  const failure = shallowRef<Failure | null>(null)
  const standing = shallowRef<OutboxStanding | null>(null)
  const overlaid = ref<Readonly<Partial<Record<ResourceName, number>>>>({})
  const departures = ref(0)
  /** Grows when the outbox becomes another one's: what was asked before is no answer any more. */
  let epoch = 0
  /** Up to which revision everything that is known here is right; null until something was read. */
  let seen: number | null = null
  let asked = 0
  let running: Promise<void> | null = null
  let readingMore: Promise<void> | null = null
  /** What left while pages are being read, and at which revision: a page that was read before may still name it. */
  const leftMeanwhile = new Map<string, number>()
  const wanted = createWantedEntries({
    find: (asked) => bridge.outbox.find(asked),
    known,
    mayAsk: () => seen !== null && !all.isAll.value,
    isFresh: (revision) => revision >= (seen ?? 0),
    onAnswer: () => version.value++,
  })

  /** Reads again what is here. However many wishes come while an answer is on its way, one more question follows it. */
  function load(): Promise<void> {
    asked++
    running ??= readUntilFresh().finally(() => {
      running = null
      leftMeanwhile.clear()
    })
    return running
  }

  async function readUntilFresh(): Promise<void> {
    let answered = 0
    while (answered !== asked) {
      answered = asked
      await readList(all, null)
      if (filter.value) await readList(needing, filter.value)
    }
  }

  /** From the start, as far as it was read before. */
  async function readList(list: EntryList, only: OutboxFilter): Promise<void> {
    const mine = epoch
    const atLeast = Math.max(PAGE, list.entries.value?.length ?? 0)
    const read: { readonly entry: EntryView; readonly revision: number }[] = []
    for (let isMore = true; isMore && read.length < atLeast; ) {
      const answer = await readPage(read.at(-1)?.entry.seq ?? null, only)
      if (mine !== epoch) return
      failure.value = answer.ok ? null : answer.failure
      if (!answer.ok) return
      const { entries, revision } = answer.value
      read.push(...entries.map((entry) => ({ entry, revision })))
      isMore = entries.length === PAGE
      if (isMore && read.length < atLeast) continue
      if (list === all) startOver(isMore ? null : revision, revision)
      const open = read.filter((one) => (leftMeanwhile.get(one.entry.entryId) ?? -1) <= one.revision)
      for (const one of open) known.put(one.entry, one.revision)
      list.begin(
        open.map(({ entry }) => known.get(entry.entryId) ?? entry),
        !isMore,
      )
      take(answer.value)
      version.value++
    }
  }

  /** What is known besides the list may be out of date: all of it is gone when the list is whole, the rest is asked for again. */
  function startOver(wholeAt: number | null, revision: number): void {
    wanted.askAnew()
    if (wholeAt !== null) known.clear()
    else for (const { entryId } of all.entries.value ?? []) known.drop(entryId, revision)
    seen = revision
  }

  /** One page that is no older than what was pushed meanwhile. */
  async function readPage(after: number | null, only: OutboxFilter): Promise<Page> {
    for (let tries = 0; ; tries++) {
      const mine = epoch
      const answer = await bridge.outbox.list({ limit: PAGE, ...(after === null ? {} : { after }), ...(only ? { only } : {}) })
      if (!answer.ok || mine !== epoch || tries >= 3 || answer.value.revision >= (standing.value?.revision ?? 0)) return answer
    }
  }

  function take({ revision, summary, sendable, oldestAt, heldUntil }: OutboxStanding): void {
    if (revision >= (standing.value?.revision ?? 0)) standing.value = { revision, summary, sendable, oldestAt, heldUntil }
  }

  const shownList = (): EntryList => (filter.value ? needing : all)

  /** The next page of the list that is shown. */
  function more(): Promise<void> {
    readingMore ??= readMore().finally(() => (readingMore = null))
    return readingMore
  }

  async function readMore(): Promise<void> {
    const list = shownList()
    const last = list.entries.value?.at(-1)
    if (running || list.isAll.value || !last) return
    const mine = epoch
    const answer = await readPage(last.seq, filter.value)
    // Read from the start meanwhile, or another one's.
    if (mine !== epoch || list !== shownList() || list.entries.value?.at(-1)?.seq !== last.seq) return
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    const { entries, revision } = answer.value
    for (const entry of entries) known.put(entry, revision)
    list.add(
      entries.flatMap(({ entryId }) => known.get(entryId) ?? []),
      entries.length < PAGE,
    )
    take(answer.value)
    version.value++
  }

  /** All of the list that is shown, for a wish that is about all of it. False: it could not be read. */
  async function readRest(): Promise<boolean> {
    await running
    while (!shownList().isAll.value) {
      const before = shownList().entries.value?.length
      await more()
      if (shownList().entries.value?.length === before && !shownList().isAll.value) return false
    }
    return true
  }

  async function setFilter(next: OutboxFilter): Promise<void> {
    filter.value = next
    if (next) await readList(needing, next)
    else needing.clear()
  }

  /** Forgets everything: another user, or another server. */
  function clear(): void {
    epoch++
    seen = failure.value = standing.value = filter.value = null
    all.clear()
    needing.clear()
    known.clear()
    wanted.clear()
    version.value++
  }

  function follow(change: OutboxChange): void {
    take(change)
    for (const resource of change.overlaid) overlaid.value = { ...overlaid.value, [resource]: (overlaid.value[resource] ?? 0) + 1 }
    const isMissing = seen === null || change.since > seen
    if (change.removed.length > 0 || isMissing) departures.value++
    if (isMissing) return void load()
    apply(change)
    seen = Math.max(seen ?? 0, change.revision)
    version.value++
  }

  function apply({ changed, removed, revision }: OutboxChange): void {
    const gone = removed.flatMap((entryId) => known.get(entryId) ?? [])
    for (const { entryId } of gone) known.drop(entryId, revision)
    if (running) for (const entryId of removed) leftMeanwhile.set(entryId, revision)
    for (const entry of changed) if (isShown(entry)) known.put(entry, revision)
    const goneIds = new Set(gone.map(({ entryId }) => entryId))
    const touched = [...changed, ...gone].sort((a, b) => a.seq - b.seq)
    const now = (entry: EntryView): EntryView | null => (goneIds.has(entry.entryId) ? null : (known.get(entry.entryId) ?? entry))
    all.update(touched, now)
    needing.update(touched, (entry) => {
      const become = now(entry)
      return become && !GOES_BY_ITSELF.has(become.state) ? become : null
    })
  }

  function isShown({ entryId, seq, resource, recordId }: EntryView): boolean {
    return known.get(entryId) !== null || all.covers(seq) || needing.covers(seq) || wanted.has(entryId) || wanted.has(recordName(resource, recordId))
  }

  function subscribe(): () => void {
    return bridge.on['outbox.changed'](follow)
  }

  function ofRecord(resource: ResourceName, recordId: number): EntryView[] {
    void version.value
    wanted.wantRecord(resource, recordId)
    return known.ofRecord(resource, recordId)
  }

  function entryOf(resource: ResourceName, recordId: number): EntryView | null {
    // The same id on another server is another record.
    const own = ofRecord(resource, recordId).filter(({ why }) => why?.kind !== 'parked' || (why.cause !== 'moved' && why.cause !== 'damaged'))
    // What needs a person is what a record's mark tells; else the latest word about it.
    return own.reduce<EntryView | null>((before, entry) => (!before || GOES_BY_ITSELF.has(before.state) ? entry : before), null)
  }

  function find(entryId: string): EntryView | null {
    void version.value
    const entry = known.get(entryId)
    if (!entry) wanted.wantEntry(entryId)
    return entry
  }

  const summary = computed(() => {
    const isSomeone = appState.draftOwner !== null && appState.state?.session.state !== 'signed-out'
    return isSomeone ? (standing.value?.summary ?? appState.state?.outbox ?? null) : null
  })

  return {
    /** The open entries in order of submission, as far as they were read; null until then. */
    entries: all.entries,
    /** Those of the list that is shown: all, or those that wait for a person. */
    shown: computed(() => (filter.value ? needing.entries.value : all.entries.value)),
    /** How many there are of them, read or not. */
    shownTotal: computed(() => {
      const { waiting = 0, needsYou = 0 } = summary.value ?? {}
      const read = (filter.value ? needing : all).entries.value?.length ?? 0
      return Math.max(read, filter.value ? needsYou : waiting + needsYou)
    }),
    isAllShown: computed(() => (filter.value ? needing : all).isAll.value),
    filter,
    setFilter,
    failure,
    /** How much waits; null while nobody is there whose outbox it could be. */
    summary,
    /** When the oldest open entry was submitted, Unix milliseconds; null without one, or while nobody is there. */
    oldestAt: computed(() => (summary.value ? (standing.value?.oldestAt ?? null) : null)),
    /** So many "send all" has anything to do with. */
    sendable: computed(() => standing.value?.sendable ?? 0),
    /** Until when all is held back, because the server takes no writes just now; Unix milliseconds. */
    heldUntil: computed(() => standing.value?.heldUntil ?? null),
    /** Grows with each change of the entries that main has told. */
    revision: computed(() => standing.value?.revision ?? 0),
    /** Grows when an entry has left. */
    departures,
    /** Grows when the outbox lays something else over records of this kind. */
    overlays: (resources: readonly ResourceName[]): number => resources.reduce((sum, resource) => sum + (overlaid.value[resource] ?? 0), 0),
    /** The entry that a record's mark is about: one that needs a person, or the latest. */
    entryOf,
    /** The entry that makes this record, which has no id of the server's yet. */
    makerOf: (resource: ResourceName, recordId: number): EntryView | null => ofRecord(resource, recordId).find(({ verb }) => verb === 'create') ?? null,
    find,
    load,
    more,
    readRest,
    clear,
    subscribe,
  }
})
