import type { User } from '@shared/resources/user'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useFailureWords } from '../../composables/use-failure-words'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useDrafts } from '../../stores/drafts'
import { useOpenForms } from '../../stores/open-forms'
import { createUserForm, type UserForm } from './create-user-form'

/**
 * The user forms of this window: the one in the drawer, and those that were left while a save was on its way. Coming
 * back to such a record finds the same form again, with what its save has brought.
 */
export const useUserForms = defineStore('user-forms', () => {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const drafts = useDrafts()
  const openForms = useOpenForms()
  const announcer = useAnnouncer()
  const { t } = useText()
  const describe = useFailureWords()

  const current = shallowRef<UserForm | null>(null)
  /** The record that is being opened without a row at hand, or could not be. */
  const openingId = ref<number | null>(null)
  const openFailure = shallowRef<Failure | null>(null)
  const lastRow = shallowRef<User | null>(null)
  const alive = new Map<number, { form: UserForm; unregister: () => void }>()

  function create(row: User): UserForm {
    const owner = appState.owner
    const draftOwner = appState.draftOwner
    const generation = appState.generation
    const isMine = (): boolean => appState.owner === owner && appState.generation === generation
    const form = createUserForm(
      {
        bridge,
        drafts,
        owner: draftOwner,
        mayWrite: () => isMine() && appState.state?.session.state !== 'signed-out',
        isSuspended: () => appState.isSuspended,
        // A slow answer for the user or server before is not shown to the next.
        onRead: (read) => {
          if (isMine()) lastRow.value = read
        },
        onSaved: (saved) => {
          if (!isMine()) return
          lastRow.value = saved
          announcer.say(t('users.form.savedName', { name: row.username }))
        },
        onFailed: (failure) => {
          if (!isMine()) return
          if (current.value?.id !== row.id) announcer.say(`${row.username}: ${describe(failure, 'draft').all}`)
          if (failure.code === 'FORBIDDEN') void accounts.read()
        },
      },
      row,
    )
    alive.set(row.id, { form, unregister: openForms.register({ title: () => row.username, flush: form.keeper.flush }) })
    return form
  }

  function end(form: UserForm): void {
    const entry = alive.get(form.id)
    // Another form of the same record may have taken the place.
    if (entry?.form !== form) return
    alive.delete(form.id)
    entry.unregister()
    form.dispose()
  }

  /** Leaves the form in the drawer: its draft is kept now; the form itself stays while a save is on its way. */
  async function leave(): Promise<void> {
    const form = current.value
    current.value = null
    openingId.value = openFailure.value = null
    if (!form) return
    const hasEdits = form.form.isDirty.value
    const isKept = await form.keeper.flush()
    if (hasEdits && isKept) announcer.say(t('users.form.keptOnClose', { name: form.title }))
    const isNeeded = (): boolean => form.form.isSaving.value || !isKept || current.value === form
    if (!isNeeded()) return end(form)
    const stop = watch(form.form.isSaving, (isSaving) => {
      if (isSaving || isNeeded()) return
      stop()
      void form.keeper.flush().then(() => current.value !== form && end(form))
    })
  }

  /** Shows a record in the drawer. With its row from the list at once, and read again behind that. */
  async function open(id: number, row?: User): Promise<void> {
    if (current.value?.id === id) return
    void leave()
    const living = alive.get(id)?.form
    if (living ?? row) {
      current.value = living ?? (row ? create(row) : null)
      void drafts.refresh()
      return current.value?.reread()
    }
    openingId.value = id
    const [owner, generation] = [appState.owner, appState.generation]
    const [answer] = await Promise.all([bridge.users.get({ id }), drafts.refresh()])
    if (openingId.value !== id || appState.owner !== owner || appState.generation !== generation) return
    openFailure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return
    openingId.value = null
    current.value = create(answer.value.row)
  }

  async function retryOpen(): Promise<void> {
    const id = openingId.value
    openingId.value = openFailure.value = null
    if (id !== null) await open(id)
  }

  // Another owner, or nobody: the forms of the one before end here. Their drafts were kept while they were typed.
  watch(
    [() => appState.owner, () => appState.generation, () => appState.state?.session.state === 'signed-out'] as const,
    () => {
      current.value = openingId.value = openFailure.value = null
      for (const { form } of [...alive.values()]) end(form)
    },
  )

  return { current, openingId, openFailure, lastRow, open, leave, retryOpen }
})
