import type { Fields } from '@shared/merge'
import type { ListQuery, Row } from '@shared/resources/resource'
import type { Unreadable } from '@shared/resources/unreadable'
import type { CallOptions } from '../authorized'

/** `unreadable`: rows of this page (of a resource that is held whole: of all of it) that are left out. */
interface ListAnswer<R extends Row = Row> {
  readonly rows: R[]
  /** As the server counts, or, of a resource that is held whole, what of it could be read and fits the filter. */
  readonly total: number
  readonly unreadable?: Unreadable | undefined
}

type WriteOptions = CallOptions & { readonly idempotencyKey: string }

/**
 * One resource on the server: paths and wire forms end here. Every method throws `FailureError`, a write also
 * `UnansweredError`. The general parts know a client as `ResourceClient`, without its types.
 */
export interface ResourceClient<R extends Row = Row, Edits extends Fields = Fields, Values extends Fields = Fields> {
  /** Main may ask for pages of any size; a resource that is held whole costs one request whatever the page. */
  list(query: ListQuery, options?: CallOptions): Promise<ListAnswer<R>>
  /** Throws NOT_FOUND when there is no such record (any more), BAD_REPLY with the cause `unreadable` when no row can be made of it. */
  get(id: number, options?: CallOptions): Promise<R>
  /** The records whose natural-key fields equal these, each exactly: none, one, or more where the server has no unique rule. */
  find(key: Fields, options?: CallOptions): Promise<R[]>
  /** The answer tells no id: look the record up by its natural key. */
  create(values: Values, options: WriteOptions): Promise<void>
  /**
   * Sends the changed fields of `current`, which is a row that this client has read: what the server needs besides goes
   * back as it came. The answer tells nothing of the record: read it again.
   */
  update(current: R, edits: Edits, options: WriteOptions): Promise<void>
  remove(id: number, options: WriteOptions): Promise<void>
}
