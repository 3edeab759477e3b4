import type { ProfileEntry } from '@shared/profiles'
import type { Failure } from '@shared/result'
import { useBridge } from '../bridge'
import { useAppPages } from './use-app-pages'
import { useFailureWords } from '../i18n/use-failure-words'
import { useKeepFirst } from './use-keep-first'
import { useServerWords } from '../i18n/use-server-words'
import { useSessionActions } from './use-session-actions'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useProfiles } from '../stores/profiles'

/** Why a server cannot be forgotten now, as a key under `servers.keep`; null when it can. */
export type ForgetObstacle = 'last' | 'elsewhere'

export function forgetObstacle(entry: ProfileEntry, all: readonly ProfileEntry[]): ForgetObstacle | null {
  if (all.length <= 1) return 'last'
  return entry.windows > (entry.isHere ? 1 : 0) ? 'elsewhere' : null
}

const switchWords = { title: 'servers.switch', confirm: 'servers.switchAnyway' } as const

/** What can be done with a server, from its page and from the chip. What fails is told in the list and said aloud. */
export function useServerActions() {
  const bridge = useBridge()
  const profiles = useProfiles()
  const announcer = useAnnouncer()
  const pages = useAppPages()
  const session = useSessionActions()
  const keepFirst = useKeepFirst()
  const describe = useFailureWords()
  const { title } = useServerWords()
  const { t } = useText()

  /** Gone from the list meanwhile: nothing failed, the list was old. */
  function sayGone(name: string): void {
    profiles.outcome = t('servers.failed.gone', { name })
    announcer.hear(profiles.outcome)
    void profiles.load()
  }

  function tell(failure: Failure, lead: string, name = ''): void {
    if (failure.code === 'NOT_FOUND') return sayGone(name)
    profiles.trouble = { failure, lead }
    announcer.hear(`${lead} ${describe(failure).all}`)
  }

  async function open(entry: Pick<ProfileEntry, 'id' | 'name' | 'isDemo' | 'isHere'>, inNewWindow: boolean): Promise<void> {
    profiles.trouble = profiles.outcome = null
    if (!inNewWindow && entry.isHere) return pages.leave()
    if (!inNewWindow && !(await keepFirst(switchWords))) return
    const answer = await bridge.profiles.open({ id: entry.id, inNewWindow })
    if (answer.ok) return
    tell(answer.failure, t('servers.failed.open', { name: title(entry) }), title(entry))
    await pages.openServers()
  }

  /** Signing out the server of this window keeps its drafts first; of any other there are none here. */
  async function signOut(entry: ProfileEntry): Promise<void> {
    profiles.trouble = profiles.outcome = null
    if (entry.isHere) return session.signOut()
    const wish = await session.askToSignOut(title(entry), entry.lastUsername)
    if (wish === null) return
    const answer = await bridge.profiles.signOut({ id: entry.id, ...wish })
    if (answer.ok) announcer.say(t('servers.done.signedOut', { name: title(entry) }))
    else if (answer.failure.details?.['cause'] === 'cacheKept') await session.tellSignOut(answer.failure, 'session.signOutFailed')
    else tell(answer.failure, t('servers.failed.signOut', { name: title(entry) }), title(entry))
  }

  /** Moves one place up (-1) or down (1) in the person's order. */
  async function move(entry: ProfileEntry, step: -1 | 1): Promise<void> {
    const before = profiles.entries ?? []
    const from = before.findIndex(({ id }) => id === entry.id)
    const to = from + step
    if (profiles.order !== 'own' || from < 0 || to < 0 || to >= before.length) return
    const next = before.toSpliced(from, 1).toSpliced(to, 0, entry)
    profiles.arrange(next)
    announcer.say(t('servers.done.moved', { name: title(entry), place: String(to + 1), total: String(next.length) }))
    const answer = await bridge.profiles.reorder({ ids: next.map(({ id }) => id) })
    if (answer.ok) return
    tell(answer.failure, t('servers.failed.reorder'))
    await profiles.load()
  }

  return { open, signOut, move, tell, keepFirst: () => keepFirst(switchWords) }
}
