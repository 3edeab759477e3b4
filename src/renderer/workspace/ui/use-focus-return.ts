import { nextTick, onBeforeUpdate, onMounted, onUpdated, type Ref } from 'vue'

/** Where the focus goes when what had it is gone and nothing better is known: the row of a list that keys go on from. */
const RESTING_PLACES = ['[role="grid"] [tabindex="0"]', '[role="treegrid"] [tabindex="0"]', 'main [tabindex="0"]', 'main button:not(:disabled)']

/**
 * Gives the focus back after a question. The platform does so when a dialog is closed by itself, and not when it is taken out
 * of the page, nor to what has gone meanwhile: then keys would go nowhere.
 */
export function useFocusReturn(): { remember(): void; giveBack(): Promise<void> } {
  let origin: Element | null = null
  let region: Element | null = null

  return {
    remember: () => {
      origin = document.activeElement
      region = origin?.closest('[data-region]') ?? null
    },
    giveBack: async () => {
      const [wanted, around] = [origin, region]
      origin = region = null
      // What the answer sets going may put the focus somewhere by itself: that counts.
      await nextTick()
      if (document.activeElement !== null && document.activeElement !== document.body) return
      focusOn(wanted)
      for (const place of [...(around?.isConnected ? [around] : []), document]) {
        for (const selector of RESTING_PLACES) {
          if (hasFocus()) return
          focusOn(place.querySelector(selector))
        }
      }
    },
  }
}

/**
 * For what lies beside a list, and in a narrow window takes its place: there the row that opened it is out of sight, and a
 * focus that stayed on it would be nowhere. It comes along to the heading.
 */
export function useFocusOfHidden(heading: Readonly<Ref<HTMLElement | null>>): void {
  onMounted(async () => {
    await nextTick()
    const focused = document.activeElement
    if (focused?.checkVisibility?.({ visibilityProperty: true }) === false) heading.value?.focus()
  })
}

/**
 * For what has buttons that go away when they are pressed: the focus stays in the box around them, which can have it
 * (`tabindex="-1"`), and where that is gone too it goes on where keys do. To be called in the set-up whose own template has
 * the buttons.
 */
export function useFocusOfGone(box: Readonly<Ref<HTMLElement | null>>): void {
  let isInside = false
  onBeforeUpdate(() => {
    isInside = box.value?.contains(document.activeElement) === true
  })
  onUpdated(() => {
    if (!isInside || hasFocus()) return
    focusOn(box.value)
    for (const selector of RESTING_PLACES) {
      if (hasFocus()) return
      focusOn(document.querySelector(selector))
    }
  })
}

function focusOn(element: Element | null): void {
  if (element instanceof HTMLElement && element.isConnected) element.focus()
}

function hasFocus(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body
}
