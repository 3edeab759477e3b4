import { CircleCheck, CircleOff, Inbox, Link, Pencil, Trash2 } from '@lucide/vue'
import { recordLink } from '@shared/record-link'
import { isTemporaryId, type Row } from '@shared/resources/resource'
import { useRouter } from 'vue-router'
import { copyText } from '@renderer/copy-text'
import type { MenuAction } from '../ui/PopupMenu.vue'
import { useActionKeys } from '../ui/use-actions'
import { useText } from '../i18n/use-text'
import type { RecordPageName } from '../app/pages'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import type { RecordRights } from './use-record-rights'
import { usePendingMark } from './use-pending-mark'

export interface RecordActionsDeps {
  readonly name: RecordPageName
  readonly rights: RecordRights
  /** What this resource can do besides, between opening and deleting. */
  readonly more: (row: Row) => readonly MenuAction[]
  /** Why the status of this one cannot be changed, though others of its fields can. */
  readonly statusLock?: (id: number) => string | null
  /** The list changes the status by a key, too. */
  readonly hasStatusKey?: boolean
  /** `enable` and `disable`, of kinds that have a status, change it: in the list at once, or in the form, to be saved there. */
  readonly run: (key: string, row: Row) => unknown
}

export type RecordActions = ReturnType<typeof useRecordActions>

/** What can be done with a record, for the menu of its row and of its drawer. What may not be done stays in sight and says why. */
export function useRecordActions({ name, rights, more, statusLock, hasStatusKey, run }: RecordActionsDeps) {
  const { t } = useText()
  const router = useRouter()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const { markOf } = usePendingMark()
  const keys = useActionKeys()

  function statusAction(row: Row): MenuAction {
    const key = row['status'] === 'enabled' ? 'disable' : 'enable'
    return {
      key,
      label: t(`record.menu.${key}`),
      icon: key === 'enable' ? CircleCheck : CircleOff,
      ...(hasStatusKey && { keys: keys.shown('changeStatus') }),
      reason: rights.update(row.id) ?? statusLock?.(row.id) ?? null,
    }
  }

  /** What others who use this server, and this program on another computer, can open. */
  async function copyLink({ id }: Row): Promise<void> {
    const server = appState.state?.profile.server
    if (server === undefined) return
    const link = recordLink(server, { resource: name, id })
    announcer.say(t((await copyText(link)) ? 'record.link.copied' : 'record.link.notCopied', { link }))
  }

  function inDrawer(row: Row): MenuAction[] {
    return [
      ...('status' in row ? [statusAction(row)] : []),
      ...more(row),
      { key: 'copyLink', label: t('record.menu.copyLink'), icon: Link, reason: isTemporaryId(row.id) ? t('record.link.notYet') : null },
      ...(markOf(name, row.id) ? [{ key: 'outbox', label: t('record.pending.show'), icon: Inbox }] : []),
      { key: 'remove', label: t('record.menu.remove'), icon: Trash2, keys: keys.shown('deleteRow'), isSeparated: true, reason: rights.remove(row.id) },
    ]
  }

  return {
    inDrawer,
    ofRow: (row: Row): MenuAction[] => [{ key: 'edit', label: t('record.menu.edit'), icon: Pencil, keys: keys.shown('editRow') }, ...inDrawer(row)],
    choose: (key: string, row: Row): void => {
      const mark = markOf(name, row.id)
      if (key === 'outbox' && mark) void router.push({ name: 'outbox', query: { entry: mark.entryId } })
      else if (key === 'copyLink') void copyLink(row)
      else void run(key, row)
    },
  }
}
