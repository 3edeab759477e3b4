import type { Owner } from '@shared/drafts'
import { watch } from 'vue'
import type { Bridge } from '../bridge'
import type { RecordPageName } from '../app/menu-items'
import type { RecordSession } from './record-session'
import { useOpenForms } from '../stores/open-forms'

export type OpenEditors = ReturnType<typeof createOpenEditors>

/** The forms of one resource that are there in this window, whether they are on screen or not, and what other windows know of them. */
export function createOpenEditors(bridge: Pick<Bridge, 'forms'>, resource: RecordPageName) {
  const openForms = useOpenForms()
  const alive = new Map<RecordSession, () => void>()
  const find = (id: number): RecordSession | null => [...alive.keys()].find((form) => form.knownAs(id)) ?? null

  function add(form: RecordSession): RecordSession {
    const unregister = openForms.register({ title: () => form.title.value, flush: form.tracker.flush })
    // The record gets its own id: the claim goes along.
    const stop = watch(form.id, (now, before) => {
      if (!form.owner) return
      void bridge.forms.claim({ owner: form.owner, resource, recordId: now })
      void bridge.forms.release({ owner: form.owner, resource, recordId: before })
    })
    alive.set(form, () => {
      stop()
      unregister()
    })
    return form
  }

  function unclaim(recordId: number, owner: Owner | null): void {
    if (owner && !find(recordId)) void bridge.forms.release({ owner, resource, recordId })
  }

  function end(form: RecordSession): void {
    const letGo = alive.get(form)
    if (!letGo) return
    alive.delete(form)
    letGo()
    form.dispose()
    unclaim(form.id.value, form.owner)
  }

  /** Ends a form that is no longer on screen, once no save of it is on its way and `isNeeded` does not say otherwise. */
  function endWhenIdle(form: RecordSession, isNeeded: () => boolean): void {
    if (!form.form.isSaving.value) {
      if (!isNeeded()) end(form)
      return
    }
    const stop = watch(form.form.isSaving, (isSaving) => {
      if (isSaving || isNeeded()) return
      stop()
      void form.tracker.flush().then(() => isNeeded() || end(form))
    })
  }

  return {
    find,
    add,
    end,
    endWhenIdle,
    unclaim,
    /** Whether the record may be opened here. No answer to go by is no reason to keep a person from the work. */
    claim: async (recordId: number, owner: Owner): Promise<boolean> => {
      const answer = await bridge.forms.claim({ owner, resource, recordId })
      return !answer.ok || answer.value.isMine
    },
    endAll: (): void => {
      for (const form of [...alive.keys()]) end(form)
    },
  }
}
