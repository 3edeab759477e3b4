import type { WriteResult } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { Failure, Result } from '@shared/result'
import { useFailureWords } from '../i18n/use-failure-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAppState, type Whose } from '../stores/app-state'
import { type Change, useQuestions } from '../stores/questions'
import { isOtherRecord } from './editor-fields'
import { type EditableRecordType, type FieldWords, formFields, parseRow, type RecordCalls } from './record-type'

type How = Pick<Parameters<RecordCalls['remove']>[0], 'owner' | 'draftId' | 'isConfirmed'>

/** One write of a record, without a form: from its row. */
export interface DirectWrite {
  /** Through main's pipeline, on the row that the person saw. */
  readonly send: (how: How, row: Row) => Promise<Result<WriteResult>>
  readonly onDone: (row: Row, result: WriteResult) => unknown
  /** The server no longer has it. */
  readonly onGone: (row: Row) => unknown
  readonly words: {
    /** That it was not done, as the title of why. */
    readonly failed: (name: string) => string
    /** Another record has its number now: nothing was done to that one. */
    readonly other: (id: string, now: string) => string
    /** Someone changed it since it was read here: what is to be done all the same. */
    readonly changed: string
    readonly anyway: string
  }
  /** What is on screen is not what is there. */
  readonly onStale: (row: Row) => unknown
  readonly isDangerous?: boolean
}

/**
 * Writes a record from its list: through the same pipeline as a form, with everything that can come of it told where the
 * person is. A refusal is a notice; a record that someone changed meanwhile is asked about, with what changed.
 */
export function useDirectWrite({ description, ...type }: EditableRecordType, words: FieldWords) {
  const appState = useAppState()
  const accounts = useAccount()
  const questions = useQuestions()
  const describe = useFailureWords()
  const { t } = useText()
  const nameOf = (row: Row): string => String(row[description.titleField] ?? '')

  /** @param whose Who is acting, as `appState.whose` told it before anything was looked up or asked. */
  async function write(row: Row, what: DirectWrite, whose: Whose): Promise<void> {
    const { owner, holder } = whose
    if (appState.holder !== holder) return
    const answer = owner ? await what.send({ owner, draftId: null, isConfirmed: true }, row) : ({ ok: false, failure: { code: 'SESSION_ENDED', message: '', retryable: true } } as const)
    // Somebody else, or another server, is here by now: it is no news for them.
    if (appState.holder !== holder) return
    if (answer.ok) return void (await what.onDone(row, answer.value))
    const { failure } = answer
    if (failure.code === 'NOT_FOUND') return void (await what.onGone(row))
    if (failure.code === 'FORBIDDEN') void accounts.read()
    await tell(row, failure, what, whose)
  }

  async function tell(row: Row, failure: Failure, what: DirectWrite, whose: Whose): Promise<void> {
    const theirs = failure.code === 'CONFLICT' ? parseRow(description, failure.details?.['theirs']) : null
    if (isOtherRecord(failure)) {
      await notice(row, [what.words.other(String(row.id), nameOf(theirs ?? row))], what)
      return void (await what.onStale(row))
    }
    if (!theirs) return notice(row, [describe(failure).all, ...answerOf(failure)], what, failure)
    if (await isMeantAllTheSame(row, theirs, what)) await write(theirs, what, whose)
  }

  async function notice(row: Row, text: readonly string[], what: DirectWrite, failure?: Failure): Promise<void> {
    await questions.ask({ title: what.words.failed(nameOf(row)), text, confirm: t('question.close'), isNotice: true, ...(failure ? { failure } : {}) })
  }

  /** What came in place of an answer, for whoever runs the server. */
  function answerOf({ details }: Failure): string[] {
    const answer = details?.['text']
    return typeof answer === 'string' ? [`${t('failure.answer')}: ${answer}`] : []
  }

  async function isMeantAllTheSame(row: Row, theirs: Row, { words: said, isDangerous = false }: DirectWrite): Promise<boolean> {
    const changes: Change[] = formFields(type, true)
      .map((field) => ({ label: words.label(field), before: words.field(field, row[field]), after: words.field(field, theirs[field]) }))
      .filter(({ before, after }) => before !== after)
    return (await questions.ask({ title: t('record.remove.changed', { name: nameOf(theirs) }), text: [said.changed], changes, confirm: said.anyway, isDangerous })) !== null
  }

  return { nameOf, write }
}
