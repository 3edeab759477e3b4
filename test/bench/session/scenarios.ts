import { hold, inject } from '../../support/fault-kinds'
import { QUIET_MS, type Scenario, pause, servedOf } from './scenario'
import { endsCalmly, heldThrough, lostWithGrace, lostWithoutGrace } from './scenarios-sign-in'
import { READ_PATH, REFRESH_PATH } from './stack'

/** An event loop's turn or two; a waiter that hears of its cancelling only when the renewal ends takes far longer. */
const AT_ONCE_MS = 100

function storm(count: number): Scenario {
  return {
    id: `F01-${count}`,
    passes: `${count} calls in flight meet 50014: all served, 1 refresh, at most ${2 * count + 1} requests`,
    isProxied: false,
    run: async (arena) => {
      // Warm sockets and code for everybody; what is timed is the renewal and the replays.
      arena.start(Math.min(count, 256))
      await arena.allSettled()
      await arena.forget()
      await arena.control.expireAccessTokens()
      arena.start(count)
      await arena.allSettled()
      const seen = await arena.seen()
      return servedOf(arena) === count && seen.refreshes === 1 && seen.requests <= 2 * count + 1
    },
  }
}

export const stormOfThousand = storm(1000)

const late: Scenario = {
  id: 'F02',
  passes: 'a 50014 for the old token lands after the refresh: both calls served, no second refresh',
  isProxied: true,
  run: async (arena) => {
    await arena.control.expireAccessTokens()
    const held = hold('answer')
    arena.proxy.on({ method: 'GET', path: READ_PATH, times: 1 }, held)
    arena.start(1)
    await held.reached()
    await Promise.all(arena.start(1).map(({ ended }) => ended))
    held.release()
    await arena.allSettled()
    return servedOf(arena) === 2 && (await arena.seen()).refreshes === 1
  },
}

const endless: Scenario = {
  id: 'F04',
  passes: 'every call answers 50014 for ever: 1 refresh, 1 replay, then a failure; nobody is sent to sign in',
  isProxied: true,
  run: async (arena) => {
    arena.proxy.on({ method: 'GET', path: READ_PATH }, inject({ status: 401, body: { code: 50014, message: 'Expired token' } }))
    arena.start(1)
    await arena.allSettled()
    const seen = await arena.seen()
    return arena.calls()[0]?.state === 'failed' && seen.refreshes === 1 && seen.requests === 3 && arena.client.prompts() === 0
  },
}

const secondExpiry: Scenario = {
  id: 'expiry-2',
  passes: '20 calls, then the new token expires too and 20 more: 40 served, 2 refreshes, no prompt',
  isProxied: false,
  run: async (arena) => {
    for (let round = 0; round < 2; round += 1) {
      await arena.control.expireAccessTokens()
      arena.start(20)
      await arena.allSettled()
    }
    return servedOf(arena) === 40 && (await arena.seen()).refreshes === 2 && arena.client.prompts() === 0
  },
}

const largeWrite: Scenario = {
  id: 'F22',
  passes: 'a PUT of 5 MB meets 50014: served with a byte-identical replay, or refused before anything is sent',
  isProxied: true,
  run: async (arena) => {
    await arena.control.expireAccessTokens()
    const write = arena.write({ id: 999_999, aliasname: 'é'.repeat(2_600_000) })
    await write.ended
    const sent = arena.proxy.requests.filter(({ method }) => method === 'PUT')
    if (write.state === 'failed') return sent.length === 0
    const [first, second] = sent
    return sent.length === 2 && first?.bodySha256 === second?.bodySha256 && (first?.bodyBytes ?? 0) > 5_000_000
  },
}

const cancelled: Scenario = {
  id: 'F24',
  passes: `one of 5 waiters is cancelled during a refresh: it ends within ${AT_ONCE_MS} ms and is not sent again, the other 4 are served`,
  isProxied: true,
  run: async (arena) => {
    await arena.control.expireAccessTokens()
    const refresh = hold('answer')
    arena.proxy.on({ path: REFRESH_PATH, times: 1 }, refresh)
    const giveUp = new AbortController()
    arena.start(2)
    const [waiter] = arena.start(1, giveUp.signal)
    arena.start(2)
    await refresh.reached()
    await pause(QUIET_MS)
    giveUp.abort()
    await pause(AT_ONCE_MS)
    const isSettledAtOnce = waiter?.state === 'failed'
    refresh.release()
    await arena.allSettled()
    const seen = await arena.seen()
    return isSettledAtOnce && servedOf(arena) === 4 && seen.refreshes === 1 && seen.requests === 10
  },
}

const duringRefresh: Scenario = {
  id: 'F03',
  passes: 'a call made during a refresh: waits and goes out once with the new token (4 requests in all), 1 refresh',
  isProxied: true,
  run: async (arena) => {
    await arena.control.expireAccessTokens()
    const refresh = hold('answer')
    arena.proxy.on({ path: REFRESH_PATH, times: 1 }, refresh)
    arena.start(1)
    await refresh.reached()
    arena.start(1)
    await pause(QUIET_MS)
    refresh.release()
    await arena.allSettled()
    const seen = await arena.seen()
    return servedOf(arena) === 2 && seen.refreshes === 1 && seen.requests === 4
  },
}

/** In the order of the table; the timed one of a thousand calls is run apart, interleaved. */
export const scenarios: readonly Scenario[] = [storm(20), late, duringRefresh, endless, endsCalmly, heldThrough, lostWithoutGrace, lostWithGrace, secondExpiry, largeWrite, cancelled]
