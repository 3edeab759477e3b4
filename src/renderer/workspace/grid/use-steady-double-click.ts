import { onBeforeUnmount, onMounted } from 'vue'

/**
 * A click on a row opens what belongs to it beside the list, and the list gets narrower: the second press of a double-click
 * then falls on what has just appeared under the pointer, where it would mark text and take the focus. It belongs to the row
 * that the first one was on.
 */
export function useSteadyDoubleClick(): void {
  let row: Element | null = null

  function onMouse(event: MouseEvent): void {
    const { target, detail, type } = event
    if (!(target instanceof Element)) return
    if (type === 'mousedown' && detail <= 1) row = target.closest('[role="row"]')
    if (detail <= 1 || row === null || row.contains(target)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (type === 'click' && detail === 2) row.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }))
  }

  const types = ['mousedown', 'mouseup', 'click', 'dblclick'] as const
  onMounted(() => {
    for (const type of types) window.addEventListener(type, onMouse, true)
  })
  onBeforeUnmount(() => {
    for (const type of types) window.removeEventListener(type, onMouse, true)
  })
}
