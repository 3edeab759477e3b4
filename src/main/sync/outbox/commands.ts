import type { KeptField } from '@shared/kept'
import type { Fields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import { failed } from '@shared/result'
import { WRITE_RULES, type WriteMode } from '@shared/write-modes'
import type { WorkStamp } from '../../session/session'
import type { Command } from '../../store/journal'
import type { Outbox } from './outbox'

/** A command as a page gives it. */
export interface PageCommand extends Command {
  /** The person has seen what goes out, and said yes; asked for by profiles that want each write confirmed. */
  readonly isConfirmed: boolean
}

/** The only way to write. */
export interface Commands {
  /**
   * Hands a command to the outbox of the user who is here, and settles its draft when the edits are safe: on the server,
   * or in the journal. Throws what the outbox throws, and VALIDATION on `confirm` where a confirmation is missing,
   * REFUSED on a server that is read-only here. The draft stays on every failure.
   */
  submit(command: PageCommand, signal?: AbortSignal): Promise<WriteResult>
}

export interface CommandsDeps {
  /** The outbox of a user; opens the data file at first use. */
  readonly outboxOf: (userId: number) => Promise<Outbox>
  /** Whose work begins just now: every call of one command goes out as this user, or not at all. */
  readonly stamp: () => WorkStamp
  readonly writeMode: () => WriteMode
  /** Subtracts what was sent from this user's draft, or removes it when nothing is left; what the server keeps otherwise stays, marked. Never throws. */
  readonly settleDraft: (userId: number, draftId: string, sent: Fields, newBase: Fields, kept: readonly KeptField[]) => Promise<void>
}

export function createCommands({ outboxOf, stamp, writeMode, settleDraft }: CommandsDeps): Commands {
  return {
    submit: async ({ isConfirmed, ...command }, signal) => {
      requireWritable(writeMode(), isConfirmed)
      const mine = stamp()
      if (mine.userId === null) throw failed('SESSION_ENDED', 'Nobody has signed in here yet.')
      const submitted = await (await outboxOf(mine.userId)).submit(command, { stamp: mine, signal })
      const { row, kept } = submitted.kind === 'done' ? submitted : { row: null, kept: [] }
      if (command.draftId) await settleDraft(mine.userId, command.draftId, command.edits, row ?? { ...command.base, ...command.edits }, kept)
      return submitted
    },
  }
}

/** Throws VALIDATION on `confirm` where a confirmation is missing, REFUSED on a server that is read-only here. */
export function requireWritable(writeMode: WriteMode, isConfirmed: boolean): void {
  const { takesNone, asksFirst } = WRITE_RULES[writeMode]
  if (takesNone) throw failed('REFUSED', 'This server is read-only here.', { details: { cause: 'read-only' } })
  if (asksFirst && !isConfirmed) throw failed('VALIDATION', 'Each change of this server has to be confirmed.', { fields: { confirm: 'required' } })
}
