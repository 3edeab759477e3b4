import type { KeptField } from '@shared/kept'
import type { WriteResult } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import type { User } from '@shared/resources/user'
import { WRITE_RULES } from '@shared/write-modes'
import { useBridge } from '../../bridge'
import { useKeptWords } from '../../i18n/use-kept-words'
import { useText } from '../../i18n/use-text'
import { useLastAdministrator } from '../../records/last-administrator'
import type { FieldWords } from '../../records/record-type'
import { callsOf } from '../../records/record-type'
import { USER_TYPE } from '../../records/types/users'
import { type DirectWrite, useDirectWrite } from '../../records/use-direct-write'
import { useAllUsers } from '../../stores/all-users'
import { useAnnouncer } from '../../stores/announcer'
import { useAppState } from '../../stores/app-state'
import { useQuestions } from '../../stores/questions'

export interface StatusChangeDeps {
  readonly words: FieldWords
  /** Why the status of this one cannot be changed, as far as it is known; null when it can. */
  readonly lockOf: (row: Row) => string | null
  readonly replaceRow: (row: Row) => void
  readonly refresh: () => Promise<void>
}

/** Enables or disables a user from the list: one write of one field, without the form, with the focus left on the row. */
export function useStatusChange({ words, lockOf, replaceRow, refresh }: StatusChangeDeps): (row: Row) => Promise<void> {
  const bridge = useBridge()
  const appState = useAppState()
  const announcer = useAnnouncer()
  const questions = useQuestions()
  const keptWords = useKeptWords(words.field)
  const users = useAllUsers()
  const guard = useLastAdministrator()
  const { t, formats } = useText()
  const { nameOf, write } = useDirectWrite(USER_TYPE, words)
  /** On their way: a second press meanwhile means no second change. */
  const running = new Set<number>()
  let isSignInTold = false

  /** What a disabled user can still do is said once, not at every one. */
  function signInWords(status: User['status']): string | null {
    // The demo is the one server of which it is known that it keeps them out (docs/contract.md, "What real servers do").
    if (status === 'enabled' || isSignInTold || appState.state?.profile.isDemo) return null
    isSignInTold = true
    return t('users.form.statusHint')
  }

  /** Shown before it goes, where the server's profile asks for that. */
  async function isMeant(row: Row, status: User['status'], told: string | null): Promise<boolean> {
    const profile = appState.state?.profile
    if (!profile || !WRITE_RULES[profile.writeMode].asksFirst) return true
    const text = [t('record.review.text', { server: profile.name }), told, signInWords(status)].filter((line) => line !== null)
    const changes = [{ label: words.label('status'), before: words.field('status', row['status']), after: words.field('status', status) }]
    return (await questions.ask({ title: t('record.review.title', { name: nameOf(row) }), text, changes, confirm: t('record.review.send') })) !== null
  }

  function settle(row: Row, status: User['status'], result: WriteResult, told: string | null): void {
    const kept: readonly KeptField[] = result.kind === 'done' ? result.kept : []
    const now = (result.kind === 'done' ? result.row : null) ?? { ...row, status }
    replaceRow(now)
    users.put(now as User)
    const verb = result.kind === 'queued' ? t('record.queuedName', { name: nameOf(row) }) : t(`users.status.${status}`, { name: nameOf(row) })
    announcer.say(formats.value.sentences(kept.length > 0 ? [keptWords.summary(kept, words.label)] : [verb, told, signInWords(status)]))
  }

  async function change(row: Row, status: User['status']): Promise<void> {
    const whose = appState.whose()
    const holder = guard.asHolder(row)
    const { reasons, told } = await guard.check([{ before: holder, after: { ...holder, status } }])
    if (appState.holder !== whose.holder) return
    const reason = reasons.get(row.id)
    if (reason !== undefined) return void (await questions.ask({ title: t('users.status.failed', { name: nameOf(row) }), text: [reason], confirm: t('question.close'), isNotice: true }))
    if (!(await isMeant(row, status, told))) return
    const what: DirectWrite = {
      send: (how, base) => callsOf(USER_TYPE, bridge).save({ ...how, id: base.id, base, edits: { status } }),
      onDone: (now, result) => settle(now, status, result, told),
      onGone: async (gone) => {
        announcer.say(t('record.remove.gone', { name: nameOf(gone) }))
        await refresh()
      },
      onStale: refresh,
      words: {
        failed: (name) => t('users.status.failed', { name }),
        other: (id, now) => t('users.status.other', { id, now }),
        changed: t('users.status.changedText'),
        anyway: t('users.status.anyway'),
      },
    }
    await write(row, what, whose)
  }

  return async (row) => {
    const lock = lockOf(row)
    if (lock !== null) return announcer.say(lock)
    if (running.has(row.id)) return
    running.add(row.id)
    await change(row, row['status'] === 'enabled' ? 'disabled' : 'enabled')
    running.delete(row.id)
  }
}
