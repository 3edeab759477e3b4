import { onBeforeUnmount, type Ref, ref, watch } from 'vue'

/** Where something is to open, in CSS pixels of the window. */
export interface MenuPlace {
  readonly x: number
  readonly y: number
  /** The pointer's button that asked for it is still down. */
  readonly isPressed?: boolean
}

export interface PopupRoom {
  readonly field: { readonly left: number; readonly top: number; readonly bottom: number; readonly width: number }
  readonly window: { readonly width: number; readonly height: number }
  /** What the popup would like to have, in CSS pixels. */
  readonly wanted: { readonly width: number; readonly height: number }
}

const edge = 8
const gap = 4
/** Three rows and the foot: with less than that a list cannot be used, and it covers the field rather. */
const leastHeight = 140

/** Below the field where that is room enough, else on the side that has more; never out of the window. All in CSS pixels. */
export function popupPlace({ field, window, wanted }: PopupRoom): { left: number; top: number; width: number; height: number } {
  const below = window.height - edge - gap - field.bottom
  const above = field.top - gap - edge
  const isBelow = below >= wanted.height || below >= above
  const room = window.height - 2 * edge
  const height = Math.min(room, Math.max(Math.min(wanted.height, isBelow ? below : above), leastHeight))
  const top = isBelow ? field.bottom + gap : field.top - gap - height
  const width = Math.min(Math.max(field.width, wanted.width), window.width - 2 * edge)
  return {
    left: Math.max(edge, Math.min(field.left, window.width - edge - width)),
    top: Math.max(edge, Math.min(top, window.height - edge - height)),
    width,
    height,
  }
}

/** Keeps an open popup at its field while the window, the form around it or the field itself changes. */
export function usePopupPlace(
  field: Readonly<Ref<HTMLElement | null>>,
  isOpen: Readonly<Ref<boolean>>,
  wanted: () => PopupRoom['wanted'],
): { readonly style: Ref<Record<string, string>>; update(): void } {
  const style = ref<Record<string, string>>({})
  const resizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(update)

  function update(): void {
    const rect = field.value?.getBoundingClientRect()
    if (!rect || !isOpen.value) return
    const { left, top, width, height } = popupPlace({ field: rect, window: { width: window.innerWidth, height: window.innerHeight }, wanted: wanted() })
    style.value = { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
  }

  function watchChanges(isWanted: boolean): void {
    window[isWanted ? 'addEventListener' : 'removeEventListener']('resize', update)
    window[isWanted ? 'addEventListener' : 'removeEventListener']('scroll', update, true)
    resizes?.disconnect()
    if (isWanted && field.value) resizes?.observe(field.value)
  }

  watch(isOpen, watchChanges, { flush: 'post' })
  onBeforeUnmount(() => watchChanges(false))
  return { style, update }
}
