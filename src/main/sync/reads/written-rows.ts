import { applyQuery } from '@shared/resources/apply-query'
import { RESOURCES } from '@shared/resources/registry'
import type { ListQuery, ResourceName, Row } from '@shared/resources/resource'
import { failed, isFailure } from '@shared/result'
import type { ResourceClient } from '../../backend/resources/resource-client'

/** A write has ended: the record as the server has it since, or null when it is gone. */
export interface WrittenRow {
  readonly resource: ResourceName
  readonly id: number
  readonly row: Row | null
  /** What a record that was made here was called until now. */
  readonly temporaryId: number | null
}

/**
 * An answer tells how things were when the server gave it. A write that ended since is not in it, and not in the outbox
 * any more either: without more the record would vanish from a list, or come back in its old form, until the next answer.
 * So what was written while a question was on its way is laid over its answer.
 */
export interface WrittenRows {
  note(written: WrittenRow): void
  /** From now on; what is returned ends it, and gives what was written in between, oldest first. */
  watch(resource: ResourceName): () => readonly WrittenRow[]
}

export function createWrittenRows(): WrittenRows {
  const watches = new Set<{ readonly resource: ResourceName; readonly seen: WrittenRow[] }>()
  return {
    note: (written) => {
      for (const { resource, seen } of watches) if (resource === written.resource) seen.push(written)
    },
    watch: (resource) => {
      const mine = { resource, seen: [] as WrittenRow[] }
      watches.add(mine)
      return () => {
        watches.delete(mine)
        return mine.seen
      }
    },
  }
}

/** New rows where a list that was asked so shows them: where they will stand in a paged one is the server's to say; until then it is on top, if the filter fits. */
export function fittingRows(resource: ResourceName, made: readonly Row[], asked: ListQuery | { readonly id: number }): readonly Row[] {
  if ('id' in asked) return made.filter(({ id }) => id === asked.id)
  if (RESOURCES[resource].isHeldWhole) return made
  return asked.page === 1 ? applyQuery(RESOURCES[resource], made, asked).rows : []
}

/** The rows of an answer to `asked` as they are since these were written. A new one stands where those stand that are not sent yet. */
export function withWritten(resource: ResourceName, rows: readonly Row[], written: readonly WrittenRow[], asked: ListQuery): Row[] {
  return written.reduce<Row[]>(
    (before, { id, row, temporaryId }) => {
      const others = before.filter((one) => one.id !== temporaryId)
      if (!row) return others.filter((one) => one.id !== id)
      if (others.some((one) => one.id === id)) return others.map((one) => (one.id === id ? row : one))
      return temporaryId === null ? others : [...fittingRows(resource, [row], asked), ...others]
    },
    [...rows],
  )
}

type Reader = Pick<ResourceClient, 'list' | 'get'>

/**
 * Clients for reading whose answers are never older than what was written meanwhile, so that neither a page nor the cache
 * goes back to what was before. `onGone`: a record was found to be gone that nobody here has deleted.
 */
export function upToDate<Name extends ResourceName>(clients: Readonly<Record<Name, Reader>>, written: WrittenRows, onGone: (resource: Name, id: number) => void): Readonly<Record<Name, Reader>> {
  const readers = Object.entries<Reader>(clients).map(([name, client]) => [name, readerOf(name as Name, client, written, onGone)])
  return Object.fromEntries(readers) as Readonly<Record<Name, Reader>>
}

function readerOf<Name extends ResourceName>(resource: Name, client: Reader, written: WrittenRows, onGone: (resource: Name, id: number) => void): Reader {
  return {
    list: async (query, call) => {
      const end = written.watch(resource)
      try {
        const answer = await client.list(query, call)
        const rows = withWritten(resource, answer.rows, end(), query)
        return { ...answer, rows, total: answer.total + rows.length - answer.rows.length }
      } finally {
        end()
      }
    },
    get: async (id, call) => {
      const end = written.watch(resource)
      const since = () => end().findLast((one) => one.id === id)
      try {
        const row = await client.get(id, call)
        const last = since()
        if (last && !last.row) throw failed('NOT_FOUND', 'This record is no longer there.')
        return last?.row ?? row
      } catch (error) {
        const last = since()
        if (last?.row && isFailure(error, 'NOT_FOUND')) return last.row
        if (!last && isFailure(error, 'NOT_FOUND')) onGone(resource, id)
        throw error
      } finally {
        end()
      }
    },
  }
}
