import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { User } from '@shared/resources/user'
import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAllUsers } from '../stores/all-users'
import { useAppState } from '../stores/app-state'
import { useUserOptions } from '../stores/lookups'
import type { FieldFaults } from './record-type'

/** The role that may do everything. Only a holder of it can give it to others: without any, nobody gets it back. */
const SUPER_ROLE = 1
/** The account that the server protects, and most servers' holder of that role. */
const SUPER_USER = 1

/** What counts of a user here. */
type Holder = Pick<User, 'id' | 'status' | 'roleIds'>

/** What a user is to become; null: deleted. */
export interface HolderChange {
  readonly before: Holder
  readonly after: Holder | null
}

/** `last`: it would leave nobody with the role. `unknown`: nobody else is known, and not all users are. */
type Verdict = 'free' | 'last' | 'unknown'

function holds({ status, roleIds }: Holder): boolean {
  return status === 'enabled' && roleIds.includes(SUPER_ROLE)
}

function takesAway({ before, after }: HolderChange): boolean {
  return holds(before) && !(after && holds(after))
}

/**
 * Whether changes that are made one after the other leave an enabled holder of the super administrator's role: by each user's
 * id, what is to be said of the change. One that would leave none does not count as made. Whoever gets the role by one of them
 * does not count as a holder: that change may yet be refused.
 *
 * @param known The users that are known, of whatever age; those of the changes are known by them.
 * @param isAll Whether these are all there are.
 */
export function judgeHolders(changes: readonly HolderChange[], known: readonly Holder[], isAll: boolean): ReadonlyMap<number, Verdict> {
  const holders = new Set(known.filter(holds).map(({ id }) => id))
  for (const { before } of changes) {
    if (holds(before)) holders.add(before.id)
    else holders.delete(before.id)
  }
  const verdicts = new Map<number, Verdict>()
  for (const change of changes) {
    const { id } = change.before
    const isFree = !takesAway(change) || holders.size > 1
    if (isFree && takesAway(change)) holders.delete(id)
    verdicts.set(id, isFree ? 'free' : isAll ? 'last' : 'unknown')
  }
  return verdicts
}

interface Checked {
  /** Why a user's change is not made, by id. */
  readonly reasons: ReadonlyMap<number, string>
  /** What is to be said where it was decided by what is held here, and not by the server. */
  readonly told: string | null
}

/** THE guard of the last super administrator, for every way by which users lose a role, their status or themselves. */
export function useLastAdministrator() {
  const bridge = useBridge()
  const appState = useAppState()
  const users = useAllUsers()
  const options = useUserOptions()
  const { t } = useText()
  const role = (): string => options.roleById.get(SUPER_ROLE)?.name ?? t('fields.values.unknownId', { id: String(SUPER_ROLE) })

  /** Why this cannot be, as far as it is known without asking: for controls. Null: it can, or has to be looked up. */
  function known(change: HolderChange): string | null {
    return judgeHolders([change], users.rows, users.isComplete).get(change.before.id) === 'last' ? t('users.locked.lastAdmin', { role: role() }) : null
  }

  /** The server's own account first, which costs one call; then everybody. */
  async function lookUp(changes: readonly HolderChange[]): Promise<ReadonlyMap<number, Verdict>> {
    const first = await bridge.users.get({ id: SUPER_USER })
    const seen = first.ok ? [first.value.row] : []
    const verdicts = judgeHolders(changes, [...users.rows, ...seen], users.isComplete)
    if (![...verdicts.values()].includes('unknown')) return verdicts
    await users.load()
    return judgeHolders(changes, [...users.rows, ...seen], users.isComplete)
  }

  /** What can be done of these, in this order. What is not known is looked up; where that cannot be, what is held decides, and it is said. */
  async function check(changes: readonly HolderChange[]): Promise<Checked> {
    if (!changes.some(takesAway)) return { reasons: new Map(), told: null }
    let verdicts = judgeHolders(changes, users.rows, users.isComplete)
    if ([...verdicts.values()].includes('unknown')) verdicts = await lookUp(changes)
    const isUnsure = appState.state?.connection.state === 'offline' || users.source?.origin === 'cache'
    const reasons = new Map<number, string>()
    for (const [id, verdict] of verdicts) {
      if (verdict !== 'free') reasons.set(id, t(verdict === 'last' && !isUnsure ? 'users.locked.lastAdmin' : 'users.locked.lastAdminHeld', { role: role() }))
    }
    const isDecidedHere = isUnsure && changes.some((change) => takesAway(change) && !reasons.has(change.before.id))
    return { reasons, told: isDecidedHere ? t('users.locked.lastAdminTold', { role: role() }) : null }
  }

  return {
    known,
    check,
    /** What is wrong with the values of a form, where it is known. */
    faults: (values: Fields, id: number | null): FieldFaults => {
      const before = users.rows.find((user) => user.id === id)
      if (!before) return {}
      const after = { ...before, ...(values as Partial<Holder>), id: before.id }
      if (known({ before, after }) === null) return {}
      return after.status === 'enabled' ? { roleIds: 'lastAdmin' } : { status: 'lastAdmin' }
    },
    asHolder: (row: Row): Holder => row as unknown as Holder,
  }
}
