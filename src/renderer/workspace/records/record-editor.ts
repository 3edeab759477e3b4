import type { Draft, Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import type { Row } from '@shared/resources/resource'
import type { Failure } from '@shared/result'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { EditableName } from '../app/pages'
import type { Bridge } from '../bridge'
import type { DraftTracker, KeptState } from './draft-tracker'
import type { DraftOffer, EditorDraftDeps } from './editor-draft'
import type { OtherRecord, RereadDeps } from './editor-fields'
import type { EditorSaveDeps, Reviewed, SaveAttempt, SaveOutcome, Saving } from './editor-save'
import type { FaultsOf, FieldFaults } from './record-type'
import type { WorkingCopy } from './working-copy'

export interface EditorStart {
  /** What the form stands on: the server's row, or for a new record what it begins with. */
  readonly row: Row
  readonly isNew: boolean
  /** What is filled in from the start and is already the person's work. */
  readonly edits?: Fields
}

export interface RecordEditorDeps extends EditorDraftDeps, EditorSaveDeps, RereadDeps {
  readonly bridge: Pick<Bridge, EditableName | 'drafts'>
  readonly owner: Owner | null
  /** Faults that no schema of one record can see. */
  readonly faults: FaultsOf
  readonly isSuspended: () => boolean
  /** What a new record is called that has no name yet. */
  readonly untitled: () => string
  readonly review: (form: RecordForm) => Promise<Reviewed>
  readonly onSettled: (form: RecordForm, settled: { outcome: SaveOutcome; row: Row; wasNew: boolean }) => void
  readonly onFailed: (form: RecordForm, failure: Failure) => void
}

/**
 * One record being edited, as all but its own form see it: it is opened, found again, kept, saved and ended by this. Refs
 * tell of every change.
 */
export interface RecordEditor {
  /** The editor's own number: it stays while the record gets its id. */
  readonly key: number
  readonly name: EditableName
  readonly owner: Owner | null
  readonly id: Readonly<Ref<number>>
  /** The record does not exist yet, here or there. */
  readonly isNew: Readonly<Ref<boolean>>
  readonly title: ComputedRef<string>
  /** There are edits. */
  readonly isDirty: ComputedRef<boolean>
  readonly isSaving: ComputedRef<boolean>
  /** Whether this is or was the record's id. */
  knownAs(id: number): boolean
  /** The record has got another id. */
  rename(to: number): void
  /** It was known by this id as well, and drafts of it may be. */
  alsoKnownAs(id: number): void
  /** The record was written from elsewhere: its id, and whether it is gone. A save of its own brings all of this itself. */
  recordChanged(id: number, isGone: boolean): void
  reread(): Promise<void>
  /** The record as the form shows it. */
  present(): Row
  revert(): void
  /** Checks, has it reviewed where that is asked for, and hands it over; ends when the save has. */
  save(): Promise<SaveAttempt>
  /** Keeps what is typed as a draft, now; false when it could not be kept. */
  backup(): Promise<boolean>
  dispose(): void
}

/** The same as its form sees it: with its parts, and with what they have to say. */
export interface RecordForm extends RecordEditor, Omit<OtherRecord, 'meet'> {
  readonly openFields: ComputedRef<readonly string[]>
  readonly copy: WorkingCopy<Row, string>
  /** What is typed and goes out with the save, and nowhere else: never into a draft. */
  readonly secrets: Readonly<ShallowRef<Readonly<Record<string, string>>>>
  readonly tracker: DraftTracker
  readonly offer: DraftOffer
  readonly saving: Saving
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
  undoRevert(): void
}

export type DraftBarState = 'empty' | 'clean' | 'unsaved' | 'kept' | 'saving' | 'waiting' | 'saved' | 'differs' | 'queued' | 'refused' | 'failed'

export interface DraftBarFacts {
  readonly isDirty: boolean
  /** The record does not exist yet, here or there. */
  readonly isNew: boolean
  /** All that is left of the edits was sent, and the server keeps something else. */
  readonly isKeptOtherwise: boolean
  readonly isSaving: boolean
  /** Calls wait for a sign-in. */
  readonly isSuspended: boolean
  readonly kept: KeptState
  /** What became of the last save; null once the form was edited. */
  readonly outcome: 'saved' | 'queued' | null
  /** The refusal of what is on screen; null once it was edited. */
  readonly refusal: Failure | null
}

/**
 * The one word about a form's work. A draft that cannot be kept outranks everything: it is the only state in which
 * work may be lost.
 */
export function draftBarState(facts: DraftBarFacts): DraftBarState {
  if (facts.kept === 'failed') return 'failed'
  if (facts.isSaving) return facts.isSuspended ? 'waiting' : 'saving'
  if (facts.refusal) return 'refused'
  if (facts.isKeptOtherwise) return 'differs'
  if (!facts.isDirty) return facts.outcome ?? (facts.isNew ? 'empty' : 'clean')
  return facts.kept === 'kept' ? 'kept' : 'unsaved'
}
