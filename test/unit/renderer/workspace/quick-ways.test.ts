// Short ways by keys: from the filter to the rows, from a cell to its field, from a row to the other status.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openPopover, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
beforeEach(() => {
  giveElementsASize()
  fake = createFakeHoldfast()
})
afterEach(() => {
  page.close()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const focusedRow = (): string | undefined => document.activeElement?.closest('[data-testid^="row-"]')?.getAttribute('data-testid') ?? undefined
const focusedField = (): string | undefined => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field']

it('Enter in the filter goes on to the first row that it finds, once the rows are there', async () => {
  page = await openWorkspace(fake)
  await press('f', { ctrlKey: true })
  let answer: () => void = () => undefined
  fake.next('users.list', {
    gate: new Promise<void>((resolve) => {
      answer = resolve
    }),
  })
  await page.type('filter-username', 'farid')
  await press('Enter')
  expect(document.activeElement).toBe(page.get('filter-username'))
  answer()
  await quiet()
  expect(focusedRow()).toBe('row-5')
})

it('Enter in the filter does not take the focus from who has gone on typing, or elsewhere, by then', async () => {
  page = await openWorkspace(fake)
  for (const goOn of [
    () => page.type('filter-username', 'farida'),
    () => {
      page.get('filter-status').focus()
    },
  ]) {
    await press('f', { ctrlKey: true })
    let answer: () => void = () => undefined
    fake.next('users.list', {
      gate: new Promise<void>((resolve) => {
        answer = resolve
      }),
    })
    await page.type('filter-username', 'farid')
    await press('Enter')
    await goOn()
    answer()
    await quiet()
    expect(focusedRow()).toBeUndefined()
  }
})

it('Enter in the departments’ search goes to the first that matches, not to the one above it', async () => {
  page = await openWorkspace(fake)
  await page.click('menu-sys-dept-index')
  const below = fake.departments.find(({ parentId }) => parentId !== 0)
  await press('f', { ctrlKey: true })
  await page.type('filter-search', below?.name ?? '')
  await press('Enter')
  expect(focusedRow()).toBe(`row-${below?.id}`)
})

it('F2 opens a record in the field of the cursor’s column, or in the first where there is none to change', async () => {
  page = await openWorkspace(fake)
  for (const [column, field] of [
    ['Status', 'status'],
    ['Phone', 'tel'],
    ['User name', 'email'],
    ['Created', 'email'],
  ] as const) {
    page.cell('row-5', column).focus()
    await press('F2')
    expect([column, focusedField()]).toEqual([column, field])
    await page.click('drawer-close')
  }
})

/** What users do in their list at once, departments do in their form. */
async function openMenuOfDepartment(id: number): Promise<void> {
  await page.click('menu-sys-dept-index')
  page.get(`row-${id}`).querySelector<HTMLElement>('[role=gridcell]')?.focus()
  await press('F10', { shiftKey: true })
  page.get('row-menu-menu').dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
  await quiet()
}

it('“Disable” in a row’s menu opens the record with its status changed; nothing is sent before it is saved', async () => {
  page = await openWorkspace(fake)
  await openMenuOfDepartment(5)
  await page.click('row-menu-disable')
  expect([focusedField(), page.get('field-status').getAttribute('aria-checked'), fake.callsOf('departments.save')]).toEqual(['status', 'false', []])
  await press('s', { ctrlKey: true })
  expect(fake.callsOf('departments.save')).toMatchObject([{ id: 5, edits: { status: 'disabled' } }])
  // The same in the menu of the drawer, the other way round.
  await openPopover(page.get('record-actions'))
  await page.click('record-actions-enable')
  expect(page.get('field-status').getAttribute('aria-checked')).toBe('true')
})

it('“Disable” says why not where it may not be: one’s own account, a protected user', async () => {
  fake.account = { ...fake.account, id: 5 }
  page = await openWorkspace(fake)
  for (const id of [5, 1]) {
    page.get(`row-${id}`).querySelector<HTMLElement>('[role=gridcell]')?.focus()
    await press('F10', { shiftKey: true })
    const menu = page.get('row-menu-menu')
    menu.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }))
    await quiet()
    const entry = page.find('row-menu-disable') ?? page.get('row-menu-enable')
    expect([entry.getAttribute('aria-disabled'), (entry.title ?? '').length > 10]).toEqual(['true', true])
    menu.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'closed' }))
    await quiet()
  }
})

it('“Disable” is not done later to a record that another window has', async () => {
  page = await openWorkspace(fake)
  fake.next('forms.claim', { answer: { isMine: false } })
  await openMenuOfDepartment(5)
  await page.click('row-menu-disable')
  expect(page.find('field-status')).toBeNull()
  await page.click('row-5')
  expect(page.get('field-status').getAttribute('aria-checked')).toBe('true')
})
