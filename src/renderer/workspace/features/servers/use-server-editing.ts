import type { ProfileEntry } from '@shared/profiles'
import type { LeftServer } from '@shared/views'
import { computed, onBeforeUnmount, shallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { useKeepDrafts } from '../../app/use-keep-first'
import { useServerWords } from '../../i18n/use-server-words'
import { useText } from '../../i18n/use-text'
import { useOpenForms } from '../../stores/open-forms'
import { useProfiles } from '../../stores/profiles'
import { useQuestions } from '../../stores/questions'
import { useUnsavedPage } from '../../stores/unsaved-page'
import { createServerForm, type ServerForm } from './create-server-form'
import { freeName, NEW_SERVER, valuesOf } from './server-values'

/**
 * The form beside the list: at most one, and never gone without a question while something in it is unsaved. It has no
 * draft, so closing the window names it among what would be lost.
 */
export function useServerEditing() {
  const bridge = useBridge()
  const profiles = useProfiles()
  const questions = useQuestions()
  const words = useServerWords()
  const { t } = useText()
  const form = shallowRef<ServerForm | null>(null)
  const keepDrafts = useKeepDrafts()
  const deps = { bridge, keepDrafts: () => keepDrafts({ title: 'session.signOut', confirm: 'session.signOutAnyway' }) }
  /** What is being saved is in good hands; the window may already be turning to the changed server. */
  const isDirty = computed(() => form.value?.isDirty.value === true && !form.value.isSaving.value)
  const title = (): string => form.value?.values.value.name.trim() || t('servers.form.add')

  /** False when the person goes on editing; otherwise the form is closed. */
  async function mayLeave(): Promise<boolean> {
    if (isDirty.value) {
      const text = [t('servers.leave.text', { name: title() })]
      const isDiscarded = await questions.ask({
        title: t('servers.leave.title'),
        text,
        confirm: t('servers.leave.confirm'),
        cancel: t('servers.leave.stay'),
        isDangerous: true,
      })
      if (isDiscarded === null) return false
    }
    form.value = null
    return true
  }

  async function show(next: () => ServerForm): Promise<void> {
    if (await mayLeave()) form.value = next()
  }

  /** A copy begins with a name that is free, and without anyone signed in. */
  function copyOf(entry: ProfileEntry): ServerForm {
    const name = freeName(
      words.title(entry),
      (profiles.entries ?? []).map((other) => other.name),
    )
    return createServerForm(deps, { entry: null, like: { ...valuesOf(entry), name } })
  }

  /** With what is still known of it: its drafts and pending changes come back with its id. */
  function leftForm({ id, name, url }: LeftServer): ServerForm {
    return createServerForm(deps, { entry: null, leftId: id, like: { ...NEW_SERVER, name: name ?? '', url: url ?? '' } })
  }

  onBeforeUnmount(useUnsavedPage().register(mayLeave))
  onBeforeUnmount(useOpenForms().register({ title, flush: () => Promise.resolve(!isDirty.value) }))
  return {
    form,
    mayLeave,
    add: () => show(() => createServerForm(deps, { entry: null })),
    edit: (entry: ProfileEntry) => show(() => createServerForm(deps, { entry })),
    setUpAgain: (server: LeftServer) => show(() => leftForm(server)),
    duplicate: (entry: ProfileEntry) => show(() => copyOf(entry)),
    /** After a save: nothing is left to ask about. */
    close: (): void => {
      form.value = null
    },
  }
}
