import type { CallOutput } from '@shared/bridge/contract'
import type { Draft, DraftSummary } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import { isTemporaryId } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../../bridge'

/** What the server has now: its row, nothing any more, or nothing that could be read. Null for a record that was made here. */
export type DraftServer = { readonly kind: 'row'; readonly row: Fields } | { readonly kind: 'gone' } | { readonly kind: 'unread' } | null

export interface DraftCompare {
  readonly shown: Readonly<ShallowRef<{ readonly draft: Draft; readonly server: DraftServer } | null>>
  /** Why a draft could not be read, and which. */
  readonly trouble: Readonly<ShallowRef<{ readonly draftId: string; readonly failure: Failure } | null>>
  toggle(summary: DraftSummary): Promise<void>
  close(): void
}

type Get = CallOutput<'users.get' | 'departments.get' | 'grants.get'>

/** One draft beside what the server has now; of one that does not open, what is known stays. */
export function useDraftCompare(): DraftCompare {
  const bridge = useBridge()
  const shown = shallowRef<{ draft: Draft; server: DraftServer } | null>(null)
  const trouble = shallowRef<{ draftId: string; failure: Failure } | null>(null)
  let latest = 0

  function read({ resource, recordId }: DraftSummary): Promise<Result<Get>> | null {
    if (isTemporaryId(recordId)) return null
    if (resource === 'users') return bridge.users.get({ id: recordId })
    if (resource === 'grants') return bridge.grants.get({ id: recordId })
    return resource === 'departments' ? bridge.departments.get({ id: recordId }) : null
  }

  function close(): void {
    latest++
    shown.value = trouble.value = null
  }

  async function toggle(summary: DraftSummary): Promise<void> {
    const isShown = shown.value?.draft.draftId === summary.draftId
    close()
    if (isShown) return
    const mine = latest
    const [draft, row] = await Promise.all([bridge.drafts.read({ draftId: summary.draftId }), read(summary)])
    if (mine !== latest) return
    if (!draft.ok) trouble.value = { draftId: summary.draftId, failure: draft.failure }
    else shown.value = { draft: draft.value, server: row && serverOf(row) }
  }

  return { shown, trouble, toggle, close }
}

function serverOf(answer: Result<Get>): DraftServer {
  if (answer.ok) return { kind: 'row', row: answer.value.row }
  return { kind: answer.failure.code === 'NOT_FOUND' ? 'gone' : 'unread' }
}
