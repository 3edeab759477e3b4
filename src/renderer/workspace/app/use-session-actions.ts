import type { Failure } from '@shared/result'
import { useBridge } from '../bridge'
import type { MessageKey } from '../i18n/message-key'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useQuestions } from '../stores/questions'
import { useFailureWords } from '../i18n/use-failure-words'
import { useKeepFirst } from './use-keep-first'

export interface SessionActions {
  signIn(): Promise<void>
  signOut(): Promise<void>
  /** Every server of this installation, after a question that says what stays. */
  signOutEverywhere(): Promise<void>
}

/** Sign in and out, from wherever there is a button for it. */
export function useSessionActions(): SessionActions {
  const bridge = useBridge()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const words = useFailureWords()
  const keepFirst = useKeepFirst()
  const { t, formats } = useText()
  // After signing out the drafts' owner is gone: what is typed has to be kept before.
  const leaveWords = { title: 'session.signOut', confirm: 'session.signOutAnyway' } as const

  /** Staying signed in against one's will has to be seen, wherever the button was. */
  async function tellFailure(title: MessageKey, failure: Failure): Promise<void> {
    await questions.ask({ title: t(title), text: [words(failure).all], confirm: t('question.close'), isNotice: true })
  }

  async function signOutEverywhere(): Promise<void> {
    const isWanted = await questions.ask({
      title: t('session.everywhere.title'),
      text: [t('session.everywhere.goes'), t('session.everywhere.stays')],
      confirm: t('session.everywhere.confirm'),
    })
    if (isWanted === null || !(await keepFirst(leaveWords))) return
    const answer = await bridge.session.signOutEverywhere()
    if (!answer.ok) return tellFailure('session.everywhere.failed', answer.failure)
    const { profiles } = answer.value
    announcer.say(t('session.everywhere.done', { servers: formats.value.number(profiles) }, profiles))
  }

  return {
    async signIn() {
      const answer = await bridge.session.signIn()
      if (!answer.ok && answer.failure.code !== 'CANCELLED') announcer.say(words(answer.failure).all)
    },
    async signOut() {
      if (!(await keepFirst(leaveWords))) return
      const answer = await bridge.session.signOut()
      if (!answer.ok) await tellFailure('session.signOutFailed', answer.failure)
    },
    signOutEverywhere,
  }
}
