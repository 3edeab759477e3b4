import { GOES_BY_ITSELF } from '@shared/entry-states'
import { WRITE_RULES } from '@shared/write-modes'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAppState } from '../stores/app-state'
import { useOutbox } from '../stores/outbox'
import type { EditableRecordType } from './record-type'
import { usePermissionText } from '../i18n/use-permission-words'

export interface RecordRights {
  /** Why this cannot be done here, in words; null when it can. */
  create(): string | null
  update(id: number): string | null
  remove(id: number): string | null
}

/** What the signed-in account may do with the records of one resource. What it may not stays in sight, with the reason. */
export function useRecordRights({ name, description }: Pick<EditableRecordType, 'name' | 'description'>, guards: { readonly remove?: (id: number) => string | null } = {}): RecordRights {
  const accounts = useAccount()
  const appState = useAppState()
  const outbox = useOutbox()
  const { t } = useText()
  const permissionText = usePermissionText()

  function missing(verb: 'create' | 'update' | 'remove'): string | null {
    const profile = appState.state?.profile
    if (profile && WRITE_RULES[profile.writeMode].takesNone) return t('record.locked.readOnly', { server: profile.name })
    const path = description.permissions[verb]
    return accounts.has(path) ? null : t(`${name}.locked.${verb}`, { permission: permissionText(path) })
  }
  const isProtected = (id: number): boolean => description.protectedIds.includes(id)
  /** What is changed of it now would come after the deletion, and reach nothing. A deletion that failed is decided in the outbox. */
  function beingDeleted(id: number): string | null {
    const entry = outbox.entryOf(name, id)
    return entry?.verb === 'remove' && GOES_BY_ITSELF.has(entry.state) ? t('record.locked.beingDeleted') : null
  }
  const locked = (id: number): string | null => (isProtected(id) ? t(`${name}.locked.protected`) : beingDeleted(id))

  return {
    create: () => missing('create'),
    update: (id) => locked(id) ?? missing('update'),
    remove: (id) => locked(id) ?? missing('remove') ?? guards.remove?.(id) ?? null,
  }
}
