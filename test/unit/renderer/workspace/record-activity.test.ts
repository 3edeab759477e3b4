// What was changed of one record, where the record is; and links that lead to one.
import type { EntryView } from '@shared/outbox'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeUser } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { makeEntry } from '../support/fake-outbox'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace

const entries = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-testid="activity-entry"]')]
const words = (element: Element | undefined): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
const digit = (at: number): Promise<void> => press(String(at), { altKey: true, code: `Digit${at}` })
const ben = makeUser(2, { username: 'ben', roleIds: [3] })
const entry = (seq: number, more: Partial<EntryView>): EntryView => makeEntry({ seq, recordId: 2, title: 'ben', base: ben, ...more })

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast({ users: [makeUser(1), ben, makeUser(3)] })
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('the activity of a record', () => {
  beforeEach(() => {
    fake.entries = [
      entry(1, { state: 'done', outcome: 'ok', edits: { email: 'ben@new.example' } }),
      entry(2, { state: 'done', outcome: 'ok', recordId: 3, edits: { tel: '1' } }),
      entry(3, { state: 'done', outcome: 'ok', resource: 'roles', edits: { name: 'x' } }),
      entry(4, { state: 'queued', outcome: null, edits: { roleIds: [3, 4] } }),
    ]
  })

  it('is what was sent of it, newest first, with what waits, and each change in full', async () => {
    page = await openWorkspace(fake)
    await page.click('row-2')
    await digit(3)
    expect(fake.callsOf('journal.list')).toEqual([{ record: { resources: ['users'], id: 2 }, limit: 50 }])
    expect(entries().map(words)).toEqual([expect.stringContaining('Roles'), expect.stringContaining('E-mail')])
    expect(document.activeElement?.tagName).toBe('SUMMARY')
    const details = entries()[1]?.querySelector('details')
    if (details) details.open = true
    details?.dispatchEvent(new Event('toggle'))
    await quiet()
    expect(words(entries()[1])).toContain(`${ben.email}`)
    expect(words(entries()[1])).toContain('ben@new.example')
  })

  it('follows the record in the drawer, and the outbox', async () => {
    page = await openWorkspace(fake)
    await page.click('row-2')
    await digit(3)
    await page.click('row-3')
    expect(entries()).toHaveLength(1)
    await page.click('row-2')
    fake.entries = [...fake.entries, entry(5, { state: 'done', outcome: 'ok', edits: { tel: '5' } })]
    fake.changeEntries(['entry-4'], { state: 'done', outcome: 'ok' })
    await quiet()
    expect(entries()).toHaveLength(3)
  })

  it('leads to the log of this user, where one may read it', async () => {
    page = await openWorkspace(fake)
    await page.click('row-2')
    await digit(3)
    expect(page.find('activity-log')).toBeNull()
    page.close()
    document.body.replaceChildren()
    fake.account = { ...fake.account, permissions: [...fake.account.permissions, '/sys/log/logs/get'] }
    page = await openWorkspace(fake)
    await page.click('row-2')
    await digit(3)
    await page.click('activity-log')
    expect(page.find('logs')).not.toBeNull()
    expect(page.get<HTMLInputElement>('filter-user').value).toBe('#2')
  })

  it('of a role has what was changed of its grants, too', async () => {
    fake.entries = [entry(1, { resource: 'grants', recordId: 4, base: null, state: 'done', outcome: 'ok', edits: { scope: 1 } })]
    page = await openWorkspace(fake)
    await page.click('menu-sys-role-index')
    page.get('roles-grid').querySelector<HTMLElement>('[data-testid="row-4"]')?.click()
    await quiet()
    await digit(6)
    expect(entries()).toHaveLength(1)
    expect(words(entries()[0])).toContain('Data scope')
  })

  it('says where there is none, and what is not in it', async () => {
    fake.entries = []
    page = await openWorkspace(fake)
    await page.click('row-2')
    await digit(3)
    expect(page.get('activity-empty').textContent).toContain('Changes by others')
    expect(document.activeElement).toBe(page.get('activity-all'))
  })
})

describe('a link to a record', () => {
  it('is copied in the row’s menu and the drawer’s, for everybody who uses the server', async () => {
    const copied = vi.fn((_text: string) => Promise.resolve())
    vi.stubGlobal('navigator', { ...navigator, language: 'en', clipboard: { writeText: copied } })
    page = await openWorkspace(fake)
    await page.click('row-2')
    await openPopover(page.get('record-actions'))
    await page.click('record-actions-copyLink')
    expect(copied.mock.calls).toEqual([['holdfast://demo/users/2']])
  })

  it('opens the record once somebody is signed in, also when the start page would be another; nothing is written', async () => {
    fake.next('links.takeRecord', { answer: { resource: 'roles', id: 3 } })
    fake.setSession({ state: 'suspended' })
    page = await openWorkspace(fake)
    expect(page.find('roles-grid')).toBeNull()
    fake.setSession({ state: 'active' })
    await quiet()
    expect(page.find('roles-grid')).not.toBeNull()
    expect(page.get('drawer').textContent).toContain('编辑')
    expect(fake.calls.filter(({ name }) => /\.(save|create|remove)$/.test(name))).toEqual([])
  })

  it('comes in while the program runs, and says so where there is no page for it', async () => {
    page = await openWorkspace(fake)
    fake.next('links.takeRecord', { answer: { resource: 'users', id: 3 } })
    fake.push('record.asked', null)
    await quiet()
    expect(page.get('drawer').textContent).toContain(fake.users[2]?.username)
    expect(fake.callsOf('links.takeRecord')).toHaveLength(2)
  })
})
