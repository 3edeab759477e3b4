import { vi } from 'vitest'

/**
 * Waits until this holds. Vitest's own `vi.waitFor` gives up after one second, which a busy machine needs for the first
 * answer of a thread or a process alone.
 */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000 })
}
