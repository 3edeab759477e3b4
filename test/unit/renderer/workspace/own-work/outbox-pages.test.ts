// F80: thousands of changes may wait. A window reads of them what it shows, and is told what changes of that.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EntryView } from '@shared/outbox'
import { useOutbox } from '@renderer/workspace/stores/outbox'
import type { FakeHoldfast } from '../../support/fake-holdfast'
import { makeEntry } from '../../support/fake-outbox'
import { giveElementsASize, type OpenWorkspace, press, quiet } from '../../support/mount'
import { focusedRow, openOutbox, rows, words, world } from './outbox-world'

const COUNT = 450
let fake: FakeHoldfast
let page: OpenWorkspace
const lists = (): { after?: number; only?: string }[] => fake.callsOf('outbox.list') as { after?: number; only?: string }[]
const many = (more: (place: number) => Partial<EntryView> = () => ({})): EntryView[] =>
  Array.from({ length: COUNT }, (_, index) => makeEntry({ entryId: `e${index + 1}`, seq: index + 1, recordId: 1000 + index, title: `user${index + 1}`, ...more(index + 1) }))
const store = (): ReturnType<typeof useOutbox> => useOutbox()

async function open(entries: EntryView[]): Promise<void> {
  fake = world(entries)
  page = await openOutbox(fake)
}

describe('F80: an outbox of many pages', () => {
  beforeEach(giveElementsASize)
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('F80: reads the first page, says how many there are, and reads on where the list is looked at', async () => {
    await open(many())
    expect([lists().map(({ after }) => after), store().entries?.length]).toEqual([[undefined], 200])
    expect([page.get('outbox-grid').getAttribute('aria-rowcount'), rows().length < 60]).toEqual([String(COUNT + 1), true])
    await press('End')
    expect([lists().map(({ after }) => after), focusedRow()]).toEqual([[undefined, 200, 400], `e${COUNT}`])
    await press('Home')
    expect([focusedRow(), lists().length]).toEqual(['e1', 3])
  })

  it('F80: a change is told, and nothing is asked for it', async () => {
    await open(many())
    const asked = fake.calls.length
    fake.changeEntries(['e2'], { state: 'refused', why: { kind: 'failure', failure: { code: 'REFUSED', message: 'no', retryable: false } } })
    fake.changeEntries(['e3', 'e300'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([rows().slice(0, 3), words(page.get('entry-e2'))]).toEqual([['e1', 'e2', 'e4'], expect.stringContaining('Refused')])
    expect(store().summary).toMatchObject({ waiting: COUNT - 3, needsYou: 1 })
    expect(
      fake.calls
        .slice(asked)
        .map(({ name }) => name)
        .filter((name) => name.startsWith('outbox.')),
    ).toEqual([])
  })

  it('F80: asks again for what it shows when a push says that it missed one, or that there was too much to be told', async () => {
    await open(many())
    const before = lists().length
    fake.entries = fake.entries.slice(10)
    fake.changeEntries([], {})
    await quiet()
    expect([lists().length - before, rows()[0], store().summary?.waiting]).toEqual([1, 'e11', COUNT - 10])
    fake.revision += 5
    fake.entries = fake.entries.slice(10)
    fake.changeEntries(['e30'], { state: 'parked', why: { kind: 'parked', cause: 'review' } })
    await quiet()
    expect([lists().length - before, rows()[0]]).toEqual([2, 'e21'])
  })

  it('F80: shows only what needs the person, from any page', async () => {
    await open(many((place) => (place % 150 === 0 ? { state: 'parked', why: { kind: 'parked', cause: 'review' } } : {})))
    await page.click('only-needs-you')
    expect([page.get('only-needs-you').getAttribute('aria-pressed'), words(page.get('only-needs-you')), rows()]).toEqual(['true', 'Needs attention only (3)', ['e150', 'e300', 'e450']])
    fake.changeEntries(['e300'], { state: 'queued', why: null })
    await quiet()
    expect(rows()).toEqual(['e150', 'e450'])
    fake.changeEntries(['e150', 'e450'], { state: 'queued', why: null })
    await quiet()
    expect(words(page.get('outbox-nothing-needed'))).toContain('Nothing needs attention')
    await page.click('only-needs-you')
    expect([rows()[0], page.find('only-needs-you')]).toEqual(['e1', null])
  })

  it('F80: selects all, read or not, and drops them with a question that can be read', async () => {
    await open(many())
    await press('a', { ctrlKey: true })
    expect(words(page.get('selected-count'))).toBe('450 selected')
    await page.click('drop-selected')
    expect(words(page.get('question'))).toMatch(/Discard 450 changes\?.*user20, 430 more\./)
    await page.click('question-confirm')
    expect((fake.callsOf('outbox.drop')[0] as { entryIds: string[] }).entryIds).toHaveLength(COUNT)
    await quiet()
    expect(page.find('outbox-empty')).not.toBeNull()
  })

  it('F80: sends all without having read all', async () => {
    await open(many())
    await page.click('send-all')
    expect([fake.callsOf('outbox.send'), words(page.get('announcer')), lists().length]).toEqual([[{ entryIds: null }], '450 changes released.', 1])
  })

  it('F80: the mark of a record that waits on a page not read is asked for, together with others, and follows what is pushed', async () => {
    await open(many((place) => (place >= 440 ? { recordId: place - 438 } : {})))
    await page.click('close-page')
    await quiet()
    const asked = fake.callsOf('outbox.find') as { records: { recordId: number }[] }[]
    expect(asked.length).toBeLessThan(4)
    expect(asked.flatMap(({ records }) => records).some(({ recordId }) => recordId === 2)).toBe(true)
    expect(store().entryOf('users', 2)?.entryId).toBe('e440')
    fake.changeEntries(['e440'], { state: 'refused' })
    await quiet()
    expect(store().entryOf('users', 2)?.state).toBe('refused')
    fake.changeEntries(['e440'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect([store().entryOf('users', 2), lists().length]).toEqual([null, 1])
  })

  it('F80: what is held back as a whole is told once, and shown at each', async () => {
    await open(many())
    const until = new Date(Date.now() + 86_400_000)
    until.setHours(14, 5, 9)
    fake.push('outbox.changed', {
      revision: fake.revision,
      since: fake.revision,
      summary: { waiting: COUNT, needsYou: 0, isPaused: false },
      sendable: COUNT,
      oldestAt: Date.now(),
      heldUntil: until.getTime(),
      changed: [],
      removed: [],
      overlaid: [],
    })
    await quiet()
    expect(words(page.get('entry-e1'))).toContain('14:05:09')
  })
})
