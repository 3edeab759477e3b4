import { defineStore } from 'pinia'

/** Asks the person where something would be lost; false: they stay. */
type MayLeave = () => Promise<boolean>

/**
 * What the page on screen has to ask before it goes away. For what no draft can keep, such as a server that is being
 * typed in.
 */
export const useUnsavedPage = defineStore('unsaved-page', () => {
  let guard: MayLeave | null = null

  /** Returns the way back. */
  function register(mayLeave: MayLeave): () => void {
    guard = mayLeave
    return () => {
      if (guard === mayLeave) guard = null
    }
  }

  return { register, mayLeave: async () => (guard ? guard() : true) }
})
