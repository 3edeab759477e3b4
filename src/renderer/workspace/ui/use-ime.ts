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

/** For the `keydown` of a form that Enter submits: the key that ends a composition sends nothing. To be called in a set-up. */
export function useImeSubmit(): (event: KeyboardEvent) => void {
  const ime = useIme()
  return (event) => {
    if (event.key === 'Enter' && ime.owns(event)) event.preventDefault()
  }
}
