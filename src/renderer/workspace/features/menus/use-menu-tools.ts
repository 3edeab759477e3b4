import type { Owner } from '@shared/drafts'
import type { WriteResult } from '@shared/outbox'
import { ROOT_ID } from '@shared/resources/field-rules'
import type { Menu, NewMenu } from '@shared/resources/menu'
import type { Result } from '@shared/result'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useText } from '../../i18n/use-text'
import { newTemporaryId } from '../../records/record-type'
import { GRANTS_TYPE } from '../../records/types/grants'
import { useRecordRights } from '../../records/use-record-rights'
import type { WriteStep } from '../../records/use-write-run'
import { useGrantable } from '../../stores/grantable'
import { useMenuTree } from '../../stores/held-rows'

export type MenuTool = 'operations' | 'duplicate' | 'grant'

/** A menu that is granted, also one that was made just now and is in no list yet. */
export type GrantedMenu = Pick<Menu, 'id' | 'parentId' | 'title'>

/** What a tool does to many records at once, and which tool is shown in place of the form. */
export interface MenuTools {
  readonly tool: Readonly<Ref<MenuTool | null>>
  readonly subject: ComputedRef<number | null>
  /** What a grant is about: the open menu, or what another tool has just made. */
  readonly granted: Readonly<ShallowRef<readonly GrantedMenu[]>>
  show(tool: MenuTool, granted: readonly GrantedMenu[]): void
  close(): void
}

/** @param recordId the menu in the drawer: with it the tool goes. */
export function useMenuTools(recordId: Readonly<Ref<number | null>>): MenuTools {
  const tool = ref<MenuTool | null>(null)
  const granted = shallowRef<readonly GrantedMenu[]>([])
  // At once: the tool that is asked for with another record comes behind it.
  watch(
    recordId,
    () => {
      tool.value = null
    },
    { flush: 'sync' },
  )
  return {
    tool,
    subject: computed(() => (tool.value === null ? null : recordId.value)),
    granted,
    show: (next, menus) => {
      granted.value = menus
      tool.value = next
    },
    close: () => {
      tool.value = null
    },
  }
}

export interface MenuToCreate {
  readonly key: string
  readonly label: string
  readonly values: NewMenu
  /** The step that makes the one above it; left out where that one is there already. */
  readonly above?: string | undefined
}

/** Makes menus one after the other, each like that of a form; what stands below one that was not made is not tried. */
export function useMenuWrites() {
  const bridge = useBridge()
  const { t } = useText()

  return {
    /** @param made filled with the ids of what was made, by key. */
    creating: (menus: readonly MenuToCreate[], made: Map<string, number>): WriteStep[] =>
      menus.map(({ key, label, values, above }) => ({
        key,
        label,
        write: async (owner) => {
          const parentId = above === undefined ? values.parentId : made.get(above)
          if (parentId === undefined) return { skipped: t('menus.tools.duplicate.noParent') }
          const id = newTemporaryId()
          const answer: Result<WriteResult> = await bridge.menus.create({ owner, id, values: { ...values, parentId }, draftId: null, isConfirmed: true })
          if (answer.ok) made.set(key, (answer.value.kind === 'done' ? answer.value.row?.id : undefined) ?? id)
          return answer
        },
      })),
  }
}

/** Gives menus to roles, with all that is above them: merged with what the roles have, like a save of their form. */
export function useMenuGrants() {
  const bridge = useBridge()
  const grantable = useGrantable()
  const tree = useMenuTree()
  const rights = useRecordRights(GRANTS_TYPE)
  const { t } = useText()

  /** The menus and all above them: a role sees a page only by the way that leads to it. */
  function withAbove(menus: readonly GrantedMenu[]): Set<number> {
    const all = new Set<number>()
    const parents = new Map([...tree.rows, ...menus].map(({ id, parentId }) => [id, parentId]))
    for (const { id } of menus) {
      for (let at: number | undefined = id; at !== undefined && at !== ROOT_ID && !all.has(at); at = parents.get(at)) all.add(at)
    }
    return all
  }

  async function grantTo(owner: Owner, roleId: number, granted: readonly GrantedMenu[]): Promise<Result<WriteResult> | { readonly skipped: string }> {
    const read = await bridge.grants.get({ id: roleId })
    if (!read.ok) return read
    const { row } = read.value
    const menus = [...new Set([...row.menus, ...withAbove(granted)])].sort((a, b) => a - b)
    if (menus.length === row.menus.length) return { skipped: t('menus.tools.grant.has') }
    return bridge.grants.save({ owner, id: roleId, base: row, edits: { menus }, draftId: null, isConfirmed: true })
  }

  return {
    /** Why nothing can be granted to this role; null when it can. */
    lockOf: (roleId: number): string | null => (GRANTS_TYPE.description.protectedIds.includes(roleId) ? t('menus.tools.grant.all') : rights.update(roleId)),
    granting: (roleIds: readonly number[], granted: readonly GrantedMenu[]): WriteStep[] =>
      roleIds.map((roleId) => ({
        key: String(roleId),
        label: grantable.roleById.get(roleId)?.name ?? String(roleId),
        write: (owner) => grantTo(owner, roleId, granted),
      })),
  }
}
