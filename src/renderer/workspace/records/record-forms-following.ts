import type { Failure } from '@shared/result'
import { onScopeDispose, type Ref, type ShallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { useBridge } from '../bridge'
import type { RecordDefinition } from './record-definition'
import type { RecordSession } from './record-session'
import { useAppState } from '../stores/app-state'
import type { OpenEditors } from './open-editors'

interface FollowingParts {
  readonly open: (id: number) => Promise<boolean>
  readonly definition: RecordDefinition
  readonly editors: OpenEditors
  readonly current: ShallowRef<RecordSession | null>
  readonly openingId: Ref<number | null>
  readonly openFailure: ShallowRef<Failure | null>
}

/** What comes from elsewhere: another window asks for a form, a write changed a record, another user is here. */
export function useFollowing({ definition, editors, current, openingId, openFailure, open }: FollowingParts): void {
  const bridge = useBridge()
  const router = useRouter()
  const appState = useAppState()
  onScopeDispose(
    bridge.on['forms.asked'](({ resource, recordId }) => {
      if (resource !== definition.name || !editors.find(recordId)) return
      void router.push({ name: definition.name, query: { record: String(recordId) } })
      void open(recordId)
    }),
  )
  onScopeDispose(
    bridge.on['records.changed'](({ resource, id, isGone, temporaryId }) => {
      const form = resource === definition.name ? (editors.find(id) ?? (temporaryId === null ? null : editors.find(temporaryId))) : null
      // The answer to its own save brings the form all of this.
      if (!form || form.form.isSaving.value) return
      form.rename(id)
      form.saving.noteArrived()
      if (isGone) form.isGone.value = true
      else void form.reread()
    }),
  )
  // Another owner, or nobody: the forms of the one before end here. Their drafts were kept while they were typed.
  watch(
    [() => appState.owner, () => appState.generation, () => appState.state?.session.state === 'signed-out'] as const,
    () => {
      current.value = openingId.value = openFailure.value = null
      editors.endAll()
    },
  )
}
