import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const errors: unknown[] = []

/** A row out of contract, as a fault of this program would bring one: the list of users cannot be drawn. */
function breakUsers(): void {
  fake.always('users.list', { isImpossible: true, answer: { rows: [null], total: 1, fetchedAt: Date.now(), origin: 'network', isComplete: true } })
}

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  errors.length = 0
  vi.spyOn(console, 'error').mockImplementation((error) => errors.push(error))
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('a page that cannot be shown', () => {
  it('F76: says so in its place; the shell stays, and every other page can be opened', async () => {
    breakUsers()
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    expect(page.get('page-failed').textContent).toContain('This page cannot be shown')
    expect(page.find('users-grid')).toBeNull()
    const [told] = fake.callsOf('app.noteFault') as { id: string; where: string; text: string }[]
    expect(told).toMatchObject({ where: 'The page users', text: expect.stringContaining('TypeError') as unknown })
    expect(page.get('page-failed').textContent).toContain(`Log ID: ${told?.id}`)
    expect([page.find('menu-sys-dept-index') !== null, errors.length > 0]).toEqual([true, true])
    fake.always('users.list', null)
    await page.click('menu-sys-dept-index')
    expect([page.find('page-failed'), page.find('departments-grid') !== null]).toEqual([null, true])
  })

  it('F76: keeps what was typed, and offers it with the next try', async () => {
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    await page.click('row-5')
    await page.type('field-tel', '555')
    breakUsers()
    await page.click('refresh')
    expect(page.find('page-failed')).not.toBeNull()
    expect([...fake.drafts.values()].map(({ edits }) => edits)).toEqual([{ tel: '555' }])
    fake.always('users.list', null)
    await page.click('page-retry')
    await quiet()
    await page.click('restore-draft')
    expect([page.find('page-failed'), page.get<HTMLInputElement>('field-tel').value]).toEqual([null, '555'])
  })

  it('leaves the page as it is when only a handler failed', async () => {
    page = await openWorkspace(fake)
    await page.click('menu-sys-user-index')
    // Before a call is even made, where nothing turns it into a failure that a list could show.
    const broken = vi.spyOn(crypto, 'randomUUID').mockImplementation(() => {
      throw new Error('a fault of a handler')
    })
    await page.click('refresh')
    broken.mockRestore()
    expect(errors.map((error) => (error as Error).message)).toContain('a fault of a handler')
    expect(fake.callsOf('app.noteFault')).toMatchObject([{ text: expect.stringContaining('a fault of a handler') as unknown }])
    expect([page.find('page-failed'), page.find('users-grid') !== null]).toEqual([null, true])
  })
})
