import type { ProfileEntry, UnsentWork } from '@shared/profiles'
import type { Failure } from '@shared/result'
import type { LeftServer } from '@shared/views'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../bridge'

/** What went wrong with a server, where the list shows it: whoever started it may have been elsewhere. */
export interface ServerTrouble {
  readonly failure: Failure
  /** Which server, and what was meant to be done. */
  readonly lead: string
}

export interface ServerGroup {
  /** The label that holds the group together; null in the person's own order. */
  readonly label: Pick<ProfileEntry, 'label' | 'labelText' | 'color'> | null
  readonly entries: readonly ProfileEntry[]
}

export type ServerOrder = 'own' | 'label'

const LABEL_ORDER: readonly ProfileEntry['label'][] = ['production', 'test', 'development', 'custom', 'none']

/** The servers of this installation as main last told; read when first needed, and after every change. */
export const useProfiles = defineStore('profiles', () => {
  const bridge = useBridge()
  const entries = shallowRef<readonly ProfileEntry[] | null>(null)
  /** Servers that are not in the list while something of theirs is here. */
  const left = shallowRef<readonly LeftServer[]>([])
  /** Pending changes of people who are not signed in. */
  const unsent = shallowRef<readonly UnsentWork[]>([])
  const failure = shallowRef<Failure | null>(null)
  const trouble = shallowRef<ServerTrouble | null>(null)
  /** What an export or import came to, in words. */
  const outcome = ref<string | null>(null)
  const order = ref<ServerOrder>('own')
  let latest = 0

  /** Reads the list again. Of overlapping reads only the last counts. A failure keeps what is there. */
  async function load(): Promise<void> {
    const mine = ++latest
    const [answer, others, waiting] = await Promise.all([bridge.profiles.list(), bridge.profiles.left(), bridge.profiles.unsent()])
    if (mine !== latest) return
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) entries.value = answer.value
    if (others.ok) left.value = others.value
    if (waiting.ok) unsent.value = waiting.value
  }

  function subscribe(): () => void {
    return bridge.on['profiles.changed'](() => {
      // Nobody has asked for the list yet: the start is not made longer for it.
      if (latest > 0) void load()
    })
  }

  /** Shows an order at once, before main has stored it; an older answer on its way no longer counts. */
  function arrange(next: readonly ProfileEntry[]): void {
    latest++
    entries.value = next
  }

  const groups = computed(() => (order.value === 'own' ? [{ label: null, entries: entries.value ?? [] }] : byLabel(entries.value ?? [])))
  return {
    entries,
    left,
    unsent,
    unsentOn: (id: string): readonly UnsentWork[] => unsent.value.filter(({ profileId }) => profileId === id),
    failure,
    trouble,
    outcome,
    order,
    groups,
    shown: computed(() => groups.value.flatMap((group) => group.entries)),
    load,
    subscribe,
    arrange,
  }
})

/** One group for each label, and for each text of custom ones; inside it the person's own order. */
function byLabel(entries: readonly ProfileEntry[]): ServerGroup[] {
  const groups = new Map<string, ProfileEntry[]>()
  const sorted = [...entries].sort((a, b) => LABEL_ORDER.indexOf(a.label) - LABEL_ORDER.indexOf(b.label))
  for (const entry of sorted) {
    const key = entry.label === 'custom' ? `custom/${entry.labelText}` : entry.label
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()].map((members) => ({ label: members[0] ?? null, entries: members }))
}
