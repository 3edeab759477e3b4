import type { Department } from '@shared/resources/department'
import { isTemporaryId } from '@shared/resources/resource'
import { GRANTS } from '@shared/resources/grants'
import { USERS } from '@shared/resources/user'
import { computed } from 'vue'
import { usePermissionText } from '../../i18n/use-permission-words'
import { useText } from '../../i18n/use-text'
import type { RemovalBriefing } from '../../records/use-record-removal'
import { useAccount } from '../../stores/account'
import { FEW_USERS, useAllUsers } from '../../stores/all-users'
import { useAnnouncer } from '../../stores/announcer'
import { useUserOptions } from '../../stores/lookups'
import { useRoleGrants } from '../../stores/role-grants'
import { useAge } from '../../ui/use-age'

/** So many are named; of the others how many they are. */
const NAMED = 10
/** The data scope "custom": the departments that a role names are the ones whose data its holders see. */
const CUSTOM_SCOPE = 4

/** Who is linked to a department: the users in it, as far as they are read, and the roles that name it. */
export function useDepartmentLinks() {
  const { t, formats, listUpTo } = useText()
  const roleGrants = useRoleGrants()
  const accounts = useAccount()
  const announcer = useAnnouncer()
  const users = useAllUsers()
  const options = useUserOptions()
  const permissionText = usePermissionText()
  const age = useAge()

  /** Why the users cannot be seen; null when they can. */
  function usersLock(id?: number): string | null {
    if (id !== undefined && isTemporaryId(id)) return t('departments.users.notYet')
    const path = USERS.permissions.list
    return accounts.has(path) ? null : t('departments.users.locked', { permission: permissionText(path) })
  }

  /** What the numbers are worth, in words: how old, or why there are none. */
  const told = computed((): string => {
    const lock = usersLock()
    if (lock !== null) return lock
    if (users.isLoading && !users.isComplete) return t('departments.users.counting')
    if (users.isComplete && users.source) return t('departments.users.counted', { age: age(users.source.fetchedAt) })
    return t(users.source?.origin === 'cache' ? 'departments.users.part' : 'departments.users.notRead')
  })

  async function usersOf(id: number): Promise<string | null> {
    if (usersLock() !== null) return t('departments.links.usersUnknown')
    await users.ensure()
    const members = users.members(id)
    const isWhole = users.failure === null && users.isComplete
    if (members.length === 0) return isWhole ? null : t('departments.links.usersUnknown')
    const names = listUpTo(
      members.map(({ username }) => username),
      NAMED,
    )
    return formats.value.sentences([t('departments.links.users', { rows: formats.value.number(members.length), names }, members.length), isWhole ? null : t('departments.links.part')])
  }

  async function rolesOf(id: number): Promise<string | null> {
    if (options.roles === null) await options.load()
    // The server's own role has everything, and is asked for nothing.
    const roles = (options.roles ?? []).filter((role) => !isTemporaryId(role.id) && !GRANTS.protectedIds.some((one) => one === role.id))
    const have = options.roles && (await roleGrants.rolesThat(roles, ({ departments }) => departments.includes(id)))
    if (!have) return t('departments.links.rolesUnknown')
    const names = have.roles.map(({ role, grants }) => (grants.scope === CUSTOM_SCOPE ? t('departments.links.scope', { name: role.name }) : role.name))
    const words = names.length === 0 ? null : t('departments.links.roles', { rows: formats.value.number(names.length), names: listUpTo(names, NAMED) }, names.length)
    return have.isWhole ? words : formats.value.sentences([words, t('departments.links.rolesUnknown')])
  }

  /** Whom the end of this department concerns, by name. */
  async function briefing({ id }: Department): Promise<RemovalBriefing> {
    if (isTemporaryId(id)) return { text: [] }
    announcer.say(t('departments.links.looking'))
    const [ofUsers, ofRoles] = await Promise.all([usersOf(id), rolesOf(id)])
    return { text: [ofUsers ?? t('departments.links.noUsers'), ofRoles ?? t('departments.links.noRoles')] }
  }

  return {
    told,
    usersLock,
    briefing,
    /** Whether the numbers are missing, and can be had by reading all users. */
    canCount: computed(() => usersLock() === null && !users.isComplete && !users.isLoading),
    count: (): Promise<void> => users.load(),
    /** For the numbers alone, where it costs little. */
    countFew: (): void => {
      if (usersLock() === null && users.total === null) void users.loadFew(FEW_USERS)
    },
    /** Of one department; empty while they are not known. */
    countOf: (id: number): string => (users.isComplete ? formats.value.number(users.members(id).length) : ''),
  }
}
