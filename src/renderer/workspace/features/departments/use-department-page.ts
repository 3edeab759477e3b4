import { CornerDownRight, Users } from '@lucide/vue'
import type { Department } from '@shared/resources/department'
import type { Row } from '@shared/resources/resource'
import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { childCounts } from '../../grid/tree-lines'
import { useRecordEditors } from '../../records/record-editors'
import { DEPARTMENT_TYPE } from '../../records/types/departments'
import { useRecordActions } from '../../records/use-record-actions'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import type { TreeList } from '../../records/use-tree-list'
import { useTreeMoves } from '../../records/use-tree-moves'
import { useRecordWords } from '../../records/use-record-words'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useDepartmentTree } from '../../stores/held-rows'
import { useDepartmentLinks } from './use-department-links'

interface DepartmentPageParts extends Pick<RecordPageParts, 'grid' | 'drawer'> {
  readonly tree: TreeList<Department>
}

/** What a person does with departments besides looking at them: open, make (also below another), delete, and who may. */
export function useDepartmentPage({ tree: shown, grid, drawer }: DepartmentPageParts) {
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const router = useRouter()
  const tree = useDepartmentTree()
  const links = useDepartmentLinks()
  /** How many departments stand right below each. */
  const counts = computed(() => childCounts(tree.rows))
  const editors = useRecordEditors('departments')
  const words = useRecordWords().of('departments')
  const rights = useRecordRights(DEPARTMENT_TYPE, { remove: branchReason })
  const page = useRecordPage({ editors, rowOf: (id) => tree.byId.get(id), list: shown.list, grid, drawer })
  const moves = useTreeMoves<Department>({
    type: DEPARTMENT_TYPE,
    rows: () => tree.rows,
    put: shown.put,
    rights,
    direction: 'desc',
    sort: () => shown.sort.value,
    isSearching: () => shown.isSearching.value,
    refresh: shown.refreshQuietly,
    openWayTo: shown.openWayTo,
    grid,
    top: () => t('fields.values.top'),
    isNameUnique: true,
  })
  const remove = useRecordRemoval({
    type: DEPARTMENT_TYPE,
    editors,
    rights,
    words,
    brief: (row) => links.briefing(row as Department),
    onDone: async (id) => {
      if (page.recordId.value === id) await page.closeDrawer()
      await shown.refreshQuietly()
      grid.value?.focusCursor()
    },
  })

  /** The server deletes leaves only. */
  function branchReason(id: number): string | null {
    const below = counts.value.get(id) ?? 0
    return below === 0 ? null : t('departments.locked.branch', { rows: formats.value.number(below) }, below)
  }

  /** Below the given one, or below the one in the drawer. */
  async function create(below: number | null = page.recordId.value): Promise<void> {
    const reason = rights.create()
    if (reason !== null) return announcer.say(reason)
    const parentId = below !== null && tree.byId.has(below) ? below : null
    if (parentId !== null) shown.openWayTo(parentId)
    await page.openNew(parentId === null ? {} : { base: { parentId } })
  }

  const actions = useRecordActions({
    name: 'departments',
    rights,
    more: (row) => [
      { key: 'below', label: t('departments.menu.below'), icon: CornerDownRight, reason: rights.create() },
      { key: 'users', label: t('departments.menu.users'), icon: Users, reason: links.usersLock(row.id) },
      ...moves.actions(row as Department),
    ],
    run: (key, row: Row) => {
      if (key === 'edit') return page.openRow(row, 'edit')
      if (key === 'enable' || key === 'disable') return page.openChanged(row, 'status', `${key}d`)
      // The filter is theirs: the page of the users takes it from the address.
      if (key === 'users') return router.push({ name: 'users', query: { department: String(row.id) } })
      if (key === 'move') return moves.ask(row as Department)
      if (key === 'up' || key === 'down') return moves.step(row as Department, key === 'up' ? -1 : 1)
      return key === 'below' ? create(row.id) : remove(row)
    },
  })

  return { editors, words, rights, page, remove, create, actions, moves, links }
}
