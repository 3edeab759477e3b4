import type { Role } from '@shared/resources/role'
import type { RemovalBriefing } from '../../records/use-record-removal'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAllUsers } from '../../stores/all-users'
import { useAppState } from '../../stores/app-state'
import { useUserOptions } from '../../stores/lookups'
import { useAnnouncer } from '../../stores/announcer'
import { useQuestions } from '../../stores/questions'
import { useRoleRows } from '../../stores/held-rows'
import { useRoleMembers } from './use-role-members'

/** So many are named; of the others how many they are. */
const NAMED = 10

/** Whom a role's end concerns, by name, and the way to give them another one first. */
export function useRoleHolders() {
  const { t, formats, listUpTo } = useText()
  const users = useAllUsers()
  const roles = useRoleRows()
  const options = useUserOptions()
  const accounts = useAccount()
  const appState = useAppState()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const members = useRoleMembers()

  /** "6 users have this role: ada, ben …"; null where nobody is known to have it. */
  function affected(roleId: number): string | null {
    const holders = users.holders(roleId)
    if (holders.length === 0) return null
    const names = listUpTo(
      holders.map(({ username }) => username),
      NAMED,
    )
    return formats.value.sentences([t('roles.holders.have', { rows: formats.value.number(holders.length), names }, holders.length), users.isComplete ? null : t('roles.holders.part')])
  }

  /** Gives all holders another role in place of this one. False: not all of them have it, or nobody wanted it. */
  async function moveAway(role: Role): Promise<boolean> {
    const { holder } = appState
    if (options.roles === null) await options.load()
    if (appState.holder !== holder) return false
    const targets = roles.rows.filter((row) => row.id !== role.id && row.id > 0 && options.roleById.get(row.id)?.isAssignable !== false)
    const [first] = targets
    if (!first) {
      announcer.say(t('roles.holders.noTarget'))
      return false
    }
    const chosen = await questions.ask({
      title: t('roles.holders.moveTitle', { name: role.name }),
      text: [],
      options: targets.map((row) => ({ value: String(row.id), label: row.name, ...(row.status === 'enabled' ? {} : { hint: t('fields.values.disabled') }) })),
      confirm: t('roles.holders.go'),
    })
    if (chosen === null) return false
    const target = Number(chosen)
    const isWhole = await members.run({
      title: t('roles.holders.moveReview', { name: role.name, target: roles.byId.get(target)?.name ?? chosen }),
      text: [],
      users: users.holders(role.id),
      rolesOf: ({ roleIds }) => [...new Set(roleIds.map((one) => (one === role.id ? target : one)))],
    })
    if (!isWhole && members.writes.results.value.length > 0) await tellFailed(role)
    return isWhole
  }

  /** The role stays: who could not be moved would lose it without a word. */
  async function tellFailed(role: Role): Promise<void> {
    const failed = members.writes.results.value.filter(({ state }) => state === 'failed' || state === 'skipped')
    await questions.ask({
      title: t('record.remove.failed', { name: role.name }),
      text: [
        t('roles.holders.notMoved', { rows: formats.value.number(failed.length) }, failed.length),
        ...failed.slice(0, NAMED).map(({ label, why }) => t('record.named', { name: label, text: why ?? '' })),
      ],
      confirm: t('question.close'),
      isNotice: true,
    })
  }

  async function briefing(role: Role): Promise<RemovalBriefing | null> {
    await users.ensure()
    const words = affected(role.id)
    const own = accounts.account?.roles.some(({ id }) => id === role.id) === true ? [t('roles.holders.own')] : []
    if (words === null) return { text: [...own, ...(users.failure || !users.isComplete ? [t('roles.holders.unknown')] : [])] }
    const rows = users.holders(role.id).length
    return {
      text: [words, ...own],
      ways: {
        options: [
          { value: 'move', label: t('roles.holders.moveFirst', { rows: formats.value.number(rows) }, rows), hint: t('roles.holders.moveHint') },
          { value: 'lose', label: t('roles.holders.lose', { rows: formats.value.number(rows) }, rows) },
        ],
        confirm: t('roles.holders.go'),
        run: (way) => (way === 'move' ? moveAway(role) : Promise.resolve(true)),
      },
    }
  }

  /** Asked for as soon as somebody is about to disable a role. */
  function prepare(): void {
    if (!users.isComplete && !users.isLoading && appState.isSessionOpen) void users.load()
  }
  return { affected, briefing, prepare }
}

/** Why a role is neither disabled nor deleted from here: it is the only one by which this account may do anything. Null: it may be. */
export function useOwnRoleLock(): (id: number) => string | null {
  const accounts = useAccount()
  const { t } = useText()
  return (id) => {
    // The server tells the enabled ones.
    const roles = accounts.account?.roles ?? []
    return roles.length === 1 && roles[0]?.id === id ? t('roles.locked.ownOnly') : null
  }
}
