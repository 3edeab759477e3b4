import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useAppState } from './app-state'

/** How long what was said stays in sight, in milliseconds. The live region keeps it. */
const SHOWN_MS = 20_000

/**
 * What the window tells in passing, in one polite live region and in one place on screen: the middle of the status bar. The
 * same words twice in a row must be heard twice, so a no-break space toggles behind them.
 */
export const useAnnouncer = defineStore('announcer', () => {
  const appState = useAppState()
  const heard = ref('')
  const seen = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  /** For those who do not see the page: the same stands on it already. */
  function hear(words: string): void {
    heard.value = heard.value === words ? `${words}\u00a0` : words
  }

  /** For everybody. */
  function say(words: string): void {
    hear(words)
    seen.value = words
    clearTimeout(timer)
    if (appState.state?.preferences.keepsMessages !== true) timer = setTimeout(() => (seen.value = ''), SHOWN_MS)
  }

  return { heard, seen, say, hear }
})
