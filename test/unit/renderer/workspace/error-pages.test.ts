// What stands in place of a page: no right to it, nothing there, a component that nobody here knows. One frame for all.
import type { MenuEntry } from '@shared/resources/account'
import type { Router } from 'vue-router'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
  fake.state = { ...fake.state, profile: { ...fake.state.profile, isDemo: false, origin: 'https://x.example' } }
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

const facts = (testid: string): string[] => [...page.get(testid).querySelectorAll('dd')].map(({ textContent }) => textContent ?? '')
const headings = (): string[] => [...document.querySelectorAll('h1')].filter((heading) => !heading.closest('[style*="display: none"]')).map(({ textContent }) => textContent ?? '')
const entry = (id: number, component: string, path: string): MenuEntry => ({ id, title: 'Extra', path, component, icon: '', isDirectory: false, isHidden: false, children: [] })

it('a page without the permission names it in words and by its path, and is there as soon as it is given', async () => {
  const forbidden = { code: 'FORBIDDEN', message: '', retryable: false, details: { permission: '/sys/user/users/get' } } as const
  fake.always('users.list', { failure: forbidden })
  page = await openWorkspace(fake)
  expect([headings(), facts('forbidden')]).toEqual([['You don’t have permission to view users.'], ['users / view', '/sys/user/users/get']])
  // The menu may have changed with the rights.
  expect(fake.callsOf('account.read').length).toBeGreaterThan(1)
  fake.always('users.list', null)
  await press('F5')
  expect([page.find('forbidden'), headings()]).toEqual([null, ['Users']])
  expect(page.find('users-grid')).not.toBeNull()
})

it('what a gateway refuses is no missing permission: it is told as it is, and none is named', async () => {
  fake.always('users.list', { failure: { code: 'FORBIDDEN', message: '', retryable: false, details: { status: 403, title: 'Blocked by WAF' } } })
  page = await openWorkspace(fake)
  expect([page.get('forbidden').textContent, facts('forbidden')]).toEqual([expect.stringContaining('Blocked by WAF'), []])
})

it.each([
  ['en', 'send the details to your administrator', 'Code: FORBIDDEN', 'HTTP status: 403'],
  ['zh-CN', '或将详细信息发给管理员', '代码：FORBIDDEN', 'HTTP 状态：403'],
] as const)('what a gateway refuses of a list that is shown is nothing to ask a permission for, and its details have the marks of the language: %s', async (locale, todo, ...lines) => {
  fake.state = { ...fake.state, preferences: { ...fake.state.preferences, locale } }
  page = await openWorkspace(fake)
  fake.always('users.list', { failure: { code: 'FORBIDDEN', message: '', retryable: false, details: { status: 403 } } })
  await press('F5')
  const said = document.body.textContent ?? ''
  expect(said).toContain(todo)
  for (const line of lines) expect(page.get('failure-details').textContent).toContain(line)
})

it('an address that leads nowhere is named, with the ways back', async () => {
  page = await openWorkspace(fake)
  const router = page.app.config.globalProperties['$router'] as Router
  await router.push('/no/such/page')
  await quiet()
  expect([headings(), facts('not-found')]).toEqual([['Page not found'], ['/no/such/page']])
  expect(document.title).toContain('Page not found')
  await page.click('not-found-home')
  expect(page.find('users-grid')).not.toBeNull()
})

it('so is an entry that the menu has lost; it comes back with the menu', async () => {
  const { menu } = fake.account
  fake.account = { ...fake.account, menu: [...menu, entry(77, 'extra/index', '/extra')] }
  page = await openWorkspace(fake)
  await page.click('menu-extra-index')
  fake.account = { ...fake.account, menu }
  fake.next('users.list', { failure: { code: 'FORBIDDEN', message: '', retryable: false } })
  await page.click('menu-sys-user-index')
  const router = page.app.config.globalProperties['$router'] as Router
  await router.push('/unavailable/77')
  await quiet()
  expect(facts('not-found')).toEqual(['Menu entry #77'])
  fake.account = { ...fake.account, menu: [...menu, entry(77, 'extra/index', '/extra')] }
  await page.click('not-found-menu')
  expect(page.find('unavailable')).not.toBeNull()
})

it('a component that nobody here knows is named, and the browser offered', async () => {
  fake.account = { ...fake.account, menu: [...fake.account.menu, entry(77, 'extra/index', '/extra'), entry(78, '', 'https://elsewhere.example')] }
  page = await openWorkspace(fake)
  await page.click('menu-extra-index')
  expect([page.get('unavailable').textContent, facts('unavailable')]).toEqual([expect.stringContaining('does not have this page'), ['extra/index', '/extra']])
  fake.next('links.openServerPage', { failure: { code: 'NOT_FOUND', message: '', retryable: false } })
  await page.click('open-in-browser')
  expect(fake.callsOf('links.openServerPage')).toEqual([{ path: '/extra' }])
  expect(page.get('unavailable').textContent).toContain('The browser could not be opened.')
})
