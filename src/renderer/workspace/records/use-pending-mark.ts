import { CircleAlert, CircleX, CloudUpload, Eye, Link2Off, Plus, Trash2 } from '@lucide/vue'
import { type EntryView, NEEDS_YOU } from '@shared/outbox'
import type { Component } from 'vue'
import { useText } from '../i18n/use-text'
import { useOutbox } from '../stores/outbox'
import type { EditableName } from '../app/pages'

export interface PendingMark {
  readonly entryId: string
  readonly kind: 'create' | 'update' | 'remove' | 'conflict' | 'refused' | 'blocked' | 'parked'
  readonly icon: Component
  readonly word: string
  /** It goes no further without a person. */
  readonly needsYou: boolean
}

const icons = { create: Plus, update: CloudUpload, remove: Trash2, conflict: CircleAlert, refused: CircleX, blocked: Link2Off, parked: Eye } as const

/** What of a record waits in the outbox, as icon and word. */
export function usePendingMark() {
  const outbox = useOutbox()
  const { t } = useText()

  function kindOf({ state, verb }: EntryView): PendingMark['kind'] | null {
    if (state === 'conflict' || state === 'refused' || state === 'blocked' || state === 'parked') return state
    // What was done beside the outbox waits for nothing.
    return verb === 'resetPassword' ? null : verb
  }

  function markOf(name: EditableName, id: number): PendingMark | null {
    const entry = outbox.entryOf(name, id)
    if (!entry || entry.state === 'done') return null
    const kind = kindOf(entry)
    if (kind === null) return null
    return { entryId: entry.entryId, kind, icon: icons[kind], word: t(`record.pending.${kind}`), needsYou: NEEDS_YOU.has(entry.state) }
  }
  return { markOf }
}
