import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const tickMs = 30_000

/** The time, Unix milliseconds; goes on by itself every half minute, for what grows older while it is looked at. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), tickMs)
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return readonly(now)
}
