/** How long main works on one thing before everything else has its turn, in milliseconds: well below a frame. */
const LONGEST_TURN_MS = 4
/** Steps between two looks at the clock. */
const STEPS_PER_LOOK = 32

/** Called at each step of a long work; a promise, to be waited for, when it is time to let others go first. */
export type Pause = () => Promise<void> | null

export function createPause(): Pause {
  let steps = 0
  let startedAt = performance.now()
  return () => {
    steps += 1
    if (steps % STEPS_PER_LOOK !== 0 || performance.now() - startedAt < LONGEST_TURN_MS) return null
    return new Promise((resolve) => {
      setImmediate(() => {
        startedAt = performance.now()
        resolve()
      })
    })
  }
}
