import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seedState } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
let height = 0

/** Every row is 32 high, the header is one of them. */
function giveListsRoomFor(rows: number): void {
  height = (rows + 1) * 32
}

const asked = (): unknown[] =>
  fake.callsOf('users.list').map((query) => (({ page: at, pageSize }: { page: number; pageSize: number }) => `${at} by ${pageSize}`)(query as { page: number; pageSize: number }))

/** The window becomes another size: many events, as while it is dragged. */
function drag(rows: number): void {
  giveListsRoomFor(rows)
  for (let times = 0; times < 20; times++) window.dispatchEvent(new Event('resize'))
}

async function restAWhile(): Promise<void> {
  await vi.advanceTimersByTimeAsync(300)
  await quiet()
}

describe('the page size of a list', () => {
  beforeEach(() => {
    giveElementsASize()
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockImplementation(() => height)
    giveListsRoomFor(24)
    fake = createFakeHoldfast({ state: { preferences: { ...seedState().preferences, pageSize: 'window' } } })
    vi.useFakeTimers({ shouldAdvanceTime: true })
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('is what the window has room for, from the first question on', async () => {
    page = await openWorkspace(fake)
    expect([asked(), page.get('range-text').textContent, page.get<HTMLSelectElement>('page-size').value]).toEqual([['1 by 24'], '1–24 of 4,310', 'window'])
  })

  it('that was just chosen stands while main writes it down, whatever main says of the settings of before', async () => {
    page = await openWorkspace(fake)
    const before = fake.state.preferences
    let written = (): void => undefined
    fake.next('preferences.set', { gate: new Promise<void>((resolve) => (written = resolve)) })
    const size = page.get<HTMLSelectElement>('page-size')
    size.value = '20'
    size.dispatchEvent(new Event('change', { bubbles: true }))
    await quiet()
    await page.click('pager-next')
    fake.push('preferences.changed', { ...before, theme: 'dark' })
    await quiet()
    written()
    await quiet()
    expect([asked(), size.value]).toEqual([['1 by 24', '1 by 20', '2 by 20'], '20'])
  })

  it('follows the window once it rests, with one question, and stays where one is', async () => {
    page = await openWorkspace(fake)
    await page.click('pager-next')
    const row = document.querySelector<HTMLElement>('[data-testid="row-40"] [role="gridcell"]')
    row?.focus()
    drag(30)
    drag(36)
    expect(asked()).toEqual(['1 by 24', '2 by 24'])
    await restAWhile()
    // Row 40 is the sixteenth of the second 24, and the fourth of the second 36.
    expect(asked()).toEqual(['1 by 24', '2 by 24', '2 by 36'])
    expect([page.get('range-text').textContent, document.activeElement?.closest('[role="row"]')?.getAttribute('data-testid')]).toEqual(['37–72 of 4,310', 'row-40'])
    drag(15)
    await restAWhile()
    expect([asked().at(-1), page.get('range-text').textContent, document.activeElement?.closest('[role="row"]')?.getAttribute('data-testid')]).toEqual(['3 by 15', '31–45 of 4,310', 'row-40'])
    // The focus goes on from there.
    await press('ArrowDown')
    expect(document.activeElement?.closest('[role="row"]')?.getAttribute('data-testid')).toBe('row-41')
  })

  it('asks nothing where the number of rows stays', async () => {
    page = await openWorkspace(fake)
    giveListsRoomFor(24)
    height += 20
    window.dispatchEvent(new Event('resize'))
    await restAWhile()
    expect(asked()).toEqual(['1 by 24'])
  })

  it('keeps the record in the drawer on the page, without taking the focus from the form', async () => {
    page = await openWorkspace(fake)
    document.querySelector('[data-testid="row-20"]')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await restAWhile()
    const field = page.get('field-email')
    field.focus()
    drag(12)
    await restAWhile()
    expect([page.get('range-text').textContent, page.get('row-20').getAttribute('aria-selected'), document.activeElement]).toEqual(['13–24 of 4,310', 'true', field])
  })

  it.each([
    [3, '1 by 10'],
    [900, '1 by 200'],
  ])('is no fewer than ten and no more than main gives: room for %i', async (rows, question) => {
    giveListsRoomFor(rows)
    page = await openWorkspace(fake)
    expect(asked()).toEqual([question])
  })

  it('stays as it was chosen, whatever the window does, and is remembered', async () => {
    page = await openWorkspace(fake)
    const select = page.get<HTMLSelectElement>('page-size')
    // A bare number would not say what it counts.
    expect([...select.options].map((option) => option.textContent)).toEqual(['Fit window', '20 rows', '50 rows', '100 rows', '200 rows'])
    select.value = '50'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await restAWhile()
    expect([fake.callsOf('preferences.set'), asked().at(-1), page.get('range-text').textContent]).toEqual([[{ pageSize: 50 }], '1 by 50', '1–50 of 4,310'])
    drag(12)
    await restAWhile()
    expect(asked()).toHaveLength(2)
    select.value = 'window'
    select.dispatchEvent(new Event('change', { bubbles: true }))
    await restAWhile()
    expect([asked().at(-1), select.value]).toEqual(['1 by 12', 'window'])
  })
})
