import { onBeforeUnmount, readonly, type Ref, ref } from 'vue'

/** The time for which the server wants no further attempt, as a hint: the person may try all the same. */
export interface Pause {
  /** Whole seconds that are left; 0 when an attempt may be made. */
  readonly secondsLeft: Readonly<Ref<number>>
  /** Begins anew; with 0 it ends. */
  start(waitMs: number): void
}

export function usePause(): Pause {
  const secondsLeft = ref(0)
  let endsAt = 0
  let timer = 0
  const tell = (): void => {
    secondsLeft.value = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000))
    if (secondsLeft.value === 0) clearInterval(timer)
  }
  onBeforeUnmount(() => clearInterval(timer))
  return {
    secondsLeft: readonly(secondsLeft),
    start: (waitMs) => {
      clearInterval(timer)
      endsAt = performance.now() + waitMs
      timer = window.setInterval(tell, 500)
      tell()
    },
  }
}
