import type { Draft, Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { Bridge } from '../bridge'
import type { useDrafts } from '../stores/drafts'
import type { DraftBarState } from './draft-bar'
import type { OtherRecord } from './other-record'
import type { RecordPageName } from '../app/menu-items'
import type { FieldFaults } from './record-definition'
import type { DraftTracker } from './draft-tracker'
import type { DraftOffer } from './use-draft-offer'
import type { FormSave, SaveOutcome } from './use-form-save'
import type { RecordForm } from './use-record-form'

/** What the person says to the review of what goes out; `not-needed` where the server's profile asks for none. */
export type Reviewed = 'not-needed' | 'confirmed' | 'declined'

export type SaveAttempt = 'sent' | 'invalid' | 'busy' | 'nothing' | 'declined'

export interface FormStart {
  /** What the form stands on: the server's row, or for a new record what it begins with. */
  readonly row: Row
  readonly isNew: boolean
  /** What is filled in from the start and is already the person's work. */
  readonly edits?: Fields
}

export interface RecordFormDeps {
  readonly bridge: Pick<Bridge, RecordPageName | 'drafts'>
  readonly drafts: ReturnType<typeof useDrafts>
  /** Whose work this is, from the moment the form was opened; null when that was not known, and then nothing is kept. */
  readonly owner: Owner | null
  /** Whether the page still belongs to whom this form was opened for. */
  readonly mayWrite: () => boolean
  readonly isSuspended: () => boolean
  /** What a new record is called that has no name yet. */
  readonly untitled: () => string
  readonly review: (form: RecordSession) => Promise<Reviewed>
  /** The server's row was read again. */
  readonly onRead: (row: Row) => void
  readonly onSettled: (form: RecordSession, settled: { outcome: SaveOutcome; row: Row; wasNew: boolean }) => void
  readonly onFailed: (form: RecordSession, failure: Failure) => void
}

/** One form with its record, its draft, its saves and its offers. */
export interface RecordSession extends Omit<OtherRecord, 'meet'> {
  /** The form's own number: it stays while the record gets its id. */
  readonly key: number
  readonly name: RecordPageName
  readonly owner: Owner | null
  readonly id: Readonly<Ref<number>>
  /** The record does not exist yet, here or there. */
  readonly isNew: Readonly<Ref<boolean>>
  readonly title: ComputedRef<string>
  readonly openFields: ComputedRef<readonly string[]>
  /** Whether this is or was the record's id. */
  knownAs(id: number): boolean
  /** The record has got another id. */
  rename(to: number): void
  /** It was known by this id as well, and drafts of it may be. */
  alsoKnownAs(id: number): void
  readonly form: RecordForm<Row, string>
  /** What is typed and goes out with the save, and nowhere else: never into a draft. */
  readonly secrets: Readonly<ShallowRef<Readonly<Record<string, string>>>>
  readonly tracker: DraftTracker
  readonly offer: DraftOffer
  readonly saving: FormSave
  readonly errors: ComputedRef<FieldFaults>
  /** There are edits, or secrets typed. */
  readonly hasWork: ComputedRef<boolean>
  readonly bar: ComputedRef<DraftBarState>
  /** The server's refusal of what is on screen. */
  readonly refusal: Readonly<ShallowRef<Failure | null>>
  /** The server no longer has the record. */
  readonly isGone: Ref<boolean>
  readonly isUnread: Readonly<Ref<boolean>>
  /** What was discarded last and can come back. */
  readonly undoable: Readonly<ShallowRef<Pick<Draft, 'edits'> | null>>
  set(field: string, value: unknown): void
  setSecret(field: string, value: string): void
  useServers(field: string): void
  blur(field: string): void
  revert(): void
  undoRevert(): void
  /** Checks, has it reviewed where that is asked for, and hands it over; ends when the save has. */
  save(): Promise<SaveAttempt>
  reread(): Promise<void>
  /** The record as the form shows it. */
  present(): Row
  dispose(): void
}
