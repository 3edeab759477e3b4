import type { Owner } from '@shared/drafts'
import type { Fields } from '@shared/merge'
import type { WriteResult } from '@shared/outbox'
import type { ResourceDescription, Row } from '@shared/resources/resource'
import type { Result } from '@shared/result'
import type { z } from 'zod'
import type { RecordPageName } from '../app/menu-items'
import type { Bridge } from '../bridge'

/** The faults that have words of their own, under `record.invalid`. The schemas say them as their messages. */
export const FAULT_KEYS = [
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
  'other',
] as const
export type FaultKey = (typeof FAULT_KEYS)[number]

export function isFaultKey(message: string): message is FaultKey {
  return FAULT_KEYS.some((key) => key === message)
}

/** What is wrong with which field: one of `FAULT_KEYS`, or the server's own words. */
export type FieldFaults = Readonly<Record<string, string>>

interface How {
  readonly owner: Owner
  readonly draftId: string | null
  /** The person has seen what goes out. */
  readonly isConfirmed?: boolean | undefined
}

/** The calls of one resource, as its form needs them. */
export interface RecordCalls {
  get(input: { readonly id: number }): Promise<Result<{ readonly row: Row }>>
  save(input: How & { readonly id: number; readonly base: Row; readonly edits: Fields }): Promise<Result<WriteResult>>
  create(input: How & { readonly id: number; readonly values: Fields }): Promise<Result<WriteResult>>
  remove(input: How & { readonly id: number; readonly base: Row }): Promise<Result<WriteResult>>
}

/** Everything that the general form has to know of one resource. Adding one is writing this, its fields and its words. */
export interface RecordDefinition {
  readonly name: RecordPageName
  readonly description: ResourceDescription
  /** The fields that can be changed of a record that exists, in their order on screen. */
  readonly fields: readonly string[]
  /** Fields that only a new record takes, before the others on screen. */
  readonly newFields: readonly string[]
  /** What a new record begins with. */
  readonly blank: (id: number) => Row
  readonly calls: (bridge: Pick<Bridge, RecordPageName>) => RecordCalls
  /** Faults that no schema of one record can see, such as a parent that lies below. `id` is null for a new record. */
  readonly faults?: (values: Fields, id: number | null) => FieldFaults
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

export function pickFields(from: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(fields.filter((field) => field in from).map((field) => [field, from[field]]))
}

/** An id for a record that is made here: negative, and by chance never that of another window or another day. */
export function newTemporaryId(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return -((high % 0x10_0000) * 0x1_0000_0000 + low + 1)
}
