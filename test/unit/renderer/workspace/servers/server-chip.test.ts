import type { Failure } from '@shared/result'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../../support/fake-holdfast'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../../support/mount'

const failure = (code: Failure['code']): Failure => ({ code, message: '', retryable: false })

let fake: FakeHoldfast
let page: OpenWorkspace

describe('the chip of the server', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('switches to another server after every draft is kept', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    await page.type('field-email', 'kept@example.com')
    await openPopover(page.get('server-chip'))
    await page.click('server-chip-to-live')
    const order = fake.calls.map(({ name }) => name).filter((name) => name === 'drafts.keep' || name === 'profiles.open')
    expect(order).toEqual(['drafts.keep', 'profiles.open'])
    expect(page.get('server-chip').textContent).toContain('Head office')
  })

  it('names what could not be kept and asks first', async () => {
    page = await openWorkspace(fake)
    await page.click('row-5')
    fake.always('drafts.keep', { failure: failure('STORAGE') })
    await page.type('field-email', 'unkept@example.com')
    await openPopover(page.get('server-chip'))
    await page.click('server-chip-to-live')
    expect(page.get('question').textContent).toMatch(/could not be saved.*farid/)
    await page.click('question-cancel')
    expect([fake.callsOf('profiles.open'), page.get<HTMLInputElement>('field-email').value]).toEqual([[], 'unkept@example.com'])
  })

  it('opens this server in a new window, and the list', async () => {
    page = await openWorkspace(fake)
    await openPopover(page.get('server-chip'))
    await page.click('server-chip-new-window')
    expect(fake.callsOf('profiles.open')).toEqual([{ id: 'demo', inNewWindow: true }])
    await page.click('server-chip-manage')
    expect(page.find('server-list')).not.toBeNull()
  })

  it('goes through its entries with the arrows and letters', async () => {
    page = await openWorkspace(fake)
    await openPopover(page.get('server-chip'))
    const at = (): string | undefined => document.activeElement?.getAttribute('data-testid')?.replace('server-chip-', '')
    const seen = [at()]
    for (const key of ['ArrowDown', 'End', 'ArrowDown', 'ArrowUp', 'l']) {
      await press(key)
      seen.push(at())
    }
    expect(seen).toEqual(['to-live', 'to-trial', 'manage', 'to-live', 'manage', 'to-lab'])
  })

  it('says where a server could not be opened, also to whoever was elsewhere', async () => {
    page = await openWorkspace(fake)
    fake.next('profiles.open', { failure: failure('INTERNAL') })
    await openPopover(page.get('server-chip'))
    await page.click('server-chip-to-trial')
    expect(page.get('server-trouble').textContent).toContain('Trial could not be opened.')
  })

  it('says by a word where changes are reviewed first, or not possible at all', async () => {
    page = await openWorkspace(fake)
    expect(page.find('write-mode')).toBeNull()
    const words: unknown[] = []
    for (const writeMode of ['confirm', 'review', 'read-only'] as const) {
      fake.state = { ...fake.state, profile: { ...fake.state.profile, writeMode } }
      fake.push('workspace.switched', null)
      await quiet()
      words.push(page.find('write-mode')?.textContent.trim())
    }
    expect(words).toEqual([undefined, 'review', 'read-only'])
  })

  it('marks production by a band over the window and the word, and nothing else by a band', async () => {
    page = await openWorkspace(fake)
    expect(page.find('production-band')).toBeNull()
    fake.state = { ...fake.state, profile: { ...fake.state.profile, id: 'live', isDemo: false, name: 'Head office', label: 'production', color: 'blue' } }
    fake.push('workspace.switched', null)
    await quiet()
    expect([page.find('production-band') !== null, page.get('server-chip').textContent]).toEqual([true, expect.stringContaining('Production')])
    expect(page.get('label-badge').className).toContain('mark-red')
  })

  it('with many servers has a filter above them, and every entry can be reached by keys alone', async () => {
    const [pattern] = fake.profiles.filter(({ id }) => id !== 'demo')
    const many = Array.from({ length: 15 }, (_, at) => ({
      ...pattern,
      id: `many-${at}`,
      name: `Plant ${at}`,
      label: at === 7 ? 'production' : 'none',
      color: at % 2 ? 'green' : 'grey',
    })) as typeof fake.profiles
    fake.profiles = [...fake.profiles.filter(({ id }) => id === 'demo'), ...many]
    page = await openWorkspace(fake)
    await openPopover(page.get('server-chip'))
    const menu = page.get('server-chip-menu')
    const entries = (): string[] => [...menu.querySelectorAll('[role=menuitem]')].map(({ textContent }) => (textContent ?? '').trim())
    expect([entries().length, document.activeElement]).toEqual([17, page.get('server-chip-filter')])
    // Colour beside the name, and for production the word as well.
    expect(page.get('server-chip-to-many-7').querySelector('.server-mark.solid')).not.toBeNull()
    expect(page.get('server-chip-to-many-7').textContent).toMatch(/Plant 7.*Production/)
    expect(page.get('server-chip-to-many-1').querySelector('.mark-green')).not.toBeNull()

    await press('ArrowUp')
    expect(document.activeElement).toBe(page.get('server-chip-manage'))
    await press('Home')
    expect(document.activeElement?.textContent).toContain(fake.profiles.find(({ id }) => id === 'many-0')?.name)
    await press('ArrowUp')
    expect(document.activeElement).toBe(page.get('server-chip-filter'))
    await page.type('server-chip-filter', 'plant 12')
    expect([entries().length, document.activeElement]).toEqual([3, page.get('server-chip-filter')])
    await press('Enter')
    expect(fake.callsOf('profiles.open')).toEqual([{ id: 'many-12', inNewWindow: false }])
  })

  it('says when no server matches, and keeps the ways to the list and to a new window', async () => {
    const [pattern] = fake.profiles.filter(({ id }) => id !== 'demo')
    fake.profiles = [...fake.profiles, ...Array.from({ length: 9 }, (_, at) => ({ ...pattern, id: `many-${at}`, name: `Plant ${at}` }))] as typeof fake.profiles
    page = await openWorkspace(fake)
    await openPopover(page.get('server-chip'))
    await page.type('server-chip-filter', 'nowhere')
    const menu = page.get('server-chip-menu')
    expect([menu.querySelectorAll('[role=menuitem]').length, menu.querySelector('[role=status]')?.textContent]).toEqual([2, 'No matches'])
    await press('Enter')
    expect(fake.callsOf('profiles.open')).toEqual([])
  })

  it('has no filter for few servers: the first entry has the focus', async () => {
    page = await openWorkspace(fake)
    await openPopover(page.get('server-chip'))
    expect([page.find('server-chip-filter'), document.activeElement?.getAttribute('role'), page.get('server-chip-menu').getAttribute('role')]).toEqual([null, 'menuitem', 'menu'])
  })
})
