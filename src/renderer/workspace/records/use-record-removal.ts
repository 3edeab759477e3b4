import type { WriteResult } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { type Change, type Question, useQuestions } from '../stores/questions'
import type { RecordEditorsStore } from './record-editors'
import { isOtherRecord } from './editor-fields'
import { callsOf, type EditableRecordType, type FieldWords, formFields, parseRow } from './record-type'
import { useFailureWords } from '../i18n/use-failure-words'
import type { RecordRights } from './use-record-rights'

/** What a deletion does to others, told before it is meant. */
export interface RemovalBriefing {
  readonly text: readonly string[]
  /** Ways of doing it, and what the chosen one takes before the record goes; false: it stays. */
  readonly ways?: { readonly options: NonNullable<Question['options']>; readonly confirm: string; readonly run: (chosen: string) => Promise<boolean> }
}

export interface RecordRemovalDeps {
  readonly type: EditableRecordType
  readonly editors: RecordEditorsStore
  readonly rights: Pick<RecordRights, 'remove'>
  readonly words: FieldWords
  /** Null: the person was told why not. */
  readonly brief?: (row: Row) => Promise<RemovalBriefing | null>
  /** The list has to be asked again. */
  readonly onDone: (id: number) => unknown
}

/** Deletes a record after asking, with its name and what goes with it. Who may not is told why. */
export function useRecordRemoval({ type, editors, rights, words, brief, onDone }: RecordRemovalDeps): (row: Row) => Promise<void> {
  const bridge = useBridge()
  const accounts = useAccount()
  const appState = useAppState()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const describe = useFailureWords()
  const { t } = useText()
  const { name, description } = type
  const nameOf = (row: Row): string => String(row[description.titleField] ?? '')

  async function remove(row: Row): Promise<void> {
    const reason = rights.remove(row.id)
    if (reason !== null) return announcer.say(reason)
    if (await isMeant(row)) await settle(row, await send(row))
  }

  async function isMeant(row: Row): Promise<boolean> {
    const hasWork = editors.find(row.id)?.hasWork.value === true
    const isOffline = appState.state?.connection.state === 'offline'
    const briefing = brief ? await brief(row) : { text: [] }
    if (!briefing) return false
    const { text, ways } = briefing
    const answer = await questions.ask({
      title: t(`${name}.remove.title`, { name: nameOf(row) }),
      text: [t(`${name}.remove.text`), ...text, ...(hasWork ? [t('record.remove.work')] : []), ...(isOffline ? [t('record.remove.offline')] : [])],
      ...(ways ? { options: ways.options } : {}),
      confirm: ways?.confirm ?? t('record.remove.confirm'),
      isDangerous: true,
    })
    return answer !== null && (ways ? ways.run(answer) : true)
  }

  function send(row: Row): Promise<Result<WriteResult>> {
    const owner = appState.draftOwner
    if (!owner) return Promise.resolve({ ok: false, failure: { code: 'SESSION_ENDED', message: '', retryable: true } })
    return callsOf(type, bridge).remove({ owner, draftId: null, id: row.id, base: row, isConfirmed: true })
  }

  async function settle(row: Row, answer: Result<WriteResult>): Promise<void> {
    const isGone = !answer.ok && answer.failure.code === 'NOT_FOUND'
    if (!answer.ok && !isGone) return told(row, answer.failure)
    const isQueued = answer.ok && answer.value.kind === 'queued'
    announcer.say(t(isGone ? 'record.remove.gone' : isQueued ? 'record.remove.queued' : 'record.remove.done', { name: nameOf(row) }))
    await editors.drop(row.id)
    await onDone(row.id)
  }

  async function told(row: Row, failure: Failure): Promise<void> {
    if (failure.code === 'FORBIDDEN') void accounts.read()
    if (isOtherRecord(failure)) return toldOther(row, failure)
    const theirs = failure.code === 'CONFLICT' ? parseRow(description, failure.details?.['theirs']) : null
    if (theirs) {
      if (await isMeantAllTheSame(row, theirs)) await settle(theirs, await send(theirs))
      return
    }
    await questions.ask({ title: t('record.remove.failed', { name: nameOf(row) }), text: [describe(failure).all, ...answerOf(failure)], confirm: t('question.close'), isNotice: true })
  }

  /** What came in place of an answer, for whoever runs the server. */
  function answerOf({ details }: Failure): string[] {
    const answer = details?.['text']
    return typeof answer === 'string' ? [`${t('failure.answer')}: ${answer}`] : []
  }

  /** What has the number now is not what was to be deleted: whoever means that one finds it in the list. */
  async function toldOther(row: Row, failure: Failure): Promise<void> {
    const now = nameOf(parseRow(description, failure.details?.['theirs']) ?? row)
    await questions.ask({ title: t('record.remove.failed', { name: nameOf(row) }), text: [t('record.otherRecord.removed', { id: String(row.id), now })], confirm: t('question.close'), isNotice: true })
    await onDone(row.id)
  }

  /** Someone changed it since it was read here: what is to be deleted is not what the person saw. */
  async function isMeantAllTheSame(row: Row, theirs: Row): Promise<boolean> {
    const changes: Change[] = formFields(type, true)
      .map((field) => ({ label: words.label(field), before: words.field(field, row[field]), after: words.field(field, theirs[field]) }))
      .filter(({ before, after }) => before !== after)
    const answer = await questions.ask({
      title: t('record.remove.changed', { name: nameOf(theirs) }),
      text: [t('record.remove.changedText')],
      changes,
      confirm: t('record.remove.anyway'),
      isDangerous: true,
    })
    return answer !== null
  }

  return remove
}
