import { onBeforeUnmount, onMounted } from 'vue'
import type { ImeGuard } from '@renderer/ime'

const focusable = ['a[href]', 'button:not(:disabled)', 'input:not(:disabled)', 'select:not(:disabled)', 'textarea:not(:disabled)', '[tabindex]:not([tabindex="-1"])'].join(',')

/**
 * F6 and Shift+F6 go from region to region (menu, filters, grid, record, status bar), each remembering where the focus
 * was in it. A region is any element with `data-region`, in document order.
 */
export function useRegions(ime: ImeGuard): void {
  const last = new WeakMap<Element, HTMLElement>()

  function onFocusIn(event: FocusEvent): void {
    const target = event.target
    if (!(target instanceof HTMLElement)) return
    const region = target.closest('[data-region]')
    if (region) last.set(region, target)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'F6' || ime.owns(event)) return
    event.preventDefault()
    cycle(event.shiftKey ? -1 : 1)
  }

  function cycle(step: 1 | -1): void {
    const regions = [...document.querySelectorAll('[data-region]')]
    const current = regions.findIndex((region) => region.contains(document.activeElement))
    for (let tried = 1; tried <= regions.length; tried++) {
      const from = current < 0 && step < 0 ? 0 : current
      const region = regions[(from + step * tried + regions.length * 2) % regions.length]
      if (region && enter(region)) return
    }
  }

  function enter(region: Element): boolean {
    const remembered = last.get(region)
    const target = remembered && region.contains(remembered) ? remembered : region.querySelector<HTMLElement>(focusable)
    target?.focus()
    return target !== undefined && document.activeElement === target
  }

  onMounted(() => {
    document.addEventListener('focusin', onFocusIn)
    window.addEventListener('keydown', onKeyDown)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', onFocusIn)
    window.removeEventListener('keydown', onKeyDown)
  })
}
