import { habitsIn, type KeptMarks, type ServerHabit } from '@shared/kept'
import type { Row } from '@shared/resources/resource'
import type { ShallowRef } from 'vue'
import { useBridge } from '../bridge'
import type { RecordDefinition, FieldWords } from './record-definition'
import type { RecordFormDeps, RecordSession } from './record-session'
import { useFailureWords } from '../i18n/use-failure-words'
import { useKeptWords } from '../i18n/use-kept-words'
import { useReview } from './use-review'
import { useText } from '../i18n/use-text'
import { useAccount } from '../stores/account'
import { useAnnouncer } from '../stores/announcer'
import { useAppState } from '../stores/app-state'
import { useDrafts } from '../stores/drafts'

interface Shown {
  readonly current: Readonly<ShallowRef<RecordSession | null>>
  readonly lastRow: ShallowRef<Row | null>
}

function habitsOf(marks: KeptMarks): ServerHabit[] {
  return habitsIn(Object.entries(marks).map(([field, mark]) => ({ field, ...mark })))
}

/** What a new form gets: whose it is, and who hears of what becomes of it. */
export function useFormDeps(definition: RecordDefinition, words: FieldWords, { current, lastRow }: Shown): () => RecordFormDeps {
  const bridge = useBridge()
  const appState = useAppState()
  const accounts = useAccount()
  const drafts = useDrafts()
  const announcer = useAnnouncer()
  const describe = useFailureWords()
  const review = useReview(words)
  const { t, formats } = useText()
  const keptWords = useKeptWords(words.field)
  return () => {
    const [owner, draftOwner, generation] = [appState.owner, appState.draftOwner, appState.generation]
    const isMine = (): boolean => appState.owner === owner && appState.generation === generation
    return {
      bridge,
      drafts,
      owner: draftOwner,
      mayWrite: () => isMine() && appState.state?.session.state !== 'signed-out',
      isSuspended: () => appState.isSuspended,
      untitled: () => t(`${definition.name}.form.untitled`),
      review,
      // A slow answer for the user or server before is not shown to the next.
      onRead: (read) => {
        if (isMine()) lastRow.value = read
      },
      onSettled: (form, { outcome, row, wasNew }) => {
        if (!isMine()) return
        lastRow.value = row
        const verb = outcome.kind === 'queued' ? 'queued' : wasNew ? 'created' : 'saved'
        appState.noteHabits(habitsOf(form.form.kept.value))
        announcer.say(formats.value.sentences([t(`record.${verb}Name`, { name: form.title.value }), keptWords.summary(form.form.kept.value, words.label) || null]))
      },
      onFailed: (form, failure) => {
        if (!isMine()) return
        if (current.value !== form) announcer.say(`${form.title.value}: ${describe(failure, 'draft').all}`)
        if (failure.code === 'FORBIDDEN') void accounts.read()
      },
    }
  }
}
