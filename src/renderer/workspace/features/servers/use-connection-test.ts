import { CONNECTION_STEPS, type ConnectionStep, type ConnectionStepName } from '@shared/connection-test'
import type { ServerConnection } from '@shared/profiles'
import type { Failure } from '@shared/result'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { Bridge } from '../../bridge'

export interface TestRow {
  readonly step: ConnectionStepName
  /** `running`: on its way now. `waiting`: its turn has not come. `undone`: the test ended before it. */
  readonly state: ConnectionStep['state'] | 'running' | 'waiting' | 'undone'
  readonly cause: ConnectionStep['cause']
  readonly facts: ConnectionStep['facts']
}

export interface ConnectionTestDeps {
  readonly bridge: Pick<Bridge, 'profiles' | 'on'>
  readonly onEnd: (steps: readonly ConnectionStep[] | null) => void
}

/** One running "Test connection" at a time, its steps as they come. */
export function useConnectionTest({ bridge, onEnd }: ConnectionTestDeps) {
  const steps = shallowRef<ReadonlyMap<ConnectionStepName, ConnectionStep>>(new Map())
  const state = ref<'idle' | 'running' | 'done' | 'cancelled' | 'failed'>('idle')
  const failure = shallowRef<Failure | null>(null)
  /** What the results are about, as it was typed then. */
  const tested = shallowRef<ServerConnection | null>(null)
  let running: { readonly testId: string; readonly abort: AbortController } | null = null

  const off = bridge.on['profiles.testStepped'](({ testId, step }) => {
    if (running?.testId !== testId) return
    steps.value = new Map(steps.value).set(step.step, step)
  })

  async function run(connection: ServerConnection, profileId: string | null): Promise<void> {
    cancel()
    const mine = { testId: crypto.randomUUID(), abort: new AbortController() }
    running = mine
    steps.value = new Map()
    failure.value = null
    tested.value = connection
    state.value = 'running'
    const answer = await bridge.profiles.test({ testId: mine.testId, profileId, connection }, mine.abort.signal)
    if (running !== mine) return
    running = null
    // The answer may overtake the last pushes: it has all of them.
    if (answer.ok) steps.value = new Map(answer.value.map((step) => [step.step, step]))
    else failure.value = answer.failure
    state.value = answer.ok ? 'done' : 'failed'
    onEnd(answer.ok ? answer.value : null)
  }

  function cancel(): void {
    if (!running) return
    running.abort.abort()
    running = null
    state.value = 'cancelled'
  }

  const rows = computed((): TestRow[] => {
    const next = CONNECTION_STEPS.find((step) => !steps.value.has(step))
    return CONNECTION_STEPS.map((step) => {
      const known = steps.value.get(step)
      if (known) return known
      const pending = step === next ? 'running' : 'waiting'
      return { step, state: state.value === 'running' ? pending : 'undone', cause: null, facts: {} }
    })
  })

  onScopeDispose(() => {
    off()
    cancel()
  })
  return { rows, state, failure, tested, run, cancel }
}
