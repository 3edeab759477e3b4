import type { BackendProcess } from '../../support/backend-process'
import { createArena } from './arena'
import { type Scenario, pause, servedOf } from './scenario'
import { scenarios, stormOfThousand } from './scenarios'
import type { Stack } from './stack'

export interface Row {
  readonly stack: string
  readonly scenario: string
  readonly pass: boolean
  readonly refreshes: number
  readonly requests: number
  readonly served: number
  readonly wallMs: number
}

/** What has not ended by then hangs. */
const LIMIT_MS = 5_000
const ROUNDS = 5
/** Not counted: a stack's code runs at half its speed until V8 has compiled it. */
const WARM_ROUNDS = 3

async function runOne(server: BackendProcess, stack: Stack, scenario: Scenario): Promise<Row> {
  await server.control.setRefresh('rotating', { graceMs: scenario.graceMs ?? 0 })
  const arena = await createArena(stack, server, scenario.isProxied)
  try {
    const pass = await Promise.race([scenario.run(arena).catch(() => false), pause(LIMIT_MS).then(() => false)])
    const wallMs = Math.round(arena.elapsedMs() * 10) / 10
    return { stack: stack.name, scenario: scenario.id, pass, ...(await arena.seen()), served: servedOf(arena), wallMs }
  } finally {
    await arena.close()
  }
}

/** Every scenario but the timed one, each stack once. */
export async function runScenarios(server: BackendProcess, stacks: readonly Stack[], tell: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = []
  for (const scenario of scenarios) {
    tell(`${scenario.id}: ${scenario.passes}`)
    for (const stack of rotated(stacks, scenarios.indexOf(scenario))) rows.push(await runOne(server, stack, scenario))
  }
  return rows
}

/**
 * A thousand calls: five rounds after those that are not counted, every stack in every round, each round beginning with
 * another stack, so that a slow minute of the machine hits all alike. It has passed when all five rounds have.
 */
export async function runTimed(server: BackendProcess, stacks: readonly Stack[], tell: (line: string) => void): Promise<Row[]> {
  tell(`${stormOfThousand.id}: ${stormOfThousand.passes}`)
  const samples = new Map<Stack, Row[]>(stacks.map((stack) => [stack, []]))
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    for (const stack of rotated(stacks, round)) {
      const row = await runOne(server, stack, stormOfThousand)
      if (round >= WARM_ROUNDS) samples.get(stack)?.push(row)
    }
  }
  return [...samples.values()].map(middleOf)
}

/** Nobody is always the first one, on whom the machine warms up. */
function rotated(stacks: readonly Stack[], by: number): readonly Stack[] {
  const at = by % stacks.length
  return [...stacks.slice(at), ...stacks.slice(0, at)]
}

/** The row of the median wall time; its served calls are the worst round's. */
function middleOf(rows: readonly Row[]): Row {
  const sorted = [...rows].sort((a, b) => a.wallMs - b.wallMs)
  const middle = sorted[Math.floor(sorted.length / 2)] as Row
  return { ...middle, pass: rows.every(({ pass }) => pass), served: Math.min(...rows.map(({ served }) => served)) }
}
