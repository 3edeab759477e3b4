/** What the numbers by which siblings are ordered may be. */
export const MOST_ORDER = 999_999

/** Numbers at an end of a list stand so far apart that others find room in between later. */
const STEP = 10

export interface OrderedRow {
  readonly id: number
  readonly listorder: number
}

/**
 * New numbers for siblings that are to stand in this order: by id, and only for those that need another one. Afterwards no two
 * are equal, so the order holds whatever the server does with equals, and as few rows change as can.
 *
 * @param wanted all siblings, in the order in which they are to be shown.
 * @param direction `desc`: the largest number comes first.
 * @param moved the ids of those that were moved: where it is as good, they get other numbers rather than those that stayed.
 */
export function reordered(wanted: readonly OrderedRow[], direction: 'asc' | 'desc', moved: ReadonlySet<number>): ReadonlyMap<number, number> {
  const turn = (value: number): number => (direction === 'asc' ? value : MOST_ORDER - value)
  const values = wanted.map(({ listorder }) => turn(listorder))
  const all = keepable(values, () => true)
  const without = keepable(values, (place) => !moved.has(wanted[place]?.id ?? 0))
  const kept = without.length === all.length ? without : all
  return new Map(filled(values, kept).flatMap((value, place) => (value === values[place] ? [] : [[wanted[place]?.id ?? 0, turn(value)] as const])))
}

/**
 * The places whose numbers can stay, as many as possible, rising. Between two that stay there has to be a number for each in
 * between, and the same before the first and behind the last. Less its own place, a number must therefore not fall from one
 * that stays to the next: the longest run that does not (patience sorting).
 */
function keepable(values: readonly number[], mayStay: (place: number) => boolean): number[] {
  const room = MOST_ORDER - (values.length - 1)
  /** For each length the place at which the best run of it ends, and each place's one before it. */
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  const level = (place: number): number => (values[place] ?? 0) - place
  for (const place of values.keys()) {
    const own = level(place)
    if (!Number.isInteger(own) || own < 0 || own > room || !mayStay(place)) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (level(ends[middle] ?? 0) <= own) low = middle + 1
      else high = middle
    }
    before.set(place, ends[low - 1])
    ends[low] = place
  }
  const kept: number[] = []
  for (let place = ends.at(-1); place !== undefined; place = before.get(place)) kept.unshift(place)
  return kept
}

/** All numbers, rising: those of the kept places, and others spread out in between. */
function filled(values: readonly number[], kept: readonly number[]): number[] {
  const result = [...values]
  const fences = [-1, ...kept, values.length]
  for (const [index, from] of fences.slice(0, -1).entries()) {
    const to = fences[index + 1] ?? values.length
    const count = to - from - 1
    const [low, high] = [from < 0 ? -1 : (values[from] ?? 0), to === values.length ? MOST_ORDER + 1 : (values[to] ?? 0)]
    for (let at = 1; at <= count; at++) {
      // From the end that somebody stands at; spread evenly where that leads too far, and between two.
      const spread = low + Math.floor(((high - low) * at) / (count + 1))
      const isFirst = from < 0
      const isLast = to === values.length
      if (isLast && low + STEP * count < high) result[from + at] = low + STEP * at + (isFirst ? 1 - STEP : 0)
      else if (isFirst && !isLast && high - STEP * count > low) result[from + at] = high - STEP * (count + 1 - at)
      else result[from + at] = spread
    }
  }
  return result
}
