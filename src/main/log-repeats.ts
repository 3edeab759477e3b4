/** What is written of a fault that comes again. */
export interface Repeats {
  /**
   * The text as it is to be written; null: nothing. The first of its kind stands whole, with an id. One that somebody was
   * told of by an id (`isTold`) has a line each time, which leads to the first; of the others a line at 10, 100, 1000 and so on.
   */
  next(text: string, id: string, isTold: boolean): string | null
}

/** So many different faults are told from each other; of those that came longest ago the next one is whole again. */
const MOST_KNOWN = 100

export function createRepeats(): Repeats {
  const known = new Map<string, { readonly id: string; count: number }>()
  return {
    next: (text, id, isTold) => {
      const before = known.get(text)
      const fault = before ?? { id, count: 0 }
      fault.count++
      // Put at the end: the first in the map is the one that came longest ago.
      known.delete(text)
      known.set(text, fault)
      const [oldest] = known.keys()
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
      if (!before) return `[${id}] ${text}`
      return isTold || /^10+$/.test(String(fault.count)) ? `[${id}] The same as [${fault.id}], ${fault.count} times by now.` : null
    },
  }
}
