import type { Owner } from '@shared/drafts'
import type { Failure } from '@shared/result'
import { onScopeDispose, type Ref, type ShallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { type EditableName, routeOfRecord } from '../app/pages'
import { type Bridge, useBridge } from '../bridge'
import { useAppState } from '../stores/app-state'
import { useOpenForms } from '../stores/open-forms'
import type { EditableRecordType } from './record-type'
import type { RecordEditor } from './record-editor'

/** The forms of one resource that are there in this window, whether they are on screen or not, and what other windows know of them. */
export function createOpenEditors<Form extends RecordEditor>(bridge: Pick<Bridge, 'forms'>, resource: EditableName) {
  const openForms = useOpenForms()
  const alive = new Map<Form, () => void>()
  const find = (id: number): Form | null => [...alive.keys()].find((editor) => editor.knownAs(id)) ?? null

  function add(editor: Form): Form {
    const unregister = openForms.register({ title: () => editor.title.value, flush: editor.backup })
    // The record gets its own id: the claim goes along.
    const stop = watch(editor.id, (now, before) => {
      if (!editor.owner) return
      void bridge.forms.claim({ owner: editor.owner, resource, recordId: now })
      void bridge.forms.release({ owner: editor.owner, resource, recordId: before })
    })
    alive.set(editor, () => {
      stop()
      unregister()
    })
    return editor
  }

  function unclaim(recordId: number, owner: Owner | null): void {
    if (owner && !find(recordId)) void bridge.forms.release({ owner, resource, recordId })
  }

  function end(editor: Form): void {
    const release = alive.get(editor)
    if (!release) return
    alive.delete(editor)
    release()
    editor.dispose()
    unclaim(editor.id.value, editor.owner)
  }

  /** Ends a form that is no longer on screen, once no save of it is on its way and `isNeeded` does not say otherwise. */
  function endWhenIdle(editor: Form, isNeeded: () => boolean): void {
    if (!editor.isSaving.value) {
      if (!isNeeded()) end(editor)
      return
    }
    const stop = watch(editor.isSaving, (isSaving) => {
      if (isSaving || isNeeded()) return
      stop()
      void editor.backup().then(() => isNeeded() || end(editor))
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
      for (const editor of [...alive.keys()]) end(editor)
    },
  }
}

interface FollowingParts {
  readonly open: (id: number) => Promise<boolean>
  readonly type: EditableRecordType
  readonly editors: { find(id: number): RecordEditor | null; endAll(): void }
  readonly current: ShallowRef<RecordEditor | null>
  readonly openingId: Ref<number | null>
  readonly openFailure: ShallowRef<Failure | null>
}

/** What comes from elsewhere: another window asks for a form, a write changed a record, another user is here. */
export function useFollowing({ type, editors, current, openingId, openFailure, open }: FollowingParts): void {
  const bridge = useBridge()
  const router = useRouter()
  const appState = useAppState()
  onScopeDispose(
    bridge.on['forms.asked'](({ resource, recordId }) => {
      if (resource !== type.name || !editors.find(recordId)) return
      void router.push(routeOfRecord(type.name, recordId) ?? { name: 'home' })
      void open(recordId)
    }),
  )
  onScopeDispose(
    bridge.on['records.changed'](({ resource, id, isGone, temporaryId }) => {
      const editor = resource === type.name ? (editors.find(id) ?? (temporaryId === null ? null : editors.find(temporaryId))) : null
      editor?.recordChanged(id, isGone)
    }),
  )
  // Another owner, or nobody: the forms of the one before end here. Their drafts were kept while they were typed.
  watch([() => appState.holder, () => appState.state?.session.state === 'signed-out'] as const, () => {
    current.value = openingId.value = openFailure.value = null
    editors.endAll()
  })
}
