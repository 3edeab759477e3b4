import { z } from 'zod'
import { type RecordVerb, RESOURCE_NAMES } from '../bridge/names'
import type { Fields } from '../merge'
import type { PermissionPath } from '../permissions'
import { keyText, withinSize } from '../size'

/** The resources that can be edited. Cache, drafts, journal, outbox, merge and reconcile know them by their description only. */
export { RESOURCE_NAMES }
export type ResourceName = (typeof RESOURCE_NAMES)[number]
export const resourceNameSchema = z.enum(RESOURCE_NAMES)

/** One record. A negative id is temporary: the record was made here and the server does not know it yet. */
export type Row = Fields & { readonly id: number }

export function isTemporaryId(id: number): boolean {
  return id < 0
}

/** A filter of every field that a resource has, each as long as it may be. */
const LARGEST_FILTER = 20_000

/** One page of a list, in the server's own grammar: what is asked offline is answered by the same rules. */
export const listQuerySchema = z.object({
  /** From 1. */
  page: z.number().int().min(1),
  pageSize: z.number().int().min(1).max(200),
  sort: z.array(z.object({ field: keyText, direction: z.enum(['asc', 'desc']) })).max(3),
  /** Field -> value; whether it is compared by "contains" or exactly is the field's own (`ResourceDescription.filters`). */
  filter: withinSize(z.record(keyText, z.string().max(500).optional()), LARGEST_FILTER),
})
export type ListQuery = z.infer<typeof listQuerySchema>

/** More than any tree holds that a person could work with. */
export const MOST_ROWS_OF_WHOLE = 100_000

/** As `listQuerySchema`, for what the server gives whole with every answer: asking it in pages would fetch all of it for each. */
export const wholeQuerySchema = listQuerySchema.extend({ pageSize: z.number().int().min(1).max(MOST_ROWS_OF_WHOLE) })

/** How a record is known again under an id that the server may have given to another one since. */
interface IdentityRule {
  /** What people know a record by. While one of these is as it was, or as it was just changed here, it is the same record. */
  readonly fields: readonly string[]
  /**
   * When it was made, in the server's own time: the same second under a changed name is the same record, renamed. Null: the
   * server tells no such time.
   */
  readonly createdAt: string | null
}

/** All of a row but its id, which is given to it. */
export type Blank<Of extends Row> = Omit<Of, 'id'>

/** The names of the fields that a row has, in the order of its schema. */
export function rowFields({ rowSchema }: Pick<ResourceDescription, 'rowSchema'>): string[] {
  return Object.keys((rowSchema as unknown as z.ZodObject).shape)
}

/** Everything that the general parts need to know of one resource. Adding one is writing this, and its `backend/resources` client. */
export interface ResourceDescription {
  readonly name: ResourceName
  /** What can be done with its records; of what is left out there are no calls, and none is ever sent. */
  readonly verbs: readonly RecordVerb[]
  /** A whole record as this program sees it; its `id` is the key. */
  readonly rowSchema: z.ZodType<Row>
  /** The values of a new record, secrets included. */
  readonly createSchema: z.ZodType<Fields>
  /**
   * A new record as it begins: the defaults of `createSchema`, what a person has yet to say, and what only the server sets. It
   * fills up what an older version has begun, too, which lacks the fields that came since.
   */
  readonly blank: Fields
  /** What may be changed of a record: every field optional, no other field. */
  readonly editsSchema: z.ZodType<Fields>
  /** What a list of it may be asked. */
  readonly querySchema: z.ZodType<ListQuery>
  /** The fields by which a record is found again whose id is not known: this API answers no id on create. */
  readonly naturalKey: readonly string[]
  /** How a record is known again under its id. */
  readonly identity: IdentityRule
  /** The field that people know a record by. */
  readonly titleField: string
  /** Names that a person gives: trimmed, and without letters that cannot be seen (`nameText`). */
  readonly nameFields: readonly string[]
  /** The server refuses to change or delete these. */
  readonly protectedIds: readonly number[]
  /**
   * Fields that hold ids (one, or a list) of another resource; temporary ids in them are replaced before sending. `id`: its
   * records are parts of those of another resource and have their ids, as the grants of a role have the role's.
   */
  readonly references: Readonly<Record<string, ResourceName>>
  /** Fields with a set of ids of which what was put in and what was taken out is merged, id by id (`shared/merge.ts`, `SetChange`). */
  readonly setFields: readonly string[]
  /** Fields of `createSchema` that are secrets: never in a draft, the cache or a log; wiped from the journal when its entry ends. */
  readonly secretFields: readonly string[]
  readonly permissions: Readonly<Record<'list' | 'create' | 'update' | 'remove', PermissionPath>>
  /** True: small, and always held whole in the cache. False: held as far as seen, and filled up when idle. */
  readonly isHeldWhole: boolean
  readonly filters: Readonly<Record<string, 'contains' | 'exact'>>
  readonly sortFields: readonly string[]
  /** The order in which the server gives the list when nothing is asked. */
  readonly defaultSort: ListQuery['sort']
}
