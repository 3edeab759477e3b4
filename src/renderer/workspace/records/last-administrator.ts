import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { User } from '@shared/resources/user'
import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAllUsers } from '../stores/all-users'
import { useAppState } from '../stores/app-state'
import { useUserOptions } from '../stores/lookups'
import { useOutbox } from '../stores/outbox'
import type { FieldFaults } from './record-type'

/** The role that may do everything. Only a holder of it can give it to others: without any, nobody gets it back. */
const SUPER_ROLE = 1
/** The account that the server protects, and most servers' holder of that role. */
const SUPER_USER = 1

/** So long rows from the server lock a control, in milliseconds; after that the press looks it up. */
const FRESH_MS = 300_000
/** So many holders are asked for one by one; after them all users are read. */
const MOST_ASKED = 5

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

interface Judged {
  readonly verdicts: ReadonlyMap<number, Verdict>
  /** By the server itself, just now. */
  readonly isSure: boolean
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
  const outbox = useOutbox()
  const options = useUserOptions()
  const { t } = useText()
  const role = (): string => options.roleById.get(SUPER_ROLE)?.name ?? t('fields.values.unknownId', { id: String(SUPER_ROLE) })

  const isOffline = (): boolean => appState.state?.connection.state === 'offline'

  /**
   * Why this cannot be, as far as it is known without asking: for controls. Null: it can, or has to be looked up. What is known
   * by old rows locks nothing: another person may have given the role away since.
   */
  function known(change: HolderChange): string | null {
    const { source } = users
    const isFresh = users.isComplete && users.failure === null && source?.origin === 'network' && Date.now() - source.fetchedAt < FRESH_MS
    return isFresh && judgeHolders([change], users.rows, true).get(change.before.id) === 'last' ? t('users.locked.lastAdmin', { role: role() }) : null
  }

  /** One user as the server has them now: what is held follows. Null: gone, or it could not be asked. */
  async function confirmed(id: number): Promise<Holder | null> {
    const answer = await bridge.users.get({ id })
    if (!answer.ok) {
      if (answer.failure.code === 'NOT_FOUND') users.drop(id)
      return null
    }
    if (answer.value.origin !== 'network') return null
    users.put(answer.value.row)
    return answer.value.row
  }

  /** Whether the server has an enabled holder whom none of these changes concerns: its own account, or those that are held. */
  async function hasOther(changes: readonly HolderChange[]): Promise<boolean> {
    const changed = new Set(changes.map(({ before }) => before.id))
    const first = users.rows.find(({ id }) => id === SUPER_USER)
    const others = users.rows.filter((row) => row.id !== SUPER_USER && holds(row)).map(({ id }) => id)
    const asked = [...(!first || holds(first) ? [SUPER_USER] : []), ...others].filter((id) => !changed.has(id)).slice(0, MOST_ASKED)
    for (const id of asked) {
      const now = await confirmed(id)
      if (now && holds(now)) return true
    }
    return false
  }

  /** The verdicts by what the server has now. Only an answer of its own makes a change free, or the last one. */
  async function askServer(changes: readonly HolderChange[]): Promise<Judged> {
    if (await hasOther(changes)) return { verdicts: new Map(changes.map(({ before }) => [before.id, 'free'])), isSure: true }
    await users.load()
    const isSure = users.failure === null && users.source?.origin === 'network' && !isOffline()
    return { verdicts: judgeHolders(isSure ? changes.map(asHeld) : changes, users.rows, users.isComplete), isSure }
  }

  /** With how the user is by what is held, in place of what was on screen. One who is gone holds nothing. */
  function asHeld({ before, after }: HolderChange): HolderChange {
    // What waits in the outbox is laid over what is read: there it stands as done, and is what this is about.
    if (outbox.entryOf('users', before.id)) return { before, after }
    const held = users.rows.find(({ id }) => id === before.id)
    return { before: held ?? (users.isComplete ? { ...before, roleIds: [] } : before), after }
  }

  /** Where the server cannot be asked: what is held, and what main has of the server's own account. */
  async function askHeld(changes: readonly HolderChange[]): Promise<Judged> {
    const verdicts = judgeHolders(changes, users.rows, users.isComplete)
    if (![...verdicts.values()].includes('unknown')) return { verdicts, isSure: false }
    const first = await bridge.users.get({ id: SUPER_USER })
    await users.load()
    const isHeld = users.rows.some(({ id }) => id === SUPER_USER)
    return { verdicts: judgeHolders(changes, [...users.rows, ...(first.ok && !isHeld ? [first.value.row] : [])], users.isComplete), isSure: false }
  }

  /** What can be done of these, in this order, by what the server says now; where that cannot be asked, what is held decides, and it is said. */
  async function check(changes: readonly HolderChange[]): Promise<Checked> {
    if (!changes.some((change) => takesAway(change) || takesAway(asHeld(change)))) return { reasons: new Map(), told: null }
    const { verdicts, isSure } = await (isOffline() ? askHeld(changes) : askServer(changes))
    const reasons = new Map<number, string>()
    for (const [id, verdict] of verdicts) {
      if (verdict !== 'free') reasons.set(id, t(verdict === 'last' && isSure ? 'users.locked.lastAdmin' : 'users.locked.lastAdminHeld', { role: role() }))
    }
    const isDecidedHere = !isSure && changes.some((change) => takesAway(change) && !reasons.has(change.before.id))
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
