import type { User } from '@shared/resources/user'
import type { Failure } from '@shared/result'
import type { Owner } from '@shared/drafts'
import { computed, ref, shallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { useFailureWords } from '../../i18n/use-failure-words'
import { useText } from '../../i18n/use-text'
import { USER_TYPE } from '../../records/types/users'
import { useLastAdministrator } from '../../records/last-administrator'
import { useRecordRights } from '../../records/use-record-rights'
import { useRecordWords } from '../../records/use-record-words'
import { useAccount } from '../../stores/account'
import { useAllUsers } from '../../stores/all-users'
import { useAppState } from '../../stores/app-state'
import { useQuestions } from '../../stores/questions'

/** What becomes of one user's change. `skipped`: not even tried, for the reason in `why`. */
export interface MemberResult {
  readonly user: User
  readonly state: 'waiting' | 'sending' | 'done' | 'queued' | 'failed' | 'skipped'
  readonly why: string | null
}

interface Members {
  readonly title: string
  readonly text: readonly string[]
  readonly users: readonly User[]
  /** The roles that a user has afterwards. */
  readonly rolesOf: (user: User) => readonly number[]
}

/**
 * Changes the roles of many users: each is a save of its user like that of its form, through the outbox, one after the other,
 * and each is told for itself. Nothing is sent before the person has seen whose roles change how.
 */
export function useRoleMembers() {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const questions = useQuestions()
  const users = useAllUsers()
  const describe = useFailureWords()
  const words = useRecordWords().of('users')
  const rights = useRecordRights(USER_TYPE)
  const guard = useLastAdministrator()
  const { t } = useText()
  const results = shallowRef<readonly MemberResult[]>([])
  const isRunning = ref(false)
  let isStopped = false

  /** Why this user's roles cannot become these; null when they can. */
  function reasonOf(user: User, roles: readonly number[]): string | null {
    const locked = rights.update(user.id)
    if (locked !== null) return locked
    if (roles.length > 0) return null
    return t(accounts.account?.id === user.id ? 'roles.users.ownLast' : 'roles.users.last')
  }

  function put(user: User, state: MemberResult['state'], why: string | null = null): void {
    results.value = results.value.map((one) => (one.user.id === user.id ? { user, state, why } : one))
  }

  async function isMeant({ title, text, rolesOf }: Members, free: readonly User[]): Promise<boolean> {
    const changes = free.map((user) => ({ label: user.username, before: words.field('roleIds', user.roleIds), after: words.field('roleIds', rolesOf(user)) }))
    return (await questions.ask({ title, text, changes, confirm: t('record.review.send') })) !== null
  }

  async function sendOne(owner: Owner | null, user: User, roleIds: readonly number[]): Promise<void> {
    if (!owner) return put(user, 'failed', t('errors.SESSION_ENDED.happened'))
    put(user, 'sending')
    const answer = await bridge.users.save({ owner, id: user.id, base: user, edits: { roleIds: [...roleIds] }, draftId: null, isConfirmed: true })
    if (answer.ok) put(user, answer.value.kind === 'queued' ? 'queued' : 'done')
    else put(user, 'failed', wordsOf(answer.failure))
  }
  function wordsOf(failure: Failure): string {
    if (failure.code === 'FORBIDDEN') void accounts.read()
    return describe(failure).all
  }

  /** True when every user's change is done or safe in the outbox. */
  async function run(members: Members): Promise<boolean> {
    if (isRunning.value) return false
    // Whose work this is: another person or server that comes meanwhile gets none of it.
    const { draftOwner: owner, holder } = appState
    const reasons = new Map(members.users.map((user) => [user.id, reasonOf(user, members.rolesOf(user))]))
    const guarded = await guard.check(members.users.filter(({ id }) => reasons.get(id) === null).map((user) => ({ before: user, after: { ...user, roleIds: [...members.rolesOf(user)] } })))
    for (const [id, reason] of guarded.reasons) reasons.set(id, reason)
    const free = members.users.filter((user) => reasons.get(user.id) === null)
    const text = guarded.told === null ? members.text : [...members.text, guarded.told]
    if (free.length > 0 && !(await isMeant({ ...members, text }, free))) return false
    results.value = members.users.map((user) => ({ user, state: reasons.get(user.id) === null ? 'waiting' : 'skipped', why: reasons.get(user.id) ?? null }))
    isRunning.value = true
    isStopped = false
    for (const user of free) {
      if (!isStopped && appState.holder === holder) await sendOne(owner, user, members.rolesOf(user))
    }
    isRunning.value = false
    await users.load()
    return results.value.every(({ state }) => state === 'done' || state === 'queued')
  }

  return {
    results,
    isRunning,
    isDone: computed(() => results.value.filter(({ state }) => state === 'done' || state === 'queued').length),
    run,
    stop: (): void => {
      isStopped = true
    },
    forget: (): void => {
      if (!isRunning.value) results.value = []
    },
  }
}
