import type { EntryWhy } from '@shared/outbox'
import type { Row } from '@shared/resources/resource'
import { isFailure } from '@shared/result'
import type { CallOptions } from '../backend/authorized'
import type { SendDeps, Verdict } from './send-entry'

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
