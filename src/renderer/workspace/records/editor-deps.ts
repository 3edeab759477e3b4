import { habitsIn, type KeptMarks, type ServerHabit } from '@shared/kept'
import { setChange } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import { WRITE_RULES } from '@shared/write-modes'
import type { ShallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useFailureWords } from '../i18n/use-failure-words'
import { useKeptWords } from '../i18n/use-kept-words'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useDrafts } from '../stores/drafts'
import { type Change, useQuestions } from '../stores/questions'
import type { FieldWords, EditableRecordType } from './record-type'
import type { Reviewed } from './editor-save'
import { useRecordWords } from './use-record-words'
import type { RecordForm, RecordEditorDeps } from './record-editor'

interface Shown {
  readonly current: Readonly<ShallowRef<RecordForm | null>>
  readonly lastRow: ShallowRef<Row | null>
}

function habitsOf(marks: KeptMarks): ServerHabit[] {
  return habitsIn(Object.entries(marks).map(([field, mark]) => ({ field, ...mark })))
}

/** What a new form gets: whose it is, and who hears of what becomes of it. */
export function useEditorDeps(type: EditableRecordType, { current, lastRow }: Shown): () => RecordEditorDeps {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const drafts = useDrafts()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const { t, formats } = useText()
  const words = useRecordWords().of(type.name)
  const review = useReview(type, words)
  const keptWords = useKeptWords(words.field)
  const written = type.form.useWritten?.()
  const faults = type.form.useFaults?.() ?? (() => ({}))
  return () => {
    const { holder, draftOwner } = appState
    const isMine = (): boolean => appState.holder === holder
    return {
      bridge,
      drafts,
      owner: draftOwner,
      faults,
      mayWrite: () => isMine() && appState.state?.session.state !== 'signed-out',
      isSuspended: () => appState.isSuspended,
      untitled: () => t(`${type.name}.form.untitled`),
      review,
      // A slow answer for the user or server before is not shown to the next.
      onRead: (read) => {
        if (isMine()) lastRow.value = read
      },
      onSettled: (editor, { outcome, row, wasNew }) => {
        if (!isMine()) return
        lastRow.value = row
        written?.(row.id, row)
        const verb = outcome.kind === 'queued' ? 'queued' : wasNew ? 'created' : 'saved'
        appState.noteHabits(habitsOf(editor.copy.kept.value))
        announcer.say(formats.value.sentences([t(`record.${verb}Name`, { name: editor.title.value }), keptWords.summary(editor.copy.kept.value, words.label) || null]))
      },
      onFailed: (editor, failure) => {
        if (!isMine()) return
        if (current.value !== editor) announcer.say(`${editor.title.value}: ${describe(failure, 'draft').all}`)
        if (failure.code === 'FORBIDDEN') void accounts.read()
      },
    }
  }
}

/** Shows field by field what goes out before anything does: where the server's profile wants each change confirmed, and of kinds that are always reviewed. */
function useReview(type: EditableRecordType, words: FieldWords): (editor: RecordForm) => Promise<Reviewed> {
  const appState = useAppState()
  const questions = useQuestions()
  const { t, formats } = useText()
  const reviewed = type.form.useReviewed?.()
  const warnedOf = reviewed ?? type.form.useWarned?.()
  const guard = type.form.useGuard?.()
  const isSet = (field: string): boolean => type.description.setFields.includes(field)

  function setChangeOf(field: string, { copy }: RecordForm): Change {
    const { added, removed } = setChange(copy.base.value[field], copy.value(field))
    const names = (ids: readonly number[]): string[] => ids.map((id) => words.field(field, [id]))
    return { label: `${words.label(field)} ${formats.value.changes(added.length, removed.length)}`, before: null, after: '', set: { added: names(added), removed: names(removed) } }
  }

  function changesOf(editor: RecordForm): Change[] {
    const { copy, isNew, openFields, secrets } = editor
    const fields = openFields.value.filter((field) => isNew.value || field in copy.edits.value)
    const shown = fields.map((field) =>
      isSet(field) && !isNew.value
        ? setChangeOf(field, editor)
        : {
            label: words.label(field),
            before: isNew.value ? null : words.field(field, copy.base.value[field]),
            after: words.field(field, copy.value(field)),
          },
    )
    // Only that there is one: what it is stays in its field.
    const hidden = Object.keys(secrets.value).map((field) => ({ label: words.label(field), before: null, after: t('record.review.secret') }))
    return [...shown, ...hidden]
  }

  async function isBarred(editor: RecordForm): Promise<boolean> {
    const { holder } = appState
    const reason = editor.isNew.value ? null : await guard?.(editor.copy.base.value, editor.present())
    if (!reason || appState.holder !== holder) return false
    await questions.ask({ title: t('record.review.barred', { name: editor.title.value }), text: [reason], confirm: t('question.close'), isNotice: true })
    return true
  }

  return async (editor) => {
    const { holder } = appState
    if ((await isBarred(editor)) || appState.holder !== holder) return 'declined'
    const profile = appState.state?.profile
    if (!profile) return 'not-needed'
    // What is shown is what will be done to the server's row as it is now, as far as that can be known.
    if (reviewed) await editor.reread()
    const warnings = editor.isNew.value ? [] : (warnedOf?.(editor.copy.base.value, editor.present()) ?? [])
    if (!reviewed && warnings.length === 0 && !WRITE_RULES[profile.writeMode].asksFirst) return 'not-needed'
    const changes = changesOf(editor)
    if (changes.length === 0) return 'declined'
    const summary = changes.filter(({ set }) => set !== undefined).map(({ label }) => label)
    const answer = await questions.ask({
      title: t(editor.isNew.value ? 'record.review.titleNew' : 'record.review.title', { name: editor.title.value }),
      text: [...(summary.length > 0 ? [summary.join(' · ')] : []), t('record.review.text', { server: profile.name }), ...warnings],
      changes,
      confirm: t('record.review.send'),
      cancel: t('record.review.back'),
      isDangerous: warnings.length > 0,
    })
    return answer === null ? 'declined' : 'confirmed'
  }
}
