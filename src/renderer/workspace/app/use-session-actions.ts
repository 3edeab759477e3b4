import type { Failure } from '@shared/result'
import { useBridge } from '../bridge'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useServerName } from '../i18n/use-server-name'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useQuestions } from '../stores/questions'
import { useFailureWords } from '../i18n/use-failure-words'
import { useKeepFirst } from './use-keep-first'

/** What a sign-out is to take with it, and of whom the question speaks. */
interface SignOutQuestion {
  readonly title: string
  readonly text: readonly string[]
  readonly confirm: string
  readonly clearHint: string
}

export interface SessionActions {
  signIn(): Promise<void>
  /** After a question that says what stays, and whether the cache goes too. */
  signOut(): Promise<void>
  /** Only the question, for a server of another window: whether the cache goes too; null when the person would rather stay. */
  askToSignOut(server: string, user: string | null): Promise<{ readonly clearsCache: boolean } | null>
  /** Signed out, or not: what went wrong is told where it is seen. */
  tellSignOut(failure: Failure, title: MessageKey): Promise<void>
  /** Every server of this installation, after a question that says what stays. */
  signOutEverywhere(): Promise<void>
}

/** Sign in and out, from wherever there is a button for it. */
export function useSessionActions(): SessionActions {
  const bridge = useBridge()
  const announcer = useAnnouncer()
  const appState = useAppState()
  const serverName = useServerName()
  const questions = useQuestions()
  const words = useFailureWords()
  const keepFirst = useKeepFirst()
  const { t, formats } = useText()
  // After signing out the drafts' owner is gone: what is typed has to be kept before.
  const leaveWords = { title: 'session.signOut', confirm: 'session.signOutAnyway' } as const

  /** Staying signed in against one's will has to be seen, wherever the button was. */
  async function tellFailure(title: MessageKey, failure: Failure): Promise<void> {
    await questions.ask({ title: t(title), text: [words(failure).all], confirm: t('question.close'), failure, isNotice: true })
  }

  /** The session is over in any case; where only the cache stayed behind, that is what has to be said. */
  async function tellSignOut(failure: Failure, title: MessageKey): Promise<void> {
    if (failure.details?.['cause'] !== 'cacheKept') return tellFailure(title, failure)
    await questions.ask({ title: t('session.out.cacheKept'), text: [t('session.out.cacheKeptText')], confirm: t('question.close'), failure, isNotice: true })
  }

  async function askWhatGoes({ clearHint, ...question }: SignOutQuestion): Promise<{ readonly clearsCache: boolean } | null> {
    const chosen = await questions.ask({
      ...question,
      options: [
        { value: 'keep', label: t('session.out.keep'), hint: t('session.out.keepHint') },
        { value: 'clear', label: t('session.out.clear'), hint: clearHint },
      ],
    })
    return chosen === null ? null : { clearsCache: chosen === 'clear' }
  }

  const askToSignOut: SessionActions['askToSignOut'] = (server, user) =>
    askWhatGoes({
      title: t('session.out.title', { server }),
      text: [user === null ? t('session.out.staysEverywhere') : t('session.out.stays', { name: user })],
      confirm: t('session.out.confirm'),
      clearHint: t('session.out.clearHint', { server }),
    })

  async function signOutEverywhere(): Promise<void> {
    const wish = await askWhatGoes({
      title: t('session.everywhere.title'),
      text: [t('session.everywhere.goes'), t('session.out.staysEverywhere')],
      confirm: t('session.everywhere.confirm'),
      clearHint: t('session.out.clearHintEverywhere'),
    })
    if (wish === null || !(await keepFirst(leaveWords))) return
    const answer = await bridge.session.signOutEverywhere(wish)
    if (!answer.ok) return tellSignOut(answer.failure, 'session.everywhere.failed')
    const { profiles } = answer.value
    announcer.say(t('session.everywhere.done', { servers: formats.value.number(profiles) }, profiles))
  }

  return {
    async signIn() {
      const answer = await bridge.session.signIn()
      if (!answer.ok && answer.failure.code !== 'CANCELLED') announcer.say(words(answer.failure).all)
    },
    async signOut() {
      const { state } = appState
      const wish = await askToSignOut(state ? serverName(state.profile) : '', state?.session.username ?? null)
      if (wish === null || !(await keepFirst(leaveWords))) return
      const answer = await bridge.session.signOut(wish)
      if (!answer.ok) await tellSignOut(answer.failure, 'session.signOutFailed')
    },
    askToSignOut,
    tellSignOut,
    signOutEverywhere,
  }
}
