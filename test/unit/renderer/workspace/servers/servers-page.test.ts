import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code'], more: Partial<Failure> = {}): Failure => ({ code, message: '', retryable: false, ...more })

let fake: FakeHoldfast
let page: OpenWorkspace

async function openServers(): Promise<void> {
  page = await openWorkspace(fake)
  fake.push('actions.asked', { id: 'servers', choice: null })
  await quiet()
}

const names = (): string[] => [...document.querySelectorAll('[data-server]')].map((row) => row.querySelector('.server-name .ellipsis')?.textContent ?? '')
const focused = (): string | null => document.activeElement?.getAttribute('data-server') ?? null
const announced = (): string => page.get('announcer').textContent ?? ''

describe('the list of servers', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it.each([
    ['signed out', () => (fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'first-start', userId: null } })],
    ['with an account that has no role', () => (fake.account = { ...fake.account, roles: [], menu: [] })],
    ['when the menu could not be read', () => fake.always('account.read', { failure: failure('OFFLINE') })],
    ['while a sign-in is waited for', () => (fake.state = { ...fake.state, session: { ...fake.state.session, state: 'suspended', cause: 'expired' } })],
  ])('opens %s', async (_, arrange) => {
    arrange()
    await openServers()
    expect(names()).toEqual(['Demo data', 'Head office', 'Trial', 'Lab'])
    expect(focused()).toBe('demo')
  })

  it('tells of each server its label as a word, its account, its session and its windows', async () => {
    await openServers()
    expect(page.get('server-demo').textContent).toMatch(/admin.*Signed in.*In this window/)
    expect(page.get('server-live').textContent).toMatch(/Head office.*Production.*https:\/\/live\.example.*ada.*Waiting for sign-in.*In another window/)
    expect(page.get('server-trial').textContent).toMatch(/Test.*Signed out.*Not open/)
    expect(page.get('server-lab').textContent).toMatch(/Lab of Ben.*Never signed in.*Never used.*Not signed in/)
  })

  it('chooses with the arrows, and has one tab stop', async () => {
    await openServers()
    await press('ArrowDown')
    await press('ArrowDown')
    expect([focused(), page.get('server-details').getAttribute('aria-label')]).toEqual(['trial', 'Trial'])
    await press('End')
    expect(focused()).toBe('lab')
    expect([...document.querySelectorAll('[data-server][tabindex="0"]')].map((row) => row.getAttribute('data-server'))).toEqual(['lab'])
  })

  it('opens in this window with Enter, in a new one with Ctrl+Enter, and by number', async () => {
    await openServers()
    await press('End')
    await press('Enter', { ctrlKey: true })
    await press('2', { ctrlKey: true })
    expect(fake.callsOf('profiles.open')).toEqual([
      { id: 'lab', inNewWindow: true },
      { id: 'live', inNewWindow: false },
    ])
    expect([page.find('servers'), page.get('server-chip').textContent]).toEqual([null, expect.stringContaining('Head office')])
  })

  it('goes back to where one was when the server of this window is opened, with its record', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    await press('Enter')
    expect([page.find('drawer') !== null, fake.callsOf('profiles.open')]).toEqual([true, []])
  })

  it('does not act on keys of an input method', async () => {
    await openServers()
    await press('ArrowDown')
    await press('Enter', { isComposing: true })
    await press('Delete', { keyCode: 229 } as KeyboardEventInit)
    expect([fake.callsOf('profiles.open'), page.find('question')]).toEqual([[], null])
  })

  it('moves a server with Alt and the arrows, says where it is now, and keeps the focus on it', async () => {
    await openServers()
    await press('ArrowDown')
    await press('ArrowDown', { altKey: true })
    expect(fake.callsOf('profiles.reorder')).toEqual([{ ids: ['demo', 'trial', 'live', 'lab'] }])
    expect([names(), focused(), announced()]).toEqual([['Demo data', 'Trial', 'Head office', 'Lab'], 'live', 'Head office is now 3 of 4.'])
  })

  it('shows the stored order again when the new one could not be stored', async () => {
    await openServers()
    fake.next('profiles.reorder', { failure: failure('STORAGE') })
    await page.click('server-down')
    expect(names()).toEqual(['Demo data', 'Head office', 'Trial', 'Lab'])
    expect(page.get('server-trouble').textContent).toContain('The new order could not be saved.')
  })

  it('groups by label on wish, production first, and says that nothing can be moved then', async () => {
    await openServers()
    const order = page.get<HTMLSelectElement>('server-order')
    order.value = 'label'
    order.dispatchEvent(new Event('change'))
    await quiet()
    expect([...document.querySelectorAll('.server-group')].map((group) => group.textContent)).toEqual(['Production', 'Test', 'Lab of Ben', 'No label'])
    await page.click('server-live')
    await press('ArrowDown', { altKey: true })
    expect([fake.callsOf('profiles.reorder'), announced()]).toEqual([[], 'Servers can be moved only in “My order”.'])
  })

  it('asks before removing, names the server, and keeps drafts unless told otherwise', async () => {
    await openServers()
    await page.click('server-trial')
    await press('Delete')
    expect(page.get('question').textContent).toContain('Remove Trial?')
    expect(page.get<HTMLInputElement>('question-option-keep').checked).toBe(true)
    await page.click('question-cancel')
    expect(fake.callsOf('profiles.forget')).toEqual([])
    await page.click('server-forget')
    await page.click('question-confirm')
    expect(fake.callsOf('profiles.forget')).toEqual([{ id: 'trial', deleteData: false }])
    expect([names(), focused()]).toEqual([['Demo data', 'Head office', 'Lab'], 'lab'])
  })

  it('deletes drafts, outbox and cached data when that is chosen, and said twice', async () => {
    await openServers()
    await page.click('server-lab')
    await page.click('server-forget')
    await page.click('question-option-delete')
    await page.click('question-confirm')
    expect(page.get('question').textContent).toContain('Drafts, pending changes and activity')
    expect(fake.callsOf('profiles.forget')).toEqual([])
    await page.click('question-confirm')
    expect(fake.callsOf('profiles.forget')).toEqual([{ id: 'lab', deleteData: true }])
  })

  it('says why a server cannot be forgotten: another window shows it, or it is the last', async () => {
    await openServers()
    await page.click('server-live')
    expect(page.get('server-keep').textContent).toBe('This server is open in another window. Close it there first.')
    await page.click('server-forget')
    expect([page.find('question'), fake.callsOf('profiles.forget')]).toEqual([null, []])
    fake.profiles = fake.profiles.slice(0, 1)
    fake.push('profiles.changed', null)
    await quiet()
    await page.click('server-demo')
    expect(page.get('server-keep').textContent).toContain('The last server cannot be removed')
  })

  it('says so when another window took the server up meanwhile', async () => {
    await openServers()
    await page.click('server-trial')
    fake.next('profiles.forget', { failure: failure('CONFLICT', { details: { cause: 'shown' } }) })
    await page.click('server-forget')
    await page.click('question-confirm')
    expect(page.get('server-outcome').textContent).toBe('This server is open in another window. Close it there first.')
  })

  it('signs another server out after one question, and the one of this window with its drafts kept first', async () => {
    await openServers()
    await page.click('server-live')
    await page.click('server-sign-out')
    await page.click('question-confirm')
    expect([fake.callsOf('profiles.signOut'), fake.callsOf('session.signOut')]).toEqual([[{ id: 'live', clearsCache: false }], []])
    await page.click('server-demo')
    await page.click('server-sign-out')
    await page.click('question-confirm')
    expect([fake.callsOf('session.signOut').length, page.find('servers') !== null]).toEqual([1, true])
  })

  it('follows what other windows change', async () => {
    await openServers()
    fake.profiles = fake.profiles.map((profile) => (profile.id === 'trial' ? { ...profile, session: 'active', name: 'Trial 2' } : profile))
    fake.push('profiles.changed', null)
    await quiet()
    expect(page.get('server-trial').textContent).toMatch(/Trial 2.*Signed in/)
  })

  it('tells where the export went, what an import brought, and that a file was no list', async () => {
    await openServers()
    await page.click('server-export')
    expect(page.get('server-outcome').textContent).toBe('Saved 4 servers to /home/ada/servers.json, without passwords or tokens.')
    await page.click('server-import')
    expect(page.get('server-outcome').textContent).toMatch(/^Added: Harbour\. .*Trial\.$/)
    fake.next('profiles.import', { failure: failure('VALIDATION', { fields: { file: 'notAList' } }) })
    await page.click('server-import')
    expect(page.get('server-outcome').textContent).toContain('This file contains no server list.')
  })

  it('offers the demo data only while it is not there, and says on the first run what to do', async () => {
    fake.profiles = fake.profiles.slice(1)
    await openServers()
    expect(page.find('servers-first')).toBeNull()
    await page.click('server-demo')
    expect([focused(), page.get('server-demo').getAttribute('role')]).toEqual(['demo', 'option'])
    fake.profiles = fake.profiles.filter(({ isDemo }) => isDemo)
    fake.push('profiles.changed', null)
    await quiet()
    expect(page.get('servers-first').textContent).toContain('Add a server to get started')
  })
})
