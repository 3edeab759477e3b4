/**
 * Ids in the order of a number that each of them has. Finding a place takes a binary search; to make room, an array of
 * pointers moves its tail, which for a hundred thousand of them is microseconds, and nothing else of them is looked at.
 */
export interface OrderedIds {
  readonly size: number
  /** Puts it in, or moves it to its new place. */
  set(id: string, rank: number): void
  delete(id: string): void
  /** Those of a higher rank than this, lowest first. */
  after(rank: number, limit: number): string[]
  /** The lowest rank there is; null: there is none. */
  lowest(): number | null
  /** Takes out those of this rank and below, lowest first. */
  takeUntil(rank: number): string[]
  clear(): void
}

interface Place {
  readonly id: string
  readonly rank: number
}

export function createOrderedIds(): OrderedIds {
  const ranks = new Map<string, number>()
  let places: Place[] = []
  /** How many stand before this place. */
  const countBefore = (rank: number, id: string): number => {
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const place = places[middle]
      const isBefore = place !== undefined && (place.rank < rank || (place.rank === rank && place.id < id))
      if (isBefore) low = middle + 1
      else high = middle
    }
    return low
  }
  /** As `countBefore`, with all that have this rank. */
  const countUntil = (rank: number): number => {
    let [low, high] = [0, places.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((places[middle]?.rank ?? rank) <= rank) low = middle + 1
      else high = middle
    }
    return low
  }
  const remove = (id: string): void => {
    const rank = ranks.get(id)
    if (rank === undefined) return
    ranks.delete(id)
    places.splice(countBefore(rank, id), 1)
  }
  return {
    get size() {
      return places.length
    },
    set: (id, rank) => {
      if (ranks.get(id) === rank) return
      remove(id)
      ranks.set(id, rank)
      places.splice(countBefore(rank, id), 0, { id, rank })
    },
    delete: remove,
    after: (rank, limit) => {
      const from = countUntil(rank)
      return places.slice(from, from + limit).map(({ id }) => id)
    },
    lowest: () => places[0]?.rank ?? null,
    takeUntil: (rank) => {
      const taken = places.splice(0, countUntil(rank)).map(({ id }) => id)
      for (const id of taken) ranks.delete(id)
      return taken
    },
    clear: () => {
      ranks.clear()
      places = []
    },
  }
}
