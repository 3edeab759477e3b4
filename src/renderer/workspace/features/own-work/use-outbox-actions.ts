import type { ParsedInput } from '@shared/bridge/contract'
import type { EntryView } from '@shared/outbox'
import type { Failure, Result } from '@shared/result'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useBridge } from '../../bridge'
import { useFailureWords } from '../../i18n/use-failure-words'
import { useRecordWords } from '../../records/use-record-words'
import type { MessageKey } from '../../i18n/message-key'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { useOutbox } from '../../stores/outbox'
import { useQuestions } from '../../stores/questions'
import { isSendable } from './entry-choices'

type Decision = ParsedInput<'outbox.decide'>['decision']
type Attempt = 'send' | 'drop' | 'decide'

/** Nobody reads more names than this in a question. */
const NAMED = 20

/** What a person does in the outbox. What fails is told in the panel and said aloud. */
export const useOutboxActions = defineStore('outbox-actions', () => {
  const bridge = useBridge()
  const outbox = useOutbox()
  const questions = useQuestions()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const words = useRecordWords()
  const { t, formats } = useText()
  const trouble = shallowRef<{ readonly failure: Failure; readonly lead: string } | null>(null)

  /** True when it was done. An entry that is done or on its way meanwhile is no fault: that is said in its own words. */
  function settle(what: Attempt, answer: Result<unknown>, done: () => string): boolean {
    trouble.value = null
    if (answer.ok) {
      announcer.say(done())
      return true
    }
    // It stands otherwise than this page knew.
    void outbox.load()
    if (answer.failure.code === 'NOT_FOUND') announcer.say(t('outbox.failed.ended'))
    else if (answer.failure.code === 'CONFLICT') announcer.say(t('outbox.failed.busy'))
    else {
      const lead = t(`outbox.failed.${what}`)
      trouble.value = { failure: answer.failure, lead }
      announcer.say(formats.value.sentences([lead, describe(answer.failure).all]))
    }
    return false
  }

  function counted(key: MessageKey, entries: number): string {
    return t(key, { entries: formats.value.number(entries) }, entries)
  }

  /** Null: all that can go, but for those made for another server: each of them is released by itself. */
  async function send(entries: readonly EntryView[] | null): Promise<boolean> {
    const going = entries?.filter(isSendable) ?? []
    const count = entries ? going.length : outbox.sendable
    if (count === 0) {
      announcer.say(t(entries?.length === 0 ? 'outbox.done.noneSelected' : 'outbox.done.noneSendable'))
      return false
    }
    const answer = await bridge.outbox.send({ entryIds: entries ? going.map(({ entryId }) => entryId) : null })
    return settle('send', answer, () => counted('outbox.done.sent', count))
  }

  /** Names of so many that they can be read, and how many more there are. */
  function named(entries: readonly EntryView[], total: number): string {
    const names = entries.slice(0, NAMED).map(words.object)
    return formats.value.list(total > names.length ? [...names, counted('outbox.drop.more', total - names.length)] : names)
  }

  async function askToDrop(entries: readonly EntryView[]): Promise<string | null> {
    const answer = await bridge.outbox.dependants({ entryIds: entries.map(({ entryId }) => entryId) })
    const standing = answer.ok ? answer.value : { total: 0, entries: [] }
    const text = [
      t('outbox.drop.text', { objects: named(entries, entries.length) }, entries.length),
      ...(entries.some(({ state, attempts }) => attempts > 0 && state !== 'refused') ? [t('outbox.drop.mayHaveLeft')] : []),
      ...(standing.total > 0 ? [t('outbox.drop.standing', { objects: named(standing.entries, standing.total) })] : []),
    ]
    return questions.ask({ title: counted('outbox.drop.title', entries.length), text, confirm: t('outbox.drop.confirm'), isDangerous: true })
  }

  /** Asks first, and names what stands on it. */
  async function drop(entries: readonly EntryView[]): Promise<boolean> {
    if (entries.length === 0 || (await askToDrop(entries)) === null) return false
    const answer = await bridge.outbox.drop({ entryIds: entries.map(({ entryId }) => entryId) })
    return settle('drop', answer, () => counted('outbox.done.dropped', entries.length))
  }

  async function decide(entry: EntryView, decision: Decision): Promise<boolean> {
    const answer = await bridge.outbox.decide({ entryId: entry.entryId, decision })
    return settle('decide', answer, () => t('outbox.done.decided', { object: words.object(entry) }))
  }

  return { trouble, send, drop, decide }
})
