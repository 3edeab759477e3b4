import type { Row } from '@shared/resources/resource'
import { onScopeDispose } from 'vue'
import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAnnouncer } from '../stores/announcer'
import { useAppState, type Whose } from '../stores/app-state'
import { type Question, useQuestions } from '../stores/questions'
import type { RecordEditorsStore } from './record-editors'
import { callsOf, type EditableRecordType, type FieldWords } from './record-type'
import type { RecordRights } from './use-record-rights'
import { type DirectWrite, useDirectWrite } from './use-direct-write'

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
  const appState = useAppState()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const { t } = useText()
  const { name } = type
  const written = type.form.useWritten?.()
  const { nameOf, write } = useDirectWrite(type, words)
  /** What others lose may take long to find out: whoever has gone on since, to another row or page, is not asked any more. */
  let latest = 0
  onScopeDispose(() => latest++)
  const deletion: DirectWrite = {
    send: (how, row) => callsOf(type, bridge).remove({ ...how, id: row.id, base: row }),
    onDone: (row, { kind }) => settle(row, t(kind === 'queued' ? 'record.remove.queued' : 'record.remove.done', { name: nameOf(row) })),
    onGone: (row) => settle(row, t('record.remove.gone', { name: nameOf(row) })),
    onStale: ({ id }) => onDone(id),
    words: {
      failed: (named) => t('record.remove.failed', { name: named }),
      other: (id, now) => t('record.otherRecord.removed', { id, now }),
      changed: t('record.remove.changedText'),
      anyway: t('record.remove.anyway'),
    },
    isDangerous: true,
  }

  async function remove(row: Row): Promise<void> {
    const reason = rights.remove(row.id)
    if (reason !== null) return announcer.say(reason)
    const whose = appState.whose()
    if (await isMeant(row, whose)) await write(row, deletion, whose)
  }

  async function isMeant(row: Row, { holder }: Whose): Promise<boolean> {
    const mine = ++latest
    const hasWork = editors.find(row.id)?.hasWork.value === true
    const isOffline = appState.state?.connection.state === 'offline'
    const briefing = brief ? await brief(row) : { text: [] }
    // Somebody else may be here by now, and is asked nothing about it.
    if (!briefing || mine !== latest || appState.holder !== holder) return false
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

  async function settle(row: Row, said: string): Promise<void> {
    announcer.say(said)
    written?.(row.id, null)
    await editors.drop(row.id)
    await onDone(row.id)
  }

  return remove
}
