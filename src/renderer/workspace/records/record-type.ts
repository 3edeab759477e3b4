import type { Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import type { ResourceDescription, Row } from '@shared/resources/resource'
import { fail, type Result } from '@shared/result'
import type { z } from 'zod'
import type { EditableName } from '../app/pages'
import type { Bridge } from '../bridge'
import type { MessageKey } from '../i18n/message-key'

/** The faults that have words of their own, under `record.invalid`. The schemas say them as their messages. */
const FAULT_KEYS = [
  'required',
  'tooShort',
  'tooLong',
  'control',
  'password',
  'email',
  'tel',
  'telLength',
  'order',
  'rolesRequired',
  'taken',
  'parentGone',
  'parentBelow',
  'parentPage',
  'parentDirectory',
  'path',
  'operationPath',
  'component',
  'redirect',
  'pathTaken',
  'routeTaken',
  'lastAdmin',
  'other',
] as const
export type FaultKey = (typeof FAULT_KEYS)[number]

export function isFaultKey(message: string): message is FaultKey {
  return FAULT_KEYS.some((key) => key === message)
}

/** What is wrong with which field: one of `FAULT_KEYS`, or the server's own words. */
export type FieldFaults = Readonly<Record<string, string>>

/** What is wrong with these values; `id` is null for a new record. */
export type FaultsOf = (values: Fields, id: number | null) => FieldFaults

interface How {
  readonly owner: Owner
  readonly draftId: string | null
  /** The person has seen what goes out. */
  readonly isConfirmed?: boolean | undefined
}

export interface RecordCalls {
  get(input: { readonly id: number }): Promise<Result<{ readonly row: Row }>>
  save(input: How & { readonly id: number; readonly base: Row; readonly edits: Fields }): Promise<Result<WriteResult>>
  create(input: How & { readonly id: number; readonly values: Fields }): Promise<Result<WriteResult>>
  remove(input: How & { readonly id: number; readonly base: Row }): Promise<Result<WriteResult>>
}

/** How a field's value is read and typed. `roles`, `departments`, `menus`: a list of ids; `department`, `menu`: one id. `scope`: a role's data scope. `secret`: typed once, shown nowhere. */
export type FieldKind = 'text' | 'number' | 'status' | 'switch' | 'menuType' | 'roles' | 'departments' | 'menus' | 'department' | 'menu' | 'scope' | 'time' | 'secret'

/**
 * How a field stands in a list as a column. Columns share the width of the list: each has its `minWidth`, what is left is
 * divided by `grow`, and where the least widths are more than there is, columns give way by `yields`.
 */
export interface FieldColumn {
  /** Narrowest width in CSS pixels at the usual size of text: the heading with its sort arrow, and a usual value, fit in it. */
  readonly minWidth: number
  /** Its share of the room that is left, against those of the other columns; columns of long texts have 1 and more. */
  readonly grow: number
  /** The narrowest width while a row has to say something of itself beside this field. */
  readonly minWidthWithMarks?: number
  /** Where not all columns fit, the one with the highest number gives way first; equal ones go together, and one without a number stays. */
  readonly yields?: number
  readonly align?: 'end'
}

interface FieldType {
  readonly kind: FieldKind
  /** Without one it is no column of its list. */
  readonly column?: FieldColumn
  /** What it is called in its own form, where that differs from its name among fields of all kinds of records. */
  readonly formLabel?: MessageKey
}

/** One kind of record, described once: its columns, form, words, reviews and comparisons, and the inputs of outbox and conflicts all come from here. */
export interface RecordType {
  readonly description: ResourceDescription
  /** Every field in the order in which people read it. Each has its name under `fields` in the locales. What is not here has no words and is not shown. */
  readonly fields: Readonly<Record<string, FieldType>>
}

/** One that has a form: what the general editor has to know of it. */
export interface EditableRecordType extends RecordType {
  readonly name: EditableName
  readonly form: {
    /** The fields that can be changed of a record that exists, in their order on screen. */
    readonly fields: readonly string[]
    /** Fields that only a new record takes, before the others on screen. */
    readonly newFields: readonly string[]
    /** Words for a fault, where those that all kinds share speak of another one. */
    readonly faultWords?: Partial<Record<FaultKey, MessageKey>>
    /**
     * Each save is shown before it goes, whatever the server's profile asks for, and on the server's row as it is then. To be
     * called in a set-up: what there is to warn of in it.
     */
    readonly useReviewed?: () => (before: Row, after: Row) => readonly string[]
    /** A save that there is something to warn of is shown before it goes, and no other. To be called in a set-up. */
    readonly useWarned?: () => (before: Row, after: Row) => readonly string[]
    /** Faults that no schema of one record can see, such as a parent that lies below. To be called in a set-up. */
    readonly useFaults?: () => FaultsOf
    /** Takes note of an own write: how the record is now; null: deleted. To be called in a set-up. */
    readonly useWritten?: () => (id: number, row: Row | null) => void
    /** What has to be looked up before a save: why it cannot be done, or null. To be called in a set-up. */
    readonly useGuard?: () => (before: Row, after: Row) => Promise<string | null>
  }
}

/** The fields that a form shows, in their order on screen. */
export function formFields({ form }: Pick<EditableRecordType, 'form'>, isNew: boolean): readonly string[] {
  return isNew ? [...form.newFields, ...form.fields] : form.fields
}

/** The calls of one kind of record, as its editor needs them. What this kind does not have (`VERBS_OF`) is refused here. */
export function callsOf({ name }: Pick<EditableRecordType, 'name'>, bridge: Pick<Bridge, EditableName>): RecordCalls {
  const refused = () => Promise.resolve(fail('VALIDATION', `${name} has no such call.`))
  return { create: refused, remove: refused, ...bridge[name] }
}

/** The words for a record's fields and their values. */
export interface FieldWords {
  label(field: string): string
  /** A value as words; the empty value has words too. */
  field(field: string, value: unknown): string
}

/** The first fault of each field, by the same schema that main will apply. */
export function faultsOf(schema: z.ZodType, values: Fields): FieldFaults {
  const parsed = schema.safeParse(values)
  if (parsed.success) return {}
  const faults: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0])
    faults[field] ??= isFaultKey(message) ? message : 'other'
  }
  return faults
}

/** A row out of a failure's details, or out of a draft; null when it is none of this resource. */
export function parseRow({ rowSchema }: Pick<ResourceDescription, 'rowSchema'>, value: unknown): Row | null {
  const parsed = rowSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

/** An id for a record that is made here: negative, and by chance never that of another window or another day. */
export function newTemporaryId(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return -((high % 0x10_0000) * 0x1_0000_0000 + low + 1)
}
