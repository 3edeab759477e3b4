import type { User } from '@shared/resources/user'
import { useText } from '../../i18n/use-text'
import { useOwnRoleLoss, USER_TYPE } from '../../records/types/users'
import { useLastAdministrator } from '../../records/last-administrator'
import { useManySaves } from '../../records/use-many-saves'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useQuestions } from '../../stores/questions'

interface Members {
  readonly title: string
  readonly text: readonly string[]
  readonly users: readonly User[]
  /** The roles that a user has afterwards. */
  readonly rolesOf: (user: User) => readonly number[]
}

/** Changes the roles of many users, each by itself (`useManySaves`). Nothing is sent before the person has seen whose roles change how. */
export function useRoleMembers() {
  const appState = useAppState()
  const accounts = useAccount()
  const questions = useQuestions()
  const words = useRecordWords().of('users')
  const rights = useRecordRights(USER_TYPE)
  const saves = useManySaves<User>(USER_TYPE)
  const guard = useLastAdministrator()
  const loss = useOwnRoleLoss()
  const { t } = useText()

  /** Why this user's roles cannot become these; null when they can. */
  function reasonOf(user: User, roles: readonly number[]): string | null {
    const locked = rights.update(user.id)
    if (locked !== null) return locked
    if (roles.length > 0) return null
    return t(accounts.account?.id === user.id ? 'roles.users.ownLast' : 'roles.users.last')
  }

  async function isMeant({ title, text, rolesOf }: Members, free: readonly User[]): Promise<boolean> {
    const changes = free.map((user) => ({ label: user.username, before: words.field('roleIds', user.roleIds), after: words.field('roleIds', rolesOf(user)) }))
    const lost = free.flatMap((user) => loss(user, { roleIds: [...rolesOf(user)] }))
    return (await questions.ask({ title, text: [...text, ...lost], changes, confirm: t('record.review.send'), isDangerous: lost.length > 0 })) !== null
  }

  /** True when every user's change is done or safe in the outbox. */
  async function run(members: Members): Promise<boolean> {
    if (saves.writes.isRunning.value) return false
    const whose = saves.writes.whose()
    const reasons = new Map(members.users.map((user) => [user.id, reasonOf(user, members.rolesOf(user))]))
    const guarded = await guard.check(members.users.filter(({ id }) => reasons.get(id) === null).map((user) => ({ before: user, after: { ...user, roleIds: [...members.rolesOf(user)] } })))
    if (appState.holder !== whose.holder) return false
    for (const [id, reason] of guarded.reasons) reasons.set(id, reason)
    const all = members.users.map((user) => ({ row: user, edits: { roleIds: [...members.rolesOf(user)] }, reason: reasons.get(user.id) ?? null }))
    const free = all.flatMap(({ row, reason }) => (reason === null ? [row] : []))
    const text = guarded.told === null ? members.text : [...members.text, guarded.told]
    if (free.length > 0 && !(await isMeant({ ...members, text }, free))) return false
    return saves.run(all, { whose })
  }

  return {
    writes: saves.writes,
    run,
  }
}
