/**
 * A long answer on its way from the thread that has parsed it to main. Handed over in one piece, a list of fifty thousand rows
 * would hold main up for a second; so it is taken to pieces that are unpacked in a moment each, and put together again.
 */

/** A step of putting together. `values` go to the end of the list, or under `keys` into the object, that is open. */
type Step =
  | { readonly do: 'open'; readonly kind: 'list' | 'object'; readonly key: string | null }
  | { readonly do: 'put'; readonly keys: string[] | null; readonly values: unknown[] }
  | { readonly do: 'close' }

export type Slice = readonly Step[]

/** What one slice may weigh: about a millisecond of unpacking. */
const SLICE_WEIGHT = 1500
/** Characters that weigh as much as one value. */
const LETTERS_PER_VALUE = 256

/** The slices of a value out of `JSON.parse`, which is no deeper than `MOST_JSON_LEVELS`. */
export function* slicesOf(root: unknown): Generator<Slice, void> {
  let steps: Step[] = []
  let weight = 0
  function* add(value: unknown, key: string | null, weighs: number): Generator<Slice, void> {
    if (weight > 0 && weight + weighs > SLICE_WEIGHT) yield* cut()
    const last = steps.at(-1)
    if (last?.do === 'put') {
      last.values.push(value)
      if (key !== null) last.keys?.push(key)
    } else steps.push({ do: 'put', keys: key === null ? null : [key], values: [value] })
    weight += weighs
  }
  function* cut(): Generator<Slice, void> {
    yield steps
    steps = []
    weight = 0
  }
  function* walk(value: unknown, key: string | null): Generator<Slice, void> {
    const weighs = weigh(value, SLICE_WEIGHT)
    if (weighs <= SLICE_WEIGHT || typeof value !== 'object' || value === null) {
      yield* add(value, key, weighs)
      return
    }
    steps.push({ do: 'open', kind: Array.isArray(value) ? 'list' : 'object', key })
    if (Array.isArray(value)) for (const item of value as unknown[]) yield* walk(item, null)
    else for (const [name, item] of Object.entries(value)) yield* walk(item, name)
    steps.push({ do: 'close' })
  }
  yield* walk(root, null)
  yield* cut()
}

/** How many values this holds; stops counting where it is more than `limit`. */
function weigh(value: unknown, limit: number): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / LETTERS_PER_VALUE)
  if (typeof value !== 'object' || value === null) return 1
  let weight = 1
  // Not by `Object.values`: it would make a list of a hundred thousand to count the first thousand.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && weight <= limit; index += 1) weight += weigh(value[index], limit - weight)
    return weight
  }
  for (const name in value) {
    weight += weigh((value as Record<string, unknown>)[name], limit - weight)
    if (weight > limit) break
  }
  return weight
}

export interface Assembly {
  add(slice: Slice): void
  /** What was put together; undefined before the last slice. */
  value(): unknown
}

export function createAssembly(): Assembly {
  const root: unknown[] = []
  const open: (unknown[] | Record<string, unknown>)[] = [root]
  const put = (key: string | null | undefined, value: unknown): void => {
    const into = open.at(-1)
    if (Array.isArray(into)) into.push(value)
    else if (into) setOwn(into, key ?? '', value)
  }
  return {
    add: (slice) => {
      for (const step of slice) {
        if (step.do === 'close') open.pop()
        else if (step.do === 'put') for (const [index, value] of step.values.entries()) put(step.keys?.[index], value)
        else {
          const made: unknown[] | Record<string, unknown> = step.kind === 'list' ? [] : {}
          put(step.key, made)
          open.push(made)
        }
      }
    },
    value: () => root[0],
  }
}

/** As `JSON.parse` sets it: a field of the name `__proto__` is a field like any other. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}
