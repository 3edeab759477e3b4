import { isOverBound, overBoundReply } from './failures'

/** One page as it is asked for: pages of one size, counted from 1. */
export interface PageAsked {
  readonly page: number
  readonly pageSize: number
}

/** What came of one page: its rows as they came, and how many the server says there are in all (null where it does not). */
export interface PageGiven {
  readonly items: readonly unknown[]
  readonly total: number | null
}

export interface PageSource {
  ask(page: PageAsked): Promise<PageGiven>
  /** The same one row with as little of it as it takes to name it. */
  name(page: PageAsked): Promise<PageGiven>
}

export interface PageInParts extends PageGiven {
  /** Rows that are too large to be read, with what they can be named by. */
  readonly tooLarge: readonly unknown[]
}

/** One place of a page: its row, or what names the row that is too large to stand there. */
interface Place {
  readonly item: unknown
  readonly isTooLarge: boolean
}
interface Places {
  readonly places: readonly Place[]
  readonly total: number | null
}

/** Answers over the bound that one page may cost: three such rows of a page of 200, each found by eight halvings. */
const MOST_OVER_BOUND = 24

/**
 * One page, whatever its rows weigh: a page that is too large is asked for again as pages of half the size, down to single
 * rows, and the row that is too large by itself is left out and named. Rows and their order are those of the page that was
 * asked for. A server that gives too much even where one name was asked for has more amiss than a row: BAD_REPLY.
 */
export async function pageByParts(asked: PageAsked, source: PageSource): Promise<PageInParts> {
  let left = MOST_OVER_BOUND
  const readOne = async (one: PageAsked): Promise<Places> => {
    try {
      return placesOf(await source.ask(one), one, false)
    } catch (error) {
      left -= 1
      if (!isOverBound(error, 'tooLarge') || left <= 0) throw error
      return one.pageSize === 1 ? nameOne(one) : readHalves(one)
    }
  }
  /** An odd page has no halves: pages of the smaller size are asked for that hold all of it, and what they hold besides is left out. */
  const readHalves = async ({ page, pageSize }: PageAsked): Promise<Places> => {
    const [from, to, half] = [(page - 1) * pageSize, page * pageSize, Math.floor(pageSize / 2)]
    const parts: Places[] = []
    for (let at = Math.floor(from / half) + 1; (at - 1) * half < to; at += 1) {
      const { places, total } = await readOne({ page: at, pageSize: half })
      const first = (at - 1) * half
      parts.push({ places: places.slice(Math.max(0, from - first), to - first), total })
      // The last page there is.
      if (places.length < half) break
    }
    return { places: parts.flatMap(({ places }) => places), total: parts.find(({ total }) => total !== null)?.total ?? null }
  }
  const nameOne = async (one: PageAsked): Promise<Places> => {
    const { places, total } = placesOf(await source.name(one), one, true)
    return { places: places.length > 0 ? places : [{ item: null, isTooLarge: true }], total }
  }
  const { places, total } = await readOne(asked)
  const itemsOf = (isTooLarge: boolean): unknown[] => places.filter((place) => place.isTooLarge === isTooLarge).map(({ item }) => item)
  return { items: itemsOf(false), tooLarge: itemsOf(true), total }
}

/** A server that pays no heed to the size of a page would fill the memory of whoever asks for one. */
function placesOf({ items, total }: PageGiven, { pageSize }: PageAsked, isTooLarge: boolean): Places {
  if (items.length > pageSize) throw overBoundReply('tooManyRows', { rows: items.length, asked: pageSize })
  return { places: items.map((item) => ({ item, isTooLarge })), total }
}
