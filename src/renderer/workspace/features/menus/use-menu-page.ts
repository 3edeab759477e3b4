import { Copy, CornerDownRight, KeyRound, ListPlus } from '@lucide/vue'
import type { Menu } from '@shared/resources/menu'
import { joinOperation, missingVerbs, operationBase } from '@shared/resources/menu-paths'
import type { Row } from '@shared/resources/resource'
import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { childCounts } from '../../grid/tree-lines'
import { useText } from '../../i18n/use-text'
import { useRecordEditors } from '../../records/record-editors'
import { GRANTS_TYPE } from '../../records/types/grants'
import { useMenuPlaceLock } from '../../records/parent-nodes'
import { MENU_TYPE } from '../../records/types/menus'
import { useRecordActions } from '../../records/use-record-actions'
import { type RecordPageParts, useRecordPage } from '../../records/use-record-page'
import { useRecordRemoval } from '../../records/use-record-removal'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import type { TreeList } from '../../records/use-tree-list'
import { useTreeMoves } from '../../records/use-tree-moves'
import { useAnnouncer } from '../../stores/announcer'
import { useMenuTree } from '../../stores/held-rows'
import type { MenuAction } from '../../ui/PopupMenu.vue'
import { useMenuHolders } from './use-menu-holders'
import { type MenuTool, useMenuTools } from './use-menu-tools'

interface MenuPageParts extends Pick<RecordPageParts, 'grid' | 'drawer'> {
  readonly tree: TreeList<Menu>
}

/** What a person does with menus besides looking at them: open, make (also below another), move, copy, grant, delete, and who may. */
export function useMenuPage({ tree: shown, grid, drawer }: MenuPageParts) {
  const { t, formats } = useText()
  const announcer = useAnnouncer()
  const tree = useMenuTree()
  const counts = computed(() => childCounts(tree.rows))
  const editors = useRecordEditors('menus')
  const words = useRecordWords().of('menus')
  const rights = useRecordRights(MENU_TYPE, { remove: branchReason })
  const grantRights = useRecordRights(GRANTS_TYPE)
  const holders = useMenuHolders()
  const placeLock = useMenuPlaceLock()
  const page = useRecordPage({ editors, rowOf: (id) => tree.byId.get(id), list: shown.list, grid, drawer })
  const tools = useMenuTools(page.recordId)
  /** What has just moved to where some roles do not see it. */
  const moved = shallowRef<readonly Menu[]>([])
  const moves = useTreeMoves<Menu>({
    type: MENU_TYPE,
    rows: () => tree.rows,
    put: shown.put,
    rights,
    direction: 'asc',
    sort: () => shown.sort.value,
    isSearching: () => shown.isSearching.value,
    refresh: shown.refreshQuietly,
    openWayTo: shown.openWayTo,
    grid,
    top: () => t('fields.values.top'),
    onWarned: (rows) => (moved.value = rows),
    refusal: ({ type }, target) => placeLock(type, target?.type ?? null) ?? null,
  })
  const remove = useRecordRemoval({
    type: MENU_TYPE,
    editors,
    rights,
    words,
    brief: (row) => holders.briefing(row as Menu),
    onDone: async (id) => {
      if (page.recordId.value === id) await page.closeDrawer()
      await shown.refreshQuietly()
      grid.value?.focusCursor()
    },
  })

  /** The form whose record was made by it, while it is shown: a new menu is nobody's but role 1's. */
  const madeKey = ref<number | null>(null)
  watch(
    () => [editors.current?.key, editors.current?.isNew.value] as const,
    ([key, isNew], [keyBefore, wasNew]) => {
      if (key !== undefined && key === keyBefore && wasNew === true && isNew === false) madeKey.value = key
    },
  )
  const isMade = computed(() => editors.current !== null && editors.current.key === madeKey.value)

  function below(id: number): Menu[] {
    return tree.rows.filter(({ parentId }) => parentId === id)
  }

  /** The server deletes leaves only. */
  function branchReason(id: number): string | null {
    const rows = counts.value.get(id) ?? 0
    return rows === 0 ? null : t('menus.locked.branch', { rows: formats.value.number(rows) }, rows)
  }

  /** What a new entry begins with under this one: a page below a directory, and an operation that the page does not have. */
  function beginning(above: Menu): Partial<Menu> {
    if (above.type === 'directory') return { parentId: above.id }
    const base = operationBase(above, below(above.id))
    return { parentId: above.id, type: 'operation', path: joinOperation(base, missingVerbs(base, tree.rows)[0] ?? 'get') }
  }

  /** Below the given one, or below the one in the drawer; beside an operation, which has nothing below it. */
  async function create(belowId: number | null = page.recordId.value): Promise<void> {
    const reason = rights.create()
    if (reason !== null) return announcer.say(reason)
    const row = belowId === null ? undefined : tree.byId.get(belowId)
    const above = row?.type === 'operation' ? tree.byId.get(row.parentId) : row
    if (above) shown.openWayTo(above.id)
    await page.openNew(above ? { base: beginning(above) } : {})
  }

  /** A tool stands in the drawer of its menu, and its first field has the focus. */
  async function openTool(tool: MenuTool, row: Row, menus: readonly Menu[] = [row as Menu]): Promise<void> {
    await page.openRow(row, 'show')
    tools.show(tool, menus)
    await nextTick()
    document.querySelector<HTMLElement>('.menu-tool :is(input, button)')?.focus()
  }

  async function grantMoved(): Promise<void> {
    const menus = moved.value
    moved.value = []
    if (menus[0]) await openTool('grant', menus[0], menus)
  }

  function operationsReason(row: Menu): string | null {
    if (row.type !== 'menu') return t('menus.locked.notPage')
    return rights.create() ?? (missingVerbs(operationBase(row, below(row.id)), tree.rows).length === 0 ? t('menus.locked.noneMissing') : null)
  }

  function more(row: Row): MenuAction[] {
    const menu = row as Menu
    return [
      ...(menu.type === 'operation' ? [] : [{ key: 'below', label: t('menus.menu.below'), icon: CornerDownRight, reason: rights.create() }]),
      ...(menu.type === 'operation' ? [] : [{ key: 'operations', label: t('menus.menu.operations'), icon: ListPlus, reason: operationsReason(menu) }]),
      ...moves.actions(menu),
      { key: 'duplicate', label: t('menus.menu.duplicate'), icon: Copy, reason: rights.create() },
      { key: 'grant', label: t('menus.menu.grant'), icon: KeyRound, reason: grantRights.update(0) },
    ]
  }

  const actions = useRecordActions({
    name: 'menus',
    rights,
    more,
    run: (key, row) => {
      if (key === 'edit') {
        tools.close()
        return page.openRow(row, 'edit')
      }
      if (key === 'below') return create(row.id)
      if (key === 'move') return moves.ask(row as Menu)
      if (key === 'up' || key === 'down') return moves.step(row as Menu, key === 'up' ? -1 : 1)
      return key === 'operations' || key === 'duplicate' || key === 'grant' ? openTool(key, row) : remove(row)
    },
  })

  return { editors, words, rights, grantRights, page, remove, create, actions, moves, tools, counts, isMade, moved, grantMoved }
}
