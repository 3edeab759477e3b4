import { useBridge } from '../bridge'
import { useAppState } from '../stores/app-state'

/** With a person's own refresh: while it counts as offline the server is asked for a sign of life now, not at the next try. */
export function useConnectionCheck(): () => void {
  const bridge = useBridge()
  const appState = useAppState()
  return () => {
    if (appState.state?.connection.state === 'offline') void bridge.connection.check()
  }
}
