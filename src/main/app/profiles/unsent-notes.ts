import type { OutboxChange } from '@shared/outbox'
import type { Clock } from '../../session/clock'
import type { Session } from '../../session/session'
import type { ProfilesStore } from '../../settings/profiles'

/** How often a number that is neither the first nor zero is written down again, in milliseconds: a long queue is not a write each. */
const NOTED_EVERY_MS = 30_000

export interface UnsentNotesDeps {
  readonly profileId: string
  readonly profiles: Pick<ProfilesStore, 'find' | 'change'>
  readonly session: Pick<Session, 'view'>
  readonly outboxes: { onChange(listener: (change: OutboxChange) => void): () => void }
  readonly clock: Clock
}

/**
 * Notes beside the profile who has how many pending changes there. The data file itself is closed until its user has signed
 * in, and of a server that was not opened yet it is not even read: the next start names them by this. That there are any, and
 * that there are none any more, is written at once; the number in between may lag behind.
 *
 * @returns writes what is due, and ends it.
 */
export function followUnsent({ profileId, profiles, session, outboxes, clock }: UnsentNotesDeps): () => void {
  let due: { readonly userId: number; readonly username: string; readonly entries: number } | null = null
  let stopTimer: (() => void) | null = null
  const noted = (userId: number): number => profiles.find(profileId)?.unsent.find((one) => one.userId === userId)?.entries ?? 0
  const write = (): void => {
    stopTimer?.()
    stopTimer = null
    const [now, profile] = [due, profiles.find(profileId)]
    due = null
    if (!now || !profile || noted(now.userId) === now.entries) return
    const others = profile.unsent.filter(({ userId }) => userId !== now.userId)
    profiles.change(profileId, { unsent: now.entries === 0 ? others : [...others, now] })
  }
  const off = outboxes.onChange(({ summary: { waiting, needsYou } }) => {
    const { userId, username } = session.view()
    if (userId === null || username === null) return
    if (due && due.userId !== userId) write()
    due = { userId, username, entries: waiting + needsYou }
    if ((due.entries === 0) !== (noted(userId) === 0)) write()
    else stopTimer ??= clock.after(NOTED_EVERY_MS, write)
  })
  return () => {
    off()
    write()
  }
}
