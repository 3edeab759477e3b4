import type { Unreadable } from '@shared/resources/unreadable'
import type { User } from '@shared/resources/user'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { useListChanges } from './use-list-changes'

/** The largest page that the contract takes. */
const PAGE_ROWS = 200

/** So many users are read for numbers alone: five calls. */
export const FEW_USERS = 1000

/** So long, in milliseconds, what was read whole is as good as read anew, for telling people about it. */
const FRESH_MS = 60_000

/** Where what is held comes from, and how old the oldest of it is, in Unix milliseconds. */
interface Source {
  readonly origin: 'network' | 'cache'
  readonly fetchedAt: number
}

/**
 * All users, read page by page: the server cannot be asked for the holders of one role, nor for the people of one department.
 * Nothing is read before somebody asks for it; from then on it follows what is written.
 */
export const useAllUsers = defineStore('all-users', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const rows = shallowRef<readonly User[]>([])
  /** As the first page told; null before. */
  const total = ref<number | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isLoading = ref(false)
  /** False: some of them are not read, or they are from the cache and the server may have more. */
  const isComplete = ref(false)
  /** A person has ended the reading: what is there by then is all that is held. */
  const isStopped = ref(false)
  const source = shallowRef<Source | null>(null)
  /** Rows that the server gave and that could not be read. */
  const unreadable = shallowRef<Unreadable | null>(null)
  /** What was written from here, by id; null: deleted. `at`: so many writes there were by then. A reading that began before may not have it. */
  const written = new Map<number, { readonly row: User | null; readonly at: number }>()
  let writes = 0
  let latest = 0
  let running: Promise<void> | null = null
  let asking: AbortController | null = null

  /** Reads them anew: one reading that has begun before may not have what was just written. Who waited for that one waits for this. */
  function load(): Promise<void> {
    running = read(Number.POSITIVE_INFINITY)
    return running
  }

  /** Reads them where they are not all held, or not from just now. */
  function ensure(): Promise<void> {
    const isFresh = isComplete.value && source.value?.origin === 'network' && Date.now() - source.value.fetchedAt < FRESH_MS
    return isFresh && !isLoading.value ? Promise.resolve() : load()
  }

  /** Reads them only where they are few: nobody waits for it. */
  function loadFew(most: number): Promise<void> {
    return isLoading.value && running ? running : read(most)
  }

  async function read(most: number): Promise<void> {
    const mine = ++latest
    const { signal } = (asking = new AbortController())
    isLoading.value = true
    isStopped.value = false
    const found = new Map<number, User>()
    const begun = writes
    const left: Unreadable[] = []
    let from: Source | null = null
    let isWhole = true
    for (let page = 1; ; page++) {
      const answer = await bridge.users.list({ page, pageSize: PAGE_ROWS, sort: [{ field: 'id', direction: 'asc' }], filter: {} }, signal)
      if (mine !== latest) return running ?? undefined
      failure.value = answer.ok ? null : answer.failure
      if (!answer.ok) break
      for (const row of answer.value.rows) found.set(row.id, row)
      isWhole &&= answer.value.isComplete
      from = olderOf(from, answer.value)
      if (answer.value.unreadable) left.push(answer.value.unreadable)
      // Not read, not known: whoever needs them asks for all.
      if (answer.value.total > most) break
      const isLast = answer.value.rows.length === 0 || page * PAGE_ROWS >= answer.value.total
      // What is there stays whole while it is read anew.
      if (isLast || rows.value.length < found.size) {
        rows.value = withWritten(found, begun)
        source.value = from
        unreadable.value = left.length === 0 ? null : { count: left.reduce((sum, { count }) => sum + count, 0), names: left.flatMap(({ names }) => names) }
        isComplete.value = isLast && isWhole
      }
      total.value = answer.value.total
      if (isLast) break
    }
    for (const [id, { at }] of written) if (at <= begun) written.delete(id)
    isLoading.value = false
  }

  function withWritten(found: ReadonlyMap<number, User>, begun: number): User[] {
    const all = new Map(found)
    for (const [id, { row, at }] of written) {
      if (at <= begun) continue
      if (row) all.set(id, row)
      else all.delete(id)
    }
    return [...all.values()]
  }

  function note(id: number, row: User | null): void {
    // One that the server does not have yet is nobody there.
    if (id <= 0) return
    written.set(id, { row, at: ++writes })
    const isHeld = rows.value.some((one) => one.id === id)
    if (!isHeld && (!row || !isComplete.value)) return
    rows.value = row && isHeld ? rows.value.map((one) => (one.id === id ? row : one)) : [...rows.value.filter((one) => one.id !== id), ...(row ? [row] : [])]
    total.value = Math.max(0, (total.value ?? 0) + (row ? 1 : 0) - (isHeld ? 1 : 0))
  }

  /** Ends the reading; what came until then stays. */
  function stop(): void {
    if (!isLoading.value) return
    latest++
    asking?.abort()
    running = null
    isLoading.value = false
    isStopped.value = true
  }

  function clear(): void {
    latest++
    asking?.abort()
    running = null
    written.clear()
    rows.value = []
    total.value = failure.value = source.value = unreadable.value = null
    isLoading.value = isComplete.value = isStopped.value = false
  }
  watch(() => appState.holder, clear)
  useListChanges(['users'], () => (total.value === null ? undefined : load()))

  const byRole = computed(() => indexed(rows.value, ({ roleIds }) => roleIds))
  const byDepartment = computed(() => indexed(rows.value, ({ departmentIds }) => departmentIds))
  return {
    rows,
    total,
    failure,
    isLoading,
    isComplete,
    isStopped,
    source,
    unreadable,
    load,
    ensure,
    loadFew,
    stop,
    /** One as it is now, by a write from here or read by itself: what is held does not wait until all are read again. */
    put: (row: User): void => note(row.id, row),
    /** One that is there no longer. */
    drop: (id: number): void => note(id, null),
    /** Those that hold this role, as far as they are read. */
    holders: (role: number): readonly User[] => byRole.value.get(role) ?? [],
    /** Those that are in this department itself, as far as they are read. */
    members: (department: number): readonly User[] => byDepartment.value.get(department) ?? [],
  }
})

/** One page from the cache, and all of it is as good as what is kept. */
function olderOf(known: Source | null, { origin, fetchedAt }: Source): Source {
  if (!known) return { origin, fetchedAt }
  return { origin: known.origin === 'cache' ? 'cache' : origin, fetchedAt: Math.min(known.fetchedAt, fetchedAt) }
}

function indexed(users: readonly User[], idsOf: (user: User) => readonly number[]): ReadonlyMap<number, readonly User[]> {
  const found = new Map<number, User[]>()
  for (const user of users) {
    for (const id of idsOf(user)) {
      const known = found.get(id)
      if (known) known.push(user)
      else found.set(id, [user])
    }
  }
  return found
}
