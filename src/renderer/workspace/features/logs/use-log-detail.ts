import type { LogNode, LogRow } from '@shared/resources/log'
import type { Failure } from '@shared/result'
import { computed, type ComputedRef, onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../../bridge'

export interface LogDetails {
  /** The entry that is open, as it was read: a list that is read anew may no longer have it. */
  readonly row: Readonly<ShallowRef<LogRow | null>>
  /** Its headers and body; null while they are not here. */
  readonly params: ComputedRef<readonly LogNode[] | null>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  open(row: LogRow): void
  close(): void
  /** Asks once more for what could not be had. */
  retry(): void
  /** Headers and body of any entry, asked for if need be; null where they cannot be had: of the open one `failure` says why. */
  paramsOf(row: LogRow): Promise<readonly LogNode[] | null>
}

/** One entry at a time in full. Most come whole with the list; one with a large body is asked for when it is opened. */
export function useLogDetail(): LogDetails {
  const bridge = useBridge()
  const row = shallowRef<LogRow | null>(null)
  const read = shallowRef<{ readonly id: number; readonly params: readonly LogNode[] } | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let running: AbortController | null = null

  async function paramsOf(wanted: LogRow): Promise<readonly LogNode[] | null> {
    if (wanted.params) return wanted.params
    if (read.value?.id === wanted.id) return read.value.params
    // Another than the open one, to be copied: what stands beside the list is none of its business.
    if (row.value?.id !== wanted.id) {
      const other = await bridge.logs.get({ id: wanted.id })
      return other.ok ? other.value.params : null
    }
    running?.abort()
    const mine = new AbortController()
    running = mine
    const answer = await bridge.logs.get({ id: wanted.id }, mine.signal)
    if (running !== mine) return null
    running = null
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) read.value = { id: wanted.id, params: answer.value.params }
    return answer.ok ? answer.value.params : null
  }

  function open(wanted: LogRow): void {
    if (row.value?.id === wanted.id) return
    row.value = wanted
    failure.value = null
    void paramsOf(wanted)
  }

  onScopeDispose(() => running?.abort())
  return {
    row,
    params: computed(() => (row.value ? (row.value.params ?? (read.value?.id === row.value.id ? read.value.params : null)) : null)),
    failure,
    open,
    close: () => {
      running?.abort()
      running = row.value = failure.value = null
    },
    retry: () => {
      failure.value = null
      if (row.value) void paramsOf(row.value)
    },
    paramsOf,
  }
}
