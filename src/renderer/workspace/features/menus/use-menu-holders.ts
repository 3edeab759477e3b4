import type { Menu } from '@shared/resources/menu'
import { isTemporaryId } from '@shared/resources/resource'
import { useText } from '../../i18n/use-text'
import { useMenuLoss } from '../../records/use-menu-loss'
import type { RemovalBriefing } from '../../records/use-record-removal'
import { useAnnouncer } from '../../stores/announcer'
import { useGrantable } from '../../stores/grantable'
import { useRoleGrants } from '../../stores/role-grants'

/** So many are named. */
const NAMED = 10

/** Who loses what when a menu is deleted: the roles that have it, and the person who deletes it. */
export function useMenuHolders() {
  const grantable = useGrantable()
  const roleGrants = useRoleGrants()
  const announcer = useAnnouncer()
  const loss = useMenuLoss()
  const { t, listUpTo } = useText()

  /** The names of the roles that have it; null when not all of them could be asked. */
  async function rolesWith(id: number): Promise<readonly string[] | null> {
    if (!grantable.grantable) await grantable.load()
    const roles = grantable.grantable?.roles.filter((role) => !isTemporaryId(role.id))
    const have = roles && (await roleGrants.rolesThat(roles, ({ menus }) => menus.includes(id)))
    return have?.isWhole ? have.roles.map(({ role }) => role.name) : null
  }

  function rolesText(names: readonly string[] | null): string {
    if (names === null) return t('menus.remove.unknown')
    if (names.length === 0) return t('menus.remove.noRoles')
    return t('menus.remove.roles', { names: listUpTo(names, NAMED) })
  }

  return {
    briefing: async (menu: Menu): Promise<RemovalBriefing> => {
      // What has not reached the server is granted to nobody.
      if (isTemporaryId(menu.id)) return { text: [] }
      announcer.hear(t('menus.remove.reading'))
      return { text: [rolesText(await rolesWith(menu.id)), ...loss(menu, null)] }
    },
  }
}
