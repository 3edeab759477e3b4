import type { ResourceName } from '@shared/resources/resource'
import { onScopeDispose, watch } from 'vue'
import { useBridge } from '../bridge'
import { useOutbox } from './outbox'

/** Many writes often come at once, when the outbox is sent: the list is asked once for all that came in this time. */
const refreshAfterMs = 400

/**
 * Refreshes what is on screen when a write has changed a record of it, when one was found to be gone, or when the outbox
 * holds something else for it than before. `onGone`: what is gone need not stay in sight until then.
 */
export function useListChanges(resources: readonly ResourceName[], refresh: () => unknown, onGone?: (id: number) => void): void {
  const bridge = useBridge()
  const outbox = useOutbox()
  let due: ReturnType<typeof setTimeout> | undefined

  function refreshSoon(): void {
    due ??= setTimeout(() => {
      due = undefined
      void refresh()
    }, refreshAfterMs)
  }

  onScopeDispose(
    bridge.on['records.changed'](({ resource, id, isGone }) => {
      if (!resources.includes(resource)) return
      if (isGone) onGone?.(id)
      refreshSoon()
    }),
  )
  watch(() => outbox.overlays(resources), refreshSoon)
  onScopeDispose(() => clearTimeout(due))
}
