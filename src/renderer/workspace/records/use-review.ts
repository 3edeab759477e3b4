import type { Change } from '../stores/questions'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'
import { useQuestions } from '../stores/questions'
import type { FieldWords } from './record-definition'
import type { Reviewed, RecordSession } from './record-session'

/** Where the server's profile wants each change confirmed: shows field by field what goes out, before anything does. */
export function useReview(words: FieldWords): (session: RecordSession) => Promise<Reviewed> {
  const appState = useAppState()
  const questions = useQuestions()
  const { t } = useText()

  function changesOf({ form, isNew, openFields, secrets }: RecordSession): Change[] {
    const fields = openFields.value.filter((field) => isNew.value || field in form.edits.value)
    const shown = fields.map((field) => ({
      label: words.label(field),
      before: isNew.value ? null : words.field(field, form.base.value[field]),
      after: words.field(field, form.value(field)),
    }))
    // Only that there is one: what it is stays in its field.
    const hidden = Object.keys(secrets.value).map((field) => ({ label: words.label(field), before: null, after: t('record.review.secret') }))
    return [...shown, ...hidden]
  }

  return async (session) => {
    const profile = appState.state?.profile
    if (profile?.writeMode !== 'confirm') return 'not-needed'
    const answer = await questions.ask({
      title: t(session.isNew.value ? 'record.review.titleNew' : 'record.review.title', { name: session.title.value }),
      text: [t('record.review.text', { server: profile.name })],
      changes: changesOf(session),
      confirm: t('record.review.send'),
      cancel: t('record.review.back'),
    })
    return answer === null ? 'declined' : 'confirmed'
  }
}
