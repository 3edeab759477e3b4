import { inject, type InjectionKey, provide } from 'vue'
import { createImeGuard, type ImeGuard } from '@renderer/ime'

const imeKey: InjectionKey<ImeGuard> = Symbol('ime')

/** One guard per window, made by the shell. */
export function provideIme(): ImeGuard {
  const guard = createImeGuard(window)
  provide(imeKey, guard)
  return guard
}

/** The window's guard; a component outside a shell (in a test) gets its own. */
export function useIme(): ImeGuard {
  return inject(imeKey, () => createImeGuard(window), true)
}
