import type { Menu } from '@shared/resources/menu'
import { baseOf, verbOf } from '@shared/resources/menu-paths'
import { computed, type ComputedRef } from 'vue'
import type { GridColumn } from '../../grid/grid-column'
import { useText } from '../../i18n/use-text'
import { useRecordColumns } from '../../records/use-record-columns'

/** The verb of an operation as it is written here; empty for what is none. */
export function verbWord(menu: Pick<Menu, 'type' | 'path'>): string {
  const verb = verbOf(menu)
  return verb === 'delete' ? 'DEL' : (verb ?? '').toUpperCase()
}

/** The columns of the menus: an operation's path without its verb, which has a column of its own, and the number last. Only what is hidden says so. */
export function useMenuColumns(): ComputedRef<readonly GridColumn<Menu>[]> {
  const { t } = useText()
  const fields = useRecordColumns<Menu>('menus')
  return computed(() => {
    const verb: GridColumn<Menu> = { key: 'verb', label: t('menus.columns.verb'), minWidth: 64, grow: 0, yields: 2, isSortable: false, text: verbWord }
    const id: GridColumn<Menu> = { key: 'id', label: t('menus.columns.id'), minWidth: 64, grow: 0, align: 'end', yields: 8, isSortable: true, text: (row) => (row.id > 0 ? String(row.id) : '') }
    const shown = fields.value.flatMap((column): GridColumn<Menu>[] => {
      if (column.key === 'path') return [{ ...column, text: baseOf }, verb]
      return [column.key === 'isHidden' ? { ...column, text: (row) => (row.isHidden ? column.text(row) : '') } : column]
    })
    return [...shown, id]
  })
}
