import type { ParsedInput } from '@shared/bridge/contract'
import type { WorkspaceHandlers } from '../call-handlers'
import type { WorkspacePort } from '../workspace-port'
import { requireOwner } from './owner'

type RecordName = ParsedInput<'forms.claim'>

/** The registry of `app/windows/open-editors.ts`, and the way to the window that was first. */
export interface FormsDeps {
  readonly claim: (windowId: number, record: string) => number
  readonly release: (windowId: number, record: string) => void
  /** Brings a window to the front and asks it for the record's form. */
  readonly show: (windowId: number, record: RecordName) => void
}

export function formsHandlers({ claim, release, show }: FormsDeps): Pick<WorkspaceHandlers<WorkspacePort>, 'forms.claim' | 'forms.release'> {
  return {
    'forms.claim': (record, { window, webContentsId }) => {
      requireOwner(record.owner, window)
      const holder = claim(webContentsId, keyOf(record))
      if (holder !== webContentsId) show(holder, record)
      return { isMine: holder === webContentsId }
    },
    'forms.release': (record, { webContentsId }) => {
      release(webContentsId, keyOf(record))
      return null
    },
  }
}

function keyOf({ owner, resource, recordId }: RecordName): string {
  return `${owner.profileId}/${owner.userId}/${resource}/${recordId}`
}
