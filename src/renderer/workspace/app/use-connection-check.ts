import { useBridge } from '../bridge'
import { useAppState } from '../stores/app-state'

/**
 * With a person's own refresh: while it counts as offline, or the session cannot be renewed, the server is asked now, not at
 * the next try.
 */
export function useConnectionCheck(): () => void {
  const bridge = useBridge()
  const appState = useAppState()
  return () => {
    const { connection, session } = appState.state ?? {}
    if (connection?.state === 'offline' || (session && session.renewalHeldUntil !== null)) void bridge.connection.check()
  }
}
