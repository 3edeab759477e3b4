import type { Failure } from '@shared/result'
import { shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useFailureWords } from '../i18n/use-failure-words'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'

export interface OutboxPause {
  readonly failure: Readonly<ShallowRef<Failure | null>>
  setPaused(isPaused: boolean): Promise<void>
}

/** Holding the outbox back and letting it go on, from its page and from the status bar. */
export function useOutboxPause(): OutboxPause {
  const bridge = useBridge()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const { t, formats } = useText()
  const failure = shallowRef<Failure | null>(null)
  return {
    failure,
    setPaused: async (isPaused) => {
      const answer = await bridge.outbox.pause({ isPaused })
      failure.value = answer.ok ? null : answer.failure
      if (answer.ok) announcer.say(t(isPaused ? 'outbox.done.paused' : 'outbox.done.resumed'))
      else announcer.say(formats.value.sentences([t('outbox.failed.pause'), describe(answer.failure).all]))
    },
  }
}
