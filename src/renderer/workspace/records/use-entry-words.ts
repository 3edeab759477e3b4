import { Ban, Check, CircleQuestionMark, CirclePause, Hourglass, LoaderCircle, ShieldQuestionMark, TriangleAlert, Undo2 } from '@lucide/vue'
import type { EntryState, EntryView } from '@shared/outbox'
import type { Component } from 'vue'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'
import { useOutbox } from '../stores/outbox'
import { useFailureWords } from '../i18n/use-failure-words'
import { useGoingWords } from './use-going-words'
import { useMovedWords } from './use-moved-words'
import { useRecordWords } from './use-record-words'

interface EntryLook {
  readonly icon: Component
  readonly tone: 'ok' | 'warn' | 'danger' | 'plain'
  readonly word: string
}

const looks: Readonly<Record<EntryState, Pick<EntryLook, 'icon' | 'tone'>>> = {
  queued: { icon: Hourglass, tone: 'plain' },
  sending: { icon: LoaderCircle, tone: 'plain' },
  unknown: { icon: CircleQuestionMark, tone: 'warn' },
  conflict: { icon: TriangleAlert, tone: 'warn' },
  refused: { icon: Ban, tone: 'danger' },
  blocked: { icon: CirclePause, tone: 'warn' },
  parked: { icon: ShieldQuestionMark, tone: 'warn' },
  done: { icon: Check, tone: 'ok' },
}

export interface EntryWords {
  /** State as icon and word; of one that is done, how it ended. */
  look(entry: Pick<EntryView, 'state' | 'outcome'>): EntryLook
  /** The changed fields by name, of sets how much of them; of a deletion, that it is about the whole record. */
  fields(entry: EntryView): string
  /** Why it is where it is, in a sentence or two. */
  why(entry: EntryView): string
  /** Of one that is done, how it ended where that was not as it was meant; of any other why it is where it is. */
  ending(entry: EntryView): string
  /** When it is tried again, in short. */
  next(entry: EntryView): string
  dependsOn(entry: EntryView): string
}

/** Entries of the outbox and the activity log in words. */
export function useEntryWords(): EntryWords {
  const { t, formats } = useText()
  const words = useRecordWords()
  const describe = useFailureWords()
  const outbox = useOutbox()
  const appState = useAppState()
  const moved = useMovedWords()
  const { goingWords, goesByItself } = useGoingWords()
  const object = (entryId: string): string | null => {
    const entry = outbox.find(entryId)
    return entry && words.object(entry)
  }

  function look({ state, outcome }: Pick<EntryView, 'state' | 'outcome'>): EntryLook {
    if (state !== 'done' || outcome === null) return { ...looks[state], word: t(`outbox.states.${state}`) }
    const word = t(`outbox.outcomes.${outcome}`)
    if (outcome === 'ok') return { ...looks.done, word }
    return { icon: outcome === 'told' ? Ban : Undo2, tone: outcome === 'told' ? 'warn' : 'plain', word }
  }

  function waiting(entry: EntryView): string {
    const last = entry.why?.kind === 'failure' ? t('outbox.why.failed', { why: describe(entry.why.failure).happened }) : null
    if (entry.state === 'unknown') return formats.value.sentences([t('outbox.why.unknown'), last])
    return formats.value.sentences([entry.dependsOn.length > 0 ? t('outbox.why.behind') : goingWords(entry), last])
  }

  function why(entry: EntryView): string {
    const { why: reason, state } = entry
    if (state === 'sending') return t('outbox.why.sending')
    switch (reason?.kind) {
      case 'conflict':
        return t(`outbox.why.${reason.conflict}`)
      case 'parked':
        return reason.cause === 'moved' ? moved.entry(entry.server) : t(`outbox.why.${reason.cause}`)
      case 'blocked': {
        const cause = reason.on === null ? null : object(reason.on)
        return cause ? t('outbox.why.blocked', { object: cause }) : t('outbox.why.blockedGone')
      }
      case 'failure':
        return state === 'refused' ? t('outbox.why.refused', { why: describe(reason.failure).happened }) : waiting(entry)
      default:
        return waiting(entry)
    }
  }

  function ending(entry: EntryView): string {
    const { outcome, state, why: reason } = entry
    if (state !== 'done') return why(entry)
    const cause = reason?.kind === 'failure' ? t('journal.why.failure', { why: describe(reason.failure).happened }) : null
    const conflict = reason?.kind === 'conflict' ? t('journal.why.failure', { why: t(`outbox.why.${reason.conflict}`) }) : null
    return formats.value.sentences([outcome && outcome !== 'ok' ? t(`journal.why.${outcome}`) : null, cause, conflict])
  }

  function next(entry: EntryView): string {
    if (entry.state === 'sending') return t('outbox.states.sending')
    if (entry.state !== 'queued' && entry.state !== 'unknown') return t('outbox.table.afterYou')
    if (outbox.summary?.isPaused) return t('outbox.table.afterResume')
    if (!goesByItself(entry)) return t('outbox.table.afterYou')
    if (appState.state?.connection.state === 'offline') return t('outbox.table.online')
    // Put off until then; a moment that has passed means that it is about to go.
    const next = Math.max(entry.nextAttemptAt ?? 0, outbox.heldUntil ?? 0)
    return next > Date.now() ? formats.value.timeWithSeconds(next) : t('outbox.table.whenPossible')
  }

  return {
    look,
    fields: ({ verb, resource, base, edits }) => {
      if (verb === 'remove') return t('outbox.table.noFields')
      return words.changed(resource, base, edits)
    },
    why,
    ending,
    next,
    dependsOn: (entry) => formats.value.list(entry.dependsOn.flatMap((id) => object(id) ?? [])),
  }
}
