import { describe, expect, it } from 'vitest'
import type { ResourceClient } from '../../../../src/main/backend/resources/resource-client'
import type { JournalEntry } from '../../../../src/main/store/journal-row'
import { overlaid, type Waiting, withMadeDepartments, withMadeRoles } from '../../../../src/main/sync/reads/overlay'
import { createReads, type Overlay, type ReadsDeps } from '../../../../src/main/sync/reads/reads'
import { createWrittenRows, upToDate, type WrittenRow } from '../../../../src/main/sync/reads/written-rows'
import type { Fields } from '../../../../src/shared/merge'
import type { ListQuery, Row } from '../../../../src/shared/resources/resource'
import { failed } from '../../../../src/shared/result'
import { failureOf } from '../../../support/client'

const WHOLE: ListQuery = { page: 1, pageSize: 1000, sort: [], filter: {} }
const values = { parentId: 0, name: 'Rocket team', alias: '', listorder: 9, status: 'enabled' }
const other: Row = { ...values, id: 1, name: 'Head office' }
const entryOf = (verb: JournalEntry['verb'], recordId: number, edits: Fields, state: JournalEntry['state']) =>
  ({
    entryId: 'e',
    seq: 1,
    resource: 'departments',
    verb,
    recordId,
    title: '',
    base: null,
    edits,
    decisions: { mine: {}, restore: false, removeChanged: null, sameRecord: null, released: false },
    state,
    attempts: state === 'queued' ? 0 : 1,
  }) as unknown as JournalEntry

/** How things are with one write, moment by moment: what the server has, what the outbox still holds, and what has just ended. */
interface Moment {
  readonly rows: readonly Row[]
  readonly entries: readonly JournalEntry[]
  readonly ended?: WrittenRow
}
const made: Row = { ...values, id: 57 }
const CREATE: readonly Moment[] = [
  { rows: [other], entries: [entryOf('create', -5, values, 'queued')] },
  { rows: [other], entries: [entryOf('create', -5, values, 'sending')] },
  { rows: [other, made], entries: [entryOf('create', -5, values, 'sending')] },
  { rows: [other, made], entries: [], ended: { resource: 'departments', id: 57, row: made, temporaryId: -5 } },
  { rows: [other, made], entries: [] },
]
const renamed: Row = { ...other, name: 'New name' }
const UPDATE: readonly Moment[] = [
  { rows: [other], entries: [entryOf('update', 1, { name: 'New name' }, 'sending')] },
  { rows: [renamed], entries: [entryOf('update', 1, { name: 'New name' }, 'sending')] },
  { rows: [renamed], entries: [], ended: { resource: 'departments', id: 1, row: renamed, temporaryId: null } },
  { rows: [renamed], entries: [] },
]
const REMOVE: readonly Moment[] = [
  { rows: [other, made], entries: [entryOf('remove', 57, {}, 'sending')] },
  { rows: [other], entries: [entryOf('remove', 57, {}, 'sending')] },
  { rows: [other], entries: [], ended: { resource: 'departments', id: 57, row: null, temporaryId: null } },
  { rows: [other], entries: [] },
]

/** A client whose answer is given at one moment and arrives at another, with the outbox laid over it at a third. */
function world(moments: readonly Moment[], at: { asked: number; answered: number; arrived: number; laidOver: number; shown: number }) {
  const written = createWrittenRows()
  let now = at.asked
  const reach = async (moment: number): Promise<void> => {
    while (now < moment) {
      now += 1
      const ended = moments[now]?.ended
      if (ended) written.note(ended)
    }
    await Promise.resolve()
  }
  const gone: number[] = []
  const client: Pick<ResourceClient, 'list' | 'get'> = {
    list: async () => {
      await reach(at.answered)
      const rows = [...(moments[now]?.rows ?? [])]
      await reach(at.arrived)
      return { rows, total: rows.length }
    },
    get: async (id) => {
      await reach(at.answered)
      const row = moments[now]?.rows.find((one) => one.id === id)
      await reach(at.arrived)
      if (!row) throw failed('NOT_FOUND', 'not there')
      return row
    },
  }
  const readers = upToDate({ departments: client }, written, (_resource, id) => gone.push(id))
  const reads = createReads({
    departments: readers.departments,
    clock: { wallMs: () => 0 },
    watch: written.watch,
    overlay: async (...[resource, rows, asked]: Parameters<Overlay>) => {
      await reach(at.laidOver)
      const laid = overlaid(resource, waitingAmong(moments[now]?.entries ?? []), rows, asked)
      // The answer is still on its way to the page.
      await reach(at.shown)
      return laid
    },
  } as unknown as ReadsDeps)
  return { reads, readers, gone, last: () => moments.at(-1)?.rows ?? [] }
}

/** Every way in which these moments can fall. */
function* orders(moments: readonly Moment[]) {
  for (let asked = 0; asked < moments.length; asked += 1)
    for (let answered = asked; answered < moments.length; answered += 1)
      for (let arrived = answered; arrived < moments.length; arrived += 1)
        for (let laidOver = arrived; laidOver < moments.length; laidOver += 1) for (let shown = laidOver; shown < moments.length; shown += 1) yield { asked, answered, arrived, laidOver, shown }
}

function waitingAmong(entries: readonly JournalEntry[]): Waiting {
  return {
    of: (resource, recordId) => entries.filter((entry) => entry.resource === resource && entry.recordId === recordId),
    makers: (resource) => entries.filter((entry) => entry.resource === resource && entry.verb === 'create' && entry.recordId < 0),
  }
}

describe('a list that is asked while a write is under way', () => {
  it('shows a new record once, whenever the server answers: never twice, never not at all', async () => {
    for (const at of orders(CREATE)) {
      const { rows, total } = await world(CREATE, at).reads.list('departments', WHOLE)
      expect([rows.map(({ name }) => name).sort(), total], JSON.stringify(at)).toEqual([['Head office', 'Rocket team'], 2])
    }
  })

  it('never goes back to the record before a change', async () => {
    for (const at of orders(UPDATE)) {
      const { rows } = await world(UPDATE, at).reads.list('departments', WHOLE)
      expect(
        rows.map(({ name }) => name),
        JSON.stringify(at),
      ).toEqual(['New name'])
    }
  })

  it('does not bring back a record whose deletion has ended', async () => {
    for (const at of orders(REMOVE)) {
      const { rows } = await world(REMOVE, at).reads.list('departments', WHOLE)
      // Until it has ended, the record is there as the server's answer has it.
      const isThere = at.shown < 2 && at.answered < 1
      expect(
        rows.map(({ id }) => id),
        JSON.stringify(at),
      ).toEqual(isThere ? [1, 57] : [1])
    }
  })

  it('gives a form the record as it was written meanwhile, and what was deleted meanwhile for gone, without telling of it twice', async () => {
    const late = { asked: 0, answered: 0, arrived: 3, laidOver: 3, shown: 3 }
    expect(await world(UPDATE, late).readers.departments.get(1)).toEqual(renamed)
    const removing = world(REMOVE, late)
    expect(await failureOf(removing.readers.departments.get(57))).toMatchObject({ code: 'NOT_FOUND' })
    expect(removing.gone).toEqual([])
  })

  it('tells of a record that is found to be gone, and that nobody here has deleted', async () => {
    const { readers, gone } = world([{ rows: [other], entries: [] }], { asked: 0, answered: 0, arrived: 0, laidOver: 0, shown: 0 })
    expect(await failureOf(readers.departments.get(9))).toMatchObject({ code: 'NOT_FOUND' })
    expect(gone).toEqual([9])
  })

  it('shows a department to choose once, by its name as it is now, and none that is gone', () => {
    const option = { id: 1, parentId: 0, name: 'Head office', isEnabled: true, isAssignable: true, children: [] }
    const names = (entries: readonly JournalEntry[], written: readonly WrittenRow[], more: readonly (typeof option)[] = []) =>
      withMadeDepartments([option, ...more], waitingAmong(entries), written).map(({ name }) => name)
    const waiting = CREATE[2]?.entries ?? []
    expect(names(waiting, [])).toEqual(['Head office', 'Rocket team'])
    expect(names(waiting, [], [{ ...option, id: 57, name: 'Rocket team' }])).toEqual(['Head office', 'Rocket team'])
    expect(names([], [{ resource: 'departments', id: 57, row: made, temporaryId: -5 }])).toEqual(['Head office', 'Rocket team'])
    expect(names([], [{ resource: 'departments', id: 1, row: renamed, temporaryId: null }])).toEqual(['New name'])
    expect(names([], [{ resource: 'departments', id: 1, row: null, temporaryId: null }])).toEqual([])
  })

  it('shows a role to choose once, too: made here it can be given before the server has it', () => {
    const option = { id: 7, name: 'Desk', remark: '', isEnabled: true, isAssignable: true }
    const row = { id: 57, name: 'Watch', remark: 'nights', status: 'disabled', listorder: 9 }
    const making = { ...CREATE[2]?.entries[0], resource: 'roles', edits: { name: 'Watch', remark: 'nights', status: 'disabled' } } as JournalEntry
    const names = (entries: readonly JournalEntry[], written: readonly WrittenRow[], more: readonly (typeof option)[] = []) =>
      withMadeRoles([option, ...more], waitingAmong(entries), written).map(({ name }) => name)
    expect(withMadeRoles([option], waitingAmong([making]), [])).toEqual([option, { id: -5, name: 'Watch', remark: 'nights', isEnabled: false, isAssignable: true }])
    expect(names([making], [], [{ ...option, id: 57, name: 'Watch' }])).toEqual(['Desk', 'Watch'])
    expect(names([], [{ resource: 'roles', id: 57, row, temporaryId: -5 }])).toEqual(['Desk', 'Watch'])
    expect(names([], [{ resource: 'roles', id: 7, row: { ...row, id: 7, name: 'New desk' }, temporaryId: null }])).toEqual(['New desk'])
    expect(names([], [{ resource: 'roles', id: 7, row: null, temporaryId: null }])).toEqual([])
  })
})
