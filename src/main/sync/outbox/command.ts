import type { Fields } from '@shared/merge'
import type { Verb } from '@shared/outbox'
import type { ResourceName } from '@shared/resources/resource'

/** A wish to change one record. */
export interface Command {
  readonly resource: ResourceName
  readonly verb: Verb
  /** Negative for a record that is made here. */
  readonly recordId: number
  readonly title: string
  /** The record that the wish started from; null for a new one. */
  readonly base: Fields | null
  readonly edits: Fields
  readonly secret: Fields | null
  /** The draft from which exactly these edits are taken out once they are safe. */
  readonly draftId: string | null
}

/** A command as a page gives it. */
export interface PageCommand extends Command {
  /** The person has seen what goes out, and said yes; asked for by profiles that want each write confirmed. */
  readonly isConfirmed: boolean
}
