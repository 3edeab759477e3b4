import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unknownPage } from '../support/fake-data'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const heading = (): string | undefined => document.querySelector('h1')?.textContent ?? undefined
const entry = (component: string): string | undefined => page.get(`menu-${component}`).querySelector('.ellipsis')?.textContent?.trim()

beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

describe('what a page is called', () => {
  it.each([
    ['zh-CN', '用户管理', '部门管理'],
    ['en', 'Users', 'Departments'],
  ] as const)('is what its menu entry says, in the heading and in the window’s title: %s', async (locale, users, departments) => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale }, profile: { ...fake.state.profile, isDemo: false, name: 'Head office' } }
    page = await openWorkspace(fake)
    expect([heading(), entry('sys-user-index'), document.title]).toEqual([users, users, `${users} – Head office – Holdfast`])
    await page.click('menu-sys-dept-index')
    expect([heading(), entry('sys-dept-index'), document.title]).toEqual([departments, departments, `${departments} – Head office – Holdfast`])
  })

  it('is what the server calls it where it speaks the language', async () => {
    fake.account = {
      ...fake.account,
      menu: fake.account.menu.map((top) => ({ ...top, children: top.children.map((one) => (one.component === 'sys/user/index' ? { ...one, title: 'People' } : one)) })),
    }
    page = await openWorkspace(fake)
    expect([heading(), document.title]).toEqual(['People', expect.stringMatching(/^People – /)])
  })

  it('of the program’s own pages and of those that are not here stands in the window’s title too', async () => {
    fake.account = { ...fake.account, menu: [...fake.account.menu, { ...unknownPage, title: 'Reports' }] }
    page = await openWorkspace(fake)
    await page.click('menu-extra-index')
    expect(document.title).toMatch(/^Reports – Demo data – Holdfast$/)
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    expect(document.title).toMatch(/^Servers – /)
    fake.push('actions.asked', { id: 'settings', choice: null })
    await quiet()
    expect(document.title).toMatch(/^Settings – /)
  })

  it('is nothing while nobody is signed in', async () => {
    fake.state = { ...fake.state, session: { ...fake.state.session, state: 'signed-out', cause: 'first-start', userId: null } }
    page = await openWorkspace(fake)
    expect(document.title).toBe('Demo data – Holdfast')
  })

  it('a name that turns round what stands beside it does so in no title', async () => {
    fake.state = { ...fake.state, profile: { ...fake.state.profile, isDemo: false, name: '\u202eecalp' } }
    page = await openWorkspace(fake)
    expect(document.title).toBe('Users – \u2068\u202eecalp\u2069 – Holdfast')
  })
})

describe('the server that the window shows', () => {
  it('has no primary button to open it, but a way back to it', async () => {
    page = await openWorkspace(fake)
    fake.push('actions.asked', { id: 'servers', choice: null })
    await quiet()
    expect([page.get('server-open').textContent, page.get('server-open').classList.contains('primary')]).toEqual(['Back to this server', false])
    await page.click('server-live')
    expect([page.get('server-open').textContent, page.get('server-open').classList.contains('primary')]).toEqual(['Open', true])
    await page.click('server-demo')
    await page.click('server-open')
    expect(heading()).toBe('Users')
  })
})
