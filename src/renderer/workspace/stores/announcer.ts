import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * One polite live region for the whole window. The same words twice in a row must still be heard twice, so a
 * no-break space toggles behind them.
 */
export const useAnnouncer = defineStore('announcer', () => {
  const message = ref('')
  function say(words: string): void {
    message.value = message.value === words ? `${words}\u00a0` : words
  }
  return { message, say }
})
