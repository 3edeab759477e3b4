import { CircleCheck, CircleOff, Inbox, Pencil, Trash2 } from '@lucide/vue'
import type { Row } from '@shared/resources/resource'
import { useRouter } from 'vue-router'
import type { MenuAction } from '../ui/PopupMenu.vue'
import { useText } from '../i18n/use-text'
import type { RecordPageName } from '../app/pages'
import type { RecordRights } from './use-record-rights'
import { usePendingMark } from './use-pending-mark'

export interface RecordActionsDeps {
  readonly name: RecordPageName
  readonly rights: RecordRights
  /** What this resource can do besides, between opening and deleting. */
  readonly more: (row: Row) => readonly MenuAction[]
  /** Why the status of this one cannot be changed, though others of its fields can. */
  readonly statusLock?: (id: number) => string | null
  /** The key that does the same in the list, where there is one. */
  readonly statusKey?: string
  /** `enable` and `disable`, of kinds that have a status, change it: in the list at once, or in the form, to be saved there. */
  readonly run: (key: string, row: Row) => unknown
}

export type RecordActions = ReturnType<typeof useRecordActions>

/** What can be done with a record, for the menu of its row and of its drawer. What may not be done stays in sight and says why. */
export function useRecordActions({ name, rights, more, statusLock, statusKey, run }: RecordActionsDeps) {
  const { t } = useText()
  const router = useRouter()
  const { markOf } = usePendingMark()

  function statusAction(row: Row): MenuAction {
    const key = row['status'] === 'enabled' ? 'disable' : 'enable'
    return {
      key,
      label: t(`record.menu.${key}`),
      icon: key === 'enable' ? CircleCheck : CircleOff,
      ...(statusKey === undefined ? {} : { keys: statusKey }),
      reason: rights.update(row.id) ?? statusLock?.(row.id) ?? null,
    }
  }

  function inDrawer(row: Row): MenuAction[] {
    return [
      ...('status' in row ? [statusAction(row)] : []),
      ...more(row),
      ...(markOf(name, row.id) ? [{ key: 'outbox', label: t('record.pending.show'), icon: Inbox }] : []),
      { key: 'remove', label: t('record.menu.remove'), icon: Trash2, keys: t('record.menu.removeKey'), isSeparated: true, reason: rights.remove(row.id) },
    ]
  }

  return {
    inDrawer,
    ofRow: (row: Row): MenuAction[] => [{ key: 'edit', label: t('record.menu.edit'), icon: Pencil, keys: 'Enter' }, ...inDrawer(row)],
    choose: (key: string, row: Row): void => {
      const mark = markOf(name, row.id)
      if (key === 'outbox' && mark) void router.push({ name: 'outbox', query: { entry: mark.entryId } })
      else void run(key, row)
    },
  }
}
