import { watch } from 'vue'
import { useAppState } from './app-state'

/**
 * Back online, or signed in again: what could not be read for want of either, or is older than it need be, is asked once
 * more. `isDue` says whether there is any of that.
 */
export function useAskAgain(isDue: () => boolean, ask: () => unknown): void {
  const appState = useAppState()
  watch([() => appState.mayAsk, () => appState.state?.connection.state] as const, ([mayAsk, connection]) => {
    if (mayAsk && connection !== 'offline' && isDue()) void ask()
  })
}
