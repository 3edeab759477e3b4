import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

/** How long what was said stays in sight, in milliseconds. The live region keeps it. */
const SHOWN_MS = 20_000
/** So many of the last words stay in the live region: a screen reader gets to what came in quick succession one after the other. */
const KEPT = 4

export interface Heard {
  /** Rises with each; the same words twice in a row are two. */
  readonly id: number
  readonly words: string
}

/**
 * What the window tells in passing, in one polite live region and in one place on screen: the middle of the status bar. In the
 * region each stands by itself: put in place of the one before, it was all that a screen reader said of "Saved" and what the
 * outbox told a tenth of a second later (measured with Orca).
 */
export const useAnnouncer = defineStore('announcer', () => {
  const heard = shallowRef<readonly Heard[]>([{ id: 0, words: '' }])
  const seen = ref('')
  /** The person wants the last words to stay in sight until the next ones. */
  const isKept = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** For those who do not see the page: the same stands on it already. */
  function hear(words: string): void {
    const id = (heard.value.at(-1)?.id ?? 0) + 1
    heard.value = [...heard.value.slice(1 - KEPT), { id, words }]
  }

  /** For everybody. */
  function say(words: string): void {
    hear(words)
    seen.value = words
    clearTimeout(timer)
    if (!isKept.value) timer = setTimeout(() => (seen.value = ''), SHOWN_MS)
  }

  /** What a dialog takes out of reach comes back when it closes, and would be read once more. */
  function forgetHeard(): void {
    heard.value = [{ id: (heard.value.at(-1)?.id ?? 0) + 1, words: '' }]
  }

  return { heard, seen, isKept, say, hear, forgetHeard }
})
