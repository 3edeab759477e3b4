import type { BackendHooks } from '../../../src/main/demo/hooks'

/** What has arrived and what was answered since the start or the last reset. */
export interface TrafficCounts {
  readonly total: number
  /** Arrivals at `refreshtoken`, whatever came of them. */
  readonly refresh: number
  /** Refreshes that answered a new pair. */
  readonly refreshed: number
  /** Arrivals at `login`. */
  readonly signIn: number
  /** By `METHOD /path`, the path below the base and without an id: `PUT /sys/user/users`. */
  readonly routes: Readonly<Record<string, number>>
  /** Answers by the envelope's code: `{ "20000": 3, "50014": 1 }`. Answers that are not JSON are under `none`. */
  readonly codes: Readonly<Record<string, number>>
}

/** Counts at the routes of a back-end, and holds their answers back. */
export interface Traffic {
  readonly hooks: Pick<BackendHooks, 'arrived' | 'beforeSend'>
  counts(): TrafficCounts
  reset(): void
  /** Holds back every answer of a path that starts so (below the base) by so many milliseconds; 0 ends it. */
  setDelay(delayMs: number, pathPrefix: string): void
}

const REFRESH_PATH = '/sys/user/refreshtoken'
const SIGN_IN_PATH = '/sys/user/login'

export function createTraffic(): Traffic {
  let routes: Record<string, number> = {}
  let codes: Record<string, number> = {}
  let refreshed = 0
  const delays = new Map<string, number>()
  const add = (table: Record<string, number>, key: string): void => {
    table[key] = (table[key] ?? 0) + 1
  }
  /** In milliseconds; the longest matching prefix decides. */
  const delayOf = (path: string): number => {
    const matching = [...delays].filter(([prefix]) => path.startsWith(prefix))
    matching.sort(([a], [b]) => b.length - a.length)
    return matching[0]?.[1] ?? 0
  }
  return {
    hooks: {
      arrived: ({ method, path }) => {
        add(routes, `${method} ${path}`)
      },
      beforeSend: async (reply, { path }) => {
        const code = reply.kind === 'json' ? reply.body.code : 'none'
        add(codes, String(code))
        if (path === REFRESH_PATH && code === 20000) refreshed += 1
        const delayMs = delayOf(path)
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs).unref())
      },
    },
    counts: () => ({
      total: Object.values(routes).reduce((sum, count) => sum + count, 0),
      refresh: routes[`POST ${REFRESH_PATH}`] ?? 0,
      refreshed,
      signIn: routes[`POST ${SIGN_IN_PATH}`] ?? 0,
      routes: { ...routes },
      codes: { ...codes },
    }),
    reset: () => {
      routes = {}
      codes = {}
      refreshed = 0
    },
    setDelay: (delayMs, pathPrefix) => {
      if (delayMs > 0) delays.set(pathPrefix, delayMs)
      else delays.delete(pathPrefix)
    },
  }
}
