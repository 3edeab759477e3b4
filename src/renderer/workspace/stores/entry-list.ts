import type { EntryView } from '@shared/outbox'
import { ref, type Ref, shallowRef, type ShallowRef } from 'vue'

/** The first entries of a list that main gives by pages, as far as they were read, in order of submission. */
export interface EntryList {
  /** Null until they were read. */
  readonly entries: Readonly<ShallowRef<readonly EntryView[] | null>>
  /** Nothing is left to be read. */
  readonly isAll: Readonly<Ref<boolean>>
  begin(entries: readonly EntryView[], isAll: boolean): void
  /** The next page. */
  add(entries: readonly EntryView[], isAll: boolean): void
  /** Whether an entry at this place belongs to what was read. */
  covers(seq: number): boolean
  /** Takes over what these have become; `now` gives null for one that does not belong to this list, or no longer. */
  update(changed: readonly EntryView[], now: (entry: EntryView) => EntryView | null): void
  clear(): void
}

/** @param pageSize How many main gives at one time. */
export function createEntryList(pageSize: number): EntryList {
  const entries: ShallowRef<readonly EntryView[] | null> = shallowRef(null)
  const isAll = ref(false)
  /** What comes at the end of a list that is here as a whole is read with the next page, once a page is full. */
  const isWithin = (list: readonly EntryView[], seq: number): boolean => seq <= (list.at(-1)?.seq ?? Number.NEGATIVE_INFINITY) || (isAll.value && list.length < pageSize)
  const covers = (seq: number): boolean => entries.value !== null && isWithin(entries.value, seq)
  return {
    entries,
    isAll,
    begin: (read, isNowAll) => {
      entries.value = read
      isAll.value = isNowAll
    },
    add: (read, isNowAll) => {
      entries.value = [...(entries.value ?? []), ...read]
      isAll.value = isNowAll
    },
    covers,
    update: (changed, now) => {
      if (entries.value === null) return
      const list = [...entries.value]
      let isChanged = false
      for (const before of changed) {
        const at = countBefore(list, before.seq)
        const isHere = list[at]?.entryId === before.entryId
        const entry = now(before)
        const isCovered = isWithin(list, before.seq)
        if (entry && !isHere && !isCovered) isAll.value = false
        if (!isHere && (!entry || !isCovered)) continue
        list.splice(at, isHere ? 1 : 0, ...(entry ? [entry] : []))
        isChanged = true
      }
      if (isChanged) entries.value = list
    },
    clear: () => {
      entries.value = null
      isAll.value = false
    },
  }
}

/** How many come before this place. */
function countBefore(list: readonly EntryView[], seq: number): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.seq ?? seq) < seq) low = middle + 1
    else high = middle
  }
  return low
}
