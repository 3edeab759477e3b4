import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useAppState } from './app-state'

/** What can be reminded of again and again, each time a step further. */
export type Reminder = 'unsent' | 'sessionEnd'

/**
 * Up to which step a reminder was put away, for each person and server. Only as long as the window is there: the next start
 * tells it again.
 */
export const useReminders = defineStore('reminders', () => {
  const appState = useAppState()
  const dismissed = ref<Readonly<Record<string, number>>>({})
  const name = (reminder: Reminder): string => `${appState.owner} ${reminder}`
  return {
    /** `step` 0: there is nothing to be reminded of. */
    isDue(reminder: Reminder, step: number): boolean {
      return step > (dismissed.value[name(reminder)] ?? 0)
    },
    /** Put away up to this step; `step` 0: what was put away counts no longer. */
    dismiss(reminder: Reminder, step: number): void {
      dismissed.value = { ...dismissed.value, [name(reminder)]: step }
    },
  }
})
