import type { ActionId } from '@shared/actions/actions'
import type { Row } from '@shared/resources/resource'
import { useActions } from '../ui/use-actions'
import type { ActionHandler } from '../ui/action-centre'
import type { RecordActions } from './use-record-actions'

/** Entries of a row's menu that the native menu has, too. */
const SHARED: Readonly<Record<string, ActionId>> = { edit: 'editRow', enable: 'changeStatus', disable: 'changeStatus', copyLink: 'copyLink', remove: 'deleteRow' }

/** What the native menu does with a record is what the menu of its row does, with the same reasons. */
export function useRowActions({ target, actions }: { readonly target: () => Row | null; readonly actions: RecordActions }): void {
  useActions(() => {
    const row = target()
    if (row === null) return {}
    const offered = actions.ofRow(row).flatMap(({ key, reason }): [ActionId, ActionHandler][] => {
      const id = SHARED[key]
      return id === undefined ? [] : [[id, { run: () => actions.choose(key, row), reason }]]
    })
    return Object.fromEntries(offered)
  })
}
