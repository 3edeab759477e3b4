import type { Menu } from '@shared/resources/menu'
import { isTemporaryId } from '@shared/resources/resource'
import { useBridge } from '../../bridge'
import { useText } from '../../i18n/use-text'
import { useMenuLoss } from '../../records/use-menu-loss'
import type { RemovalBriefing } from '../../records/use-record-removal'
import { useAnnouncer } from '../../stores/announcer'
import { useGrantable } from '../../stores/grantable'

/** The server tells each role's grants by itself: of so many roles they are asked for, so many at a time. */
const MOST_ROLES = 40
const AT_ONCE = 4
/** So many are named. */
const NAMED = 10

/** Who loses what when a menu is deleted: the roles that have it, and the person who deletes it. */
export function useMenuHolders() {
  const bridge = useBridge()
  const grantable = useGrantable()
  const announcer = useAnnouncer()
  const loss = useMenuLoss()
  const { t, formats } = useText()

  /** The names of the roles that have it; null when not all of them could be asked. */
  async function rolesWith(id: number): Promise<readonly string[] | null> {
    if (!grantable.grantable) await grantable.load()
    const roles = grantable.grantable?.roles.filter((role) => !isTemporaryId(role.id))
    if (!roles || roles.length > MOST_ROLES) return null
    const names: string[] = []
    for (let from = 0; from < roles.length; from += AT_ONCE) {
      const some = roles.slice(from, from + AT_ONCE)
      const answers = await Promise.all(some.map((role) => bridge.grants.get({ id: role.id })))
      for (const [at, answer] of answers.entries()) {
        // A role that was deleted meanwhile has nothing to lose.
        if (!answer.ok && answer.failure.code !== 'NOT_FOUND') return null
        if (answer.ok && answer.value.row.menus.includes(id)) names.push(some[at]?.name ?? '')
      }
    }
    return names
  }

  function rolesText(names: readonly string[] | null): string {
    if (names === null) return t('menus.remove.unknown')
    if (names.length === 0) return t('menus.remove.noRoles')
    const told = names.length > NAMED ? [...names.slice(0, NAMED), t('picker.more', { rows: formats.value.number(names.length - NAMED) })] : names
    return t('menus.remove.roles', { names: formats.value.list(told) })
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
