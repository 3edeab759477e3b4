import { onBeforeUnmount, onMounted, onScopeDispose } from 'vue'
import type { ActionCentre } from './action-centre'

const focusable = ['a[href]', 'button:not(:disabled)', 'input:not(:disabled)', 'select:not(:disabled)', 'textarea:not(:disabled)', '[tabindex]:not([tabindex="-1"])'].join(',')

/**
 * From region to region (menu, filters, grid, record, status bar) and back, each remembering where the focus
 * was in it. A region is any element with `data-region`, in document order. The shell, which makes the centre, hands it over.
 */
export function useRegions(centre: ActionCentre): void {
  const last = new WeakMap<Element, HTMLElement>()

  function onFocusIn(event: FocusEvent): void {
    const target = event.target
    if (!(target instanceof HTMLElement)) return
    const region = target.closest('[data-region]')
    if (region) last.set(region, target)
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

  onScopeDispose(centre.offer(() => ({ nextRegion: { run: () => cycle(1) }, previousRegion: { run: () => cycle(-1) } })))
  onMounted(() => document.addEventListener('focusin', onFocusIn))
  onBeforeUnmount(() => document.removeEventListener('focusin', onFocusIn))
}
