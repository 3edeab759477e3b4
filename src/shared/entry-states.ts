/** The closed sets of words for how an entry of the outbox stands, and why. */

export const ENTRY_STATES = [
  /** Waits for its turn, or for the network. */
  'queued',
  /** A request may have left. */
  'sending',
  /** Sent, and no answer came: it is looked up before anything is sent again. */
  'unknown',
  /** The server's record changed in a way that a person has to decide about. */
  'conflict',
  /** The server said no, in its own words. */
  'refused',
  /** Stands on a record made here that the server does not have. */
  'blocked',
  /** Waits for a person's word. */
  'parked',
  'done',
] as const
export type EntryState = (typeof ENTRY_STATES)[number]
/** Those that wait for no person, nor for another entry that does. */
export const GOES_BY_ITSELF: ReadonlySet<EntryState> = new Set(['queued', 'sending', 'unknown'])

/** How an entry that is done ended. `told`: it failed, and the person who waited for it was told; the form kept the edits. */
export const OUTCOMES = ['ok', 'told', 'dropped', 'merged'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const CONFLICT_KINDS = [
  /** The same fields were changed here and there. */
  'fields',
  /** Changed here, deleted there. */
  'gone',
  /** Deleted here, changed there. */
  'changed',
  /** Made here, and there is another record of this name. */
  'taken',
  /** The record's id belongs to another record by now. */
  'otherRecord',
  /** Made here, and it is not sure which of the server's new records it is: a person says. Never sent again by itself. */
  'which',
] as const

export const PARK_CAUSES = [
  /** The server's profile asks that every change be looked at first. */
  'review',
  /** The server was set to read-only after this was queued. */
  'read-only',
  /** A production server: nothing queued goes there by itself. */
  'production',
  /** A deletion, or grants of a role, that have waited so long that they may no longer be meant. */
  'stale',
  /** The address of the server was changed since: whether it is meant for the new one is a person's to say. */
  'moved',
  /** Written by an older program, in a form that this one cannot carry over. */
  'old-schema',
  /** The data file was damaged or older than it should be: whether this was sent meanwhile is looked up once a person says so. */
  'recovered',
  /** The row on the disk is not what was written: shown, never sent. */
  'damaged',
] as const
