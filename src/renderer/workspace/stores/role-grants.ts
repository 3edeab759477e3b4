import type { Grants } from '@shared/resources/grants'
import { isTemporaryId } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useBridge } from '../bridge'
import { useAppState } from './app-state'
import { useListChanges } from './use-list-changes'

/** What a role is granted, as it was read last. */
export interface KnownGrants {
  /** Null where the role is no longer there: it gives nothing. */
  readonly grants: Grants | null
  /** Unix milliseconds. */
  readonly fetchedAt: number
  readonly origin: 'network' | 'cache'
}

/** So many roles are asked about at once. */
const LANES = 4
/** So many are asked for one question: the server cannot be asked which of them have something, and each costs four calls. */
const MOST_ASKED = 50

/** Those of some roles that have something, and what they are granted. */
export interface RolesThatHave<Of> {
  readonly roles: ReadonlyArray<{ readonly role: Of; readonly grants: Grants }>
  /** False: some could not be read. */
  readonly isWhole: boolean
}

/**
 * What roles are granted, read role by role at the first need and held for all who ask: nobody gives it for several at once.
 * From then on it follows what is written.
 */
export const useRoleGrants = defineStore('role-grants', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const known = shallowRef<ReadonlyMap<number, KnownGrants>>(new Map())
  /** Of those that could not be read, as far as nothing of before is there. */
  const failures = shallowRef<ReadonlyMap<number, Failure>>(new Map())
  const reading = shallowRef<ReadonlySet<number>>(new Set())
  const wanted = new Set<number>()
  /** Readings that have not ended. */
  const flights = new Set<Promise<unknown>>()
  /** Their answers are on the way, and may be older than what was written meanwhile. */
  const again = new Set<number>()

  function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Map<Key, Value> {
    const rest = new Map(map)
    rest.delete(key)
    return rest
  }

  async function readOne(id: number, holder: string): Promise<void> {
    const answer = await bridge.grants.get({ id })
    if (appState.holder !== holder) return
    reading.value = new Set([...reading.value].filter((one) => one !== id))
    // A role that was made here, and waits to be sent, grants nothing yet.
    const isNone = !answer.ok && answer.failure.code === 'NOT_FOUND'
    if (answer.ok || isNone) {
      const { row = null, fetchedAt = Date.now(), origin = 'network' } = answer.ok ? answer.value : {}
      known.value = new Map(known.value).set(id, { grants: row, fetchedAt, origin: isTemporaryId(id) ? 'network' : origin })
      failures.value = without(failures.value, id)
    } else failures.value = new Map(failures.value).set(id, answer.failure)
    if (again.delete(id)) await load([id])
  }

  /** Reads these anew, and follows them from then on; what is there stays when that fails. */
  function load(ids: readonly number[]): Promise<void> {
    for (const id of ids) wanted.add(id)
    return read(ids)
  }

  async function read(ids: readonly number[]): Promise<void> {
    const { holder } = appState
    const due = ids.filter((id) => !reading.value.has(id))
    reading.value = new Set([...reading.value, ...due])
    const lane = async (): Promise<void> => {
      for (let id = due.shift(); id !== undefined && appState.holder === holder; id = due.shift()) await readOne(id, holder)
    }
    const flight = Promise.all(Array.from({ length: LANES }, lane))
    flights.add(flight)
    await flight.finally(() => flights.delete(flight))
  }

  /** Which of these roles have something, by a reading for this question alone; null where they are too many to be asked. */
  async function rolesThat<Of extends { readonly id: number }>(roles: readonly Of[], has: (grants: Grants) => boolean): Promise<RolesThatHave<Of> | null> {
    if (roles.length > MOST_ASKED) return null
    // Some of them may be on their way for somebody else.
    await Promise.all([read(roles.map(({ id }) => id)), ...flights])
    const found = roles.flatMap((role) => {
      const grants = known.value.get(role.id)?.grants
      return grants && has(grants) ? [{ role, grants }] : []
    })
    return { roles: found, isWhole: roles.every(({ id }) => known.value.has(id) && !failures.value.has(id)) }
  }

  /** After a write: what is on its way is asked for once more, behind the answer that may not have it yet. */
  function follow(): Promise<void> {
    for (const id of reading.value) again.add(id)
    return load([...wanted])
  }

  /** Reads those that nobody has asked for yet. */
  function want(ids: readonly number[]): void {
    const fresh = ids.filter((id) => !wanted.has(id))
    if (fresh.length > 0) void load(fresh)
  }

  watch(
    () => appState.holder,
    () => {
      wanted.clear()
      again.clear()
      known.value = failures.value = new Map()
      reading.value = new Set()
    },
  )
  useListChanges(['grants', 'roles', 'menus'], () => (wanted.size > 0 ? follow() : undefined))

  return { known, failures, reading, load, want, rolesThat, reload: (): Promise<void> => load([...wanted]) }
})
