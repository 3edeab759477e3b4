import type { Arena } from './arena'

export interface Scenario {
  readonly id: string
  /** The criterion: one sentence, the same for everybody. */
  readonly passes: string
  readonly isProxied: boolean
  /** How long a used refresh token still answers its successor pair; 0 unless said. */
  readonly graceMs?: number
  /** Resolves with whether it passed. What does not end in time has failed. */
  run(arena: Arena): Promise<boolean>
}

/** For "nothing more comes": there is no event to wait for. */
export const QUIET_MS = 120

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export function servedOf(arena: Arena): number {
  return arena.calls().filter(({ state }) => state === 'served').length
}
