import { onBeforeUnmount, onMounted } from 'vue'

/**
 * Words that are cut off by their place have the whole of them as a tooltip. It is set on the way in and taken back when
 * they fit again, so that nothing is read out twice; a tooltip of their own, or of what they stand in, stays.
 */
export function useCutTitles(): void {
  const given = new WeakMap<HTMLElement, string>()

  function onPointerOver(event: PointerEvent): void {
    const words = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.ellipsis') : null
    if (!words) return
    const isOurs = given.get(words) === words.title
    if (words.title !== '' && !isOurs) return
    if (words.scrollWidth > words.clientWidth && !words.parentElement?.closest('[title]:not([title=""])')) {
      words.title = words.textContent?.trim() ?? ''
      given.set(words, words.title)
    } else if (isOurs) words.removeAttribute('title')
  }

  onMounted(() => document.addEventListener('pointerover', onPointerOver))
  onBeforeUnmount(() => document.removeEventListener('pointerover', onPointerOver))
}
