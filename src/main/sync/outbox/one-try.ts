import type { KeptField } from '@shared/kept'
import type { Fields } from '@shared/merge'
import type { EntryWhy, Trace } from '@shared/outbox'
import type { ResourceDescription, ResourceName, Row } from '@shared/resources/resource'
import { isFailure } from '@shared/result'
import type { CallOptions } from '../../backend/authorized'
import type { ResourceClient } from '../../backend/resources/resource-client'
import type { FailedTry } from './failed-try'

/** What one try has come to. */
export type Verdict =
  /** `row`: as the server has it now; null after a delete. `kept`: what it holds otherwise than it was sent. */
  | { readonly kind: 'done'; readonly row: Row | null; readonly taken: readonly string[]; readonly kept: readonly KeptField[] }
  | { readonly kind: 'conflict'; readonly why: Extract<EntryWhy, { kind: 'conflict' }> }
  | FailedTry

export interface SendDeps {
  readonly description: ResourceDescription
  readonly client: ResourceClient
  readonly realId: (resource: ResourceName, temporaryId: number) => number | null
  readonly secret: () => Fields | null
  /** Notes durably that a request may have left from now on; what comes after a kill is then looked up, not guessed. `trace`: where to look for a new record. */
  readonly leaving: (trace?: Trace) => Promise<void>
  /** Notes durably that the server took a new record: it is never sent again. Never rejects. */
  readonly accepted: (trace: Trace) => Promise<void>
  /** Whether it took it, also where that could not be written down. */
  readonly wasAccepted: () => boolean
  /** Notes that the new record was looked for once more. */
  readonly looked: (trace: Trace) => Promise<void>
  /** The ids of this resource that other records made here have got. */
  readonly claimedIds: () => ReadonlySet<number>
  /** Notes that the request surely did not leave. */
  readonly notLeft: () => void
  /** Somebody waits for what comes of this try. */
  readonly isAwaited: boolean
  /** Whose work it is; its signal ends the waiting, and what has left is looked after without it. */
  readonly call: CallOptions
  readonly onFault: (error: unknown) => void
}

type Conflict = Extract<EntryWhy, { kind: 'conflict' }>

/** Looking up what has left goes on when the person gave up waiting. */
export function afterwards({ call }: SendDeps): CallOptions {
  const { signal: _, ...rest } = call
  return rest
}

/** The record, or null when the server has none of this id. */
export async function lookAt({ client }: SendDeps, id: number, call: CallOptions): Promise<Row | null> {
  try {
    return await client.get(id, call)
  } catch (error) {
    if (isFailure(error, 'NOT_FOUND')) return null
    throw error
  }
}

export function conflict(kind: Conflict['conflict'], theirs: Row | null, fields: readonly string[], which?: Conflict['which']): Verdict {
  return { kind: 'conflict', why: { kind: 'conflict', conflict: kind, theirs, fields: [...fields], ...(which ? { which } : {}) } }
}
