import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useAppState } from './app-state'

interface QuestionOption {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

/** One field of what goes out. `before` is null where there was nothing before. */
export interface Change {
  readonly label: string
  readonly before: string | null
  readonly after: string
  /** Of a set instead: what is put in and what is taken out, by names, in place of two long lists. */
  readonly set?: { readonly added: readonly string[]; readonly removed: readonly string[] }
}

export interface Question {
  readonly title: string
  /** What happens, what stays: one paragraph each. */
  readonly text: readonly string[]
  /** What would change, field by field. */
  readonly changes?: readonly Change[]
  /** Ways of doing it, of which one is chosen; the first is the one to begin with. */
  readonly options?: readonly QuestionOption[]
  /** What the button says that does it: a verb, not "OK". */
  readonly confirm: string
  /** What the other button says; "Cancel" when left out. */
  readonly cancel?: string
  /** Something is lost by it: the focus starts on the other button. */
  readonly isDangerous?: boolean
  /** What it is about went wrong: its details stand below, to look at and to copy. */
  readonly failure?: Failure
  /** Nothing to decide, only to be read: one button. */
  readonly isNotice?: boolean
}

/** The chosen option's value, or `yes` for a question without options; null when the person does not want it. */
export type Answer = string | null

/**
 * One question at a time, asked in the window's own dialog. A newer question takes the place of an unanswered one, and one
 * that was asked of somebody else, or on another server, is nobody's to answer.
 */
export const useQuestions = defineStore('questions', () => {
  const appState = useAppState()
  const current = shallowRef<Question | null>(null)
  let settle: ((answer: Answer) => void) | null = null

  function answer(given: Answer): void {
    const done = settle
    settle = null
    current.value = null
    done?.(given)
  }

  // At once: an answer between the change and the next rendering would be the new person's.
  watch(
    () => appState.holder,
    () => answer(null),
    { flush: 'sync' },
  )

  function ask(question: Question): Promise<Answer> {
    answer(null)
    current.value = question
    return new Promise((resolve) => {
      settle = resolve
    })
  }

  return { current, ask, answer }
})
