import type { User } from '@shared/resources/user'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { useListChanges } from './use-list-changes'

/** The largest page that the contract takes. */
const PAGE_ROWS = 200

/**
 * All users, read page by page: the server cannot be asked for the holders of one role. Nothing is read before somebody
 * asks for it; from then on it follows what is written.
 */
export const useAllUsers = defineStore('all-users', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const rows = shallowRef<readonly User[]>([])
  /** As the first page told; null before. */
  const total = ref<number | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isLoading = ref(false)
  /** False: from the cache, and the server may have more. */
  const isComplete = ref(false)
  let latest = 0
  let running: Promise<void> | null = null

  /** Reads them anew: one reading that has begun before may not have what was just written. Who waited for that one waits for this. */
  function load(): Promise<void> {
    running = read(Number.POSITIVE_INFINITY)
    return running
  }

  /** Reads them only where they are few: nobody waits for it. */
  function loadFew(most: number): Promise<void> {
    return isLoading.value && running ? running : read(most)
  }

  async function read(most: number): Promise<void> {
    const mine = ++latest
    isLoading.value = true
    const found = new Map<number, User>()
    let isWhole = true
    for (let page = 1; ; page++) {
      const answer = await bridge.users.list({ page, pageSize: PAGE_ROWS, sort: [{ field: 'id', direction: 'asc' }], filter: {} })
      if (mine !== latest) return running ?? undefined
      failure.value = answer.ok ? null : answer.failure
      if (!answer.ok) break
      for (const row of answer.value.rows) found.set(row.id, row)
      isWhole &&= answer.value.isComplete
      // Not read, not known: whoever needs them asks for all.
      if (answer.value.total > most) break
      total.value = answer.value.total
      if (rows.value.length < found.size) rows.value = [...found.values()]
      if (answer.value.rows.length === 0 || page * PAGE_ROWS >= answer.value.total) {
        rows.value = [...found.values()]
        isComplete.value = isWhole
        break
      }
    }
    isLoading.value = false
  }

  watch(
    () => appState.holder,
    () => {
      latest++
      running = null
      rows.value = []
      total.value = failure.value = null
      isLoading.value = isComplete.value = false
    },
  )
  useListChanges(['users'], () => (total.value === null ? undefined : load()))

  const byRole = computed(() => {
    const holders = new Map<number, User[]>()
    for (const user of rows.value) {
      for (const role of user.roleIds) {
        const known = holders.get(role)
        if (known) known.push(user)
        else holders.set(role, [user])
      }
    }
    return holders
  })
  return {
    rows,
    total,
    failure,
    isLoading,
    isComplete,
    load,
    loadFew,
    /** Those that hold this role, as far as they are read. */
    holders: (role: number): readonly User[] => byRole.value.get(role) ?? [],
  }
})
