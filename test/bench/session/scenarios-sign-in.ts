import { cutAfter } from '../../support/fault-kinds'
import type { Arena } from './arena'
import { QUIET_MS, type Scenario, pause, servedOf } from './scenario'
import { REFRESH_PATH } from './stack'

/** Both tokens dead, 20 calls: true when exactly one refresh and one prompt came of it and then silence. */
async function endOfSession(arena: Arena): Promise<boolean> {
  await arena.control.expireAllTokens()
  arena.start(20)
  await arena.prompted()
  await pause(QUIET_MS)
  const seen = await arena.seen()
  return seen.refreshes === 1 && seen.requests === 21 && arena.client.prompts() === 1
}

export const endsCalmly: Scenario = {
  id: 'F06-calm',
  passes: 'the refresh answers 50015, 20 waiting: 1 refresh, 1 prompt, no further request (the calls may be lost)',
  isProxied: true,
  run: endOfSession,
}

export const heldThrough: Scenario = {
  id: 'F06',
  passes: 'as F06-calm, and nothing is lost: after signing in again all 20 calls are served',
  isProxied: true,
  run: async (arena) => {
    const isCalm = await endOfSession(arena)
    await arena.client.signIn()
    await arena.allSettled()
    return isCalm && servedOf(arena) === 20 && arena.client.prompts() === 1
  },
}

/** Five calls; the answer of their refresh is cut off after the server has rotated. */
async function lostAnswer(arena: Arena): Promise<void> {
  await arena.control.expireAccessTokens()
  arena.proxy.on({ path: REFRESH_PATH, times: 1 }, cutAfter())
  arena.start(5)
}

export const lostWithoutGrace: Scenario = {
  id: 'F10',
  passes: 'refresh answer lost after rotation: 1 retry, 1 prompt, no loop, and after signing in all 5 calls are served',
  isProxied: true,
  run: async (arena) => {
    await lostAnswer(arena)
    await arena.prompted()
    await pause(QUIET_MS)
    await arena.client.signIn()
    await arena.allSettled()
    return servedOf(arena) === 5 && (await arena.seen()).refreshes === 2 && arena.client.prompts() === 1
  },
}

export const lostWithGrace: Scenario = {
  id: 'F10-grace',
  passes: 'the same with 10 s of grace on the server: 1 retry, no prompt, all 5 calls served',
  isProxied: true,
  graceMs: 10_000,
  run: async (arena) => {
    await lostAnswer(arena)
    await arena.allSettled()
    return servedOf(arena) === 5 && (await arena.seen()).refreshes === 2 && arena.client.prompts() === 0
  },
}
