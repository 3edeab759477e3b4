import type { EntryState, EntryView, OutboxSummary } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'

/** Going by itself. Named here and not taken from the schemas' module: the start would have to load all of them. */
const GOING: ReadonlySet<EntryState> = new Set(['queued', 'sending', 'unknown'])

const nameOf = (resource: ResourceName, recordId: number): string => `${resource}/${recordId}`

/** The open entries of the outbox as main last told, in order of submission; null until they were read. */
export const useOutbox = defineStore('outbox', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const entries = shallowRef<readonly EntryView[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const told = shallowRef<OutboxSummary | null>(null)
  /** Grows when the outbox becomes another one's: what was asked before is no answer any more. */
  let epoch = 0
  let asked = 0
  let running: Promise<void> | null = null

  /** Reads the entries again. However many changes come while an answer is on its way, one more question follows it. */
  function load(): Promise<void> {
    asked++
    running ??= readUntilFresh().finally(() => (running = null))
    return running
  }

  async function readUntilFresh(): Promise<void> {
    let answered = 0
    while (answered !== asked) {
      answered = asked
      const mine = epoch
      const answer = await bridge.outbox.list()
      if (mine !== epoch) continue
      failure.value = answer.ok ? null : answer.failure
      if (!answer.ok) continue
      entries.value = answer.value.entries
      told.value = answer.value.summary
    }
  }

  /** Forgets everything: another user, or another server. */
  function clear(): void {
    epoch++
    entries.value = failure.value = told.value = null
  }

  function subscribe(): () => void {
    return bridge.on['outbox.changed']((summary) => {
      told.value = summary
      void load()
    })
  }

  const byRecord = computed(() => {
    const found = new Map<string, EntryView>()
    for (const entry of entries.value ?? []) {
      // The same id on another server is another record, and which one a damaged entry is about is not known.
      if (entry.why?.kind === 'parked' && (entry.why.cause === 'moved' || entry.why.cause === 'damaged')) continue
      const name = nameOf(entry.resource, entry.recordId)
      const before = found.get(name)
      // What needs a person is what a record's mark tells; else the latest word about it.
      if (!before || GOING.has(before.state)) found.set(name, entry)
    }
    return found
  })
  const byId = computed(() => new Map((entries.value ?? []).map((entry) => [entry.entryId, entry])))

  return {
    entries,
    failure,
    /** How much waits; null while nobody is there whose outbox it could be. */
    summary: computed(() => {
      const isSomeone = appState.draftOwner !== null && appState.state?.session.state !== 'signed-out'
      return isSomeone ? (told.value ?? appState.state?.outbox ?? null) : null
    }),
    /** The entry that a record's mark is about: one that needs a person, or the latest. */
    entryOf: (resource: ResourceName, recordId: number): EntryView | null => byRecord.value.get(nameOf(resource, recordId)) ?? null,
    find: (entryId: string): EntryView | null => byId.value.get(entryId) ?? null,
    load,
    clear,
    subscribe,
  }
})
