import { RESOURCES } from '@shared/resources/registry'
import type { ListQuery, ResourceDescription, ResourceName } from '@shared/resources/resource'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { Clock } from '../../session/clock'
import type { WorkStamp } from '../../session/session'
import type { Cache } from '../../store/cache'
import { EVERYTHING, keepUnreadable, keepWhole } from './readings'

const PAGE_SIZE = 200
const MOST_ROWS = 50_000

/** Once through everything that is to be held, for one user: a request at a time, whenever the caller likes. */
export interface FillRound {
  /**
   * Makes the next request and keeps its answer; false when it was the last. An aborted one is made again the next time;
   * after any other failure the resource is left for the next round: the account may not list it, or the server is gone.
   */
  next(signal: AbortSignal): Promise<boolean>
}

export interface FillRoundDeps {
  readonly clients: Readonly<Record<ResourceName, Pick<ResourceClient, 'list'>>>
  readonly cacheOf: (userId: number) => Promise<Cache>
  readonly clock: Clock
}

/** One request of one resource; true when it was the resource's last. */
type Step = (cache: Cache, call: CallOptions) => Promise<boolean>

/** @param stamp Of whoever is signed in; without a user the round has nothing to do. */
export function createFillRound(deps: FillRoundDeps, stamp: WorkStamp): FillRound {
  const { userId } = stamp
  // What is no list, such as the grants of a role, is held as far as it was seen.
  const all = Object.values(RESOURCES).filter(({ verbs }) => verbs.includes('list'))
  // What is small, and needed for any form, comes first.
  const left = [...all.filter(({ isHeldWhole }) => isHeldWhole), ...all.filter(({ isHeldWhole }) => !isHeldWhole)].map((description) =>
    description.isHeldWhole ? wholeStep(deps, description) : pageSteps(deps, description),
  )
  return {
    next: async (signal) => {
      const [step] = left
      if (!step || userId === null) return false
      try {
        if (await step(await deps.cacheOf(userId), { signal, stamp })) left.shift()
      } catch {
        if (!signal.aborted) left.shift()
      }
      return left.length > 0
    },
  }
}

function wholeStep({ clients, clock }: FillRoundDeps, { name }: ResourceDescription): Step {
  return async (cache, call) => {
    await keepWhole(cache, name, await clients[name].list(EVERYTHING, call), clock.wallMs())
    return true
  }
}

/**
 * Page by page in the order of ids. Rows that are gone from the server go from the cache only when the pages fitted
 * together: someone who deletes a row meanwhile moves another one over the edge of a page, unseen.
 */
function pageSteps({ clients, clock }: FillRoundDeps, { name }: ResourceDescription): Step {
  const startedAt = clock.wallMs()
  const seen = new Set<number>()
  const totals = new Set<number>()
  const names = new Set<string>()
  let unreadable = 0
  let page = 1
  return async (cache, call) => {
    const query: ListQuery = { page, pageSize: PAGE_SIZE, sort: [{ field: 'id', direction: 'asc' }], filter: {} }
    const { rows, total, unreadable: left } = await clients[name].list(query, call)
    await cache.putRows(name, rows, clock.wallMs())
    for (const { id } of rows) seen.add(id)
    for (const one of left?.names ?? []) names.add(one)
    unreadable += left?.count ?? 0
    totals.add(total)
    page += 1
    const came = rows.length + (left?.count ?? 0)
    const known = seen.size + unreadable
    if (came === PAGE_SIZE && known < Math.min(total, MOST_ROWS)) return false
    if (totals.size === 1 && known === total) {
      await cache.keepOnly(name, [...seen], startedAt)
      await keepUnreadable(cache, name, unreadable > 0 ? { count: unreadable, names: [...names] } : undefined, startedAt)
    }
    return true
  }
}
