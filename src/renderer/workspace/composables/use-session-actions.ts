import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useOpenForms } from '../stores/open-forms'
import { useFailureWords } from './use-failure-words'

export interface SessionActions {
  signIn(): Promise<void>
  signOut(): Promise<void>
}

/** Sign in and out, from wherever there is a button for it. */
export function useSessionActions(): SessionActions {
  const bridge = useBridge()
  const forms = useOpenForms()
  const announcer = useAnnouncer()
  const words = useFailureWords()
  const { t } = useText()

  return {
    async signIn() {
      const answer = await bridge.session.signIn()
      if (!answer.ok && answer.failure.code !== 'CANCELLED') announcer.say(words(answer.failure).all)
    },
    async signOut() {
      // After signing out the drafts' owner is gone: what is typed has to be kept before.
      const unkept = await forms.flushAll()
      if (unkept.length > 0 && !window.confirm(t('session.signOutUnkept', { titles: unkept.join(', ') }))) return
      const answer = await bridge.session.signOut()
      if (!answer.ok) announcer.say(words(answer.failure).all)
    },
  }
}
