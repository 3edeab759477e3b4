// Choosing roles, departments and parents, by real keys in both languages, among as many as a large server has.
import { expect, type Locator, type Page } from '@playwright/test'
import { type AppWorld, createAppWorld, type WorldServer } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { answerOf } from '../support/page-bridge'
import { readyApp, test } from '../support/shared-app'

// Tens of thousands of records pass main and its store first: on a busy machine that takes its time.
test.setTimeout(240_000)

const DEPARTMENTS = 50_000
const ROLES = 2_000
/** Each below one of the hundred before it: about three levels and no branch of more than a hundred. */
const above = (id: number): number => (id <= 100 ? 0 : Math.floor((id - 1) / 100))

interface WireDepartment {
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly aliasname: string
  readonly listorder: number
  readonly status: string
  readonly isDisabled: boolean
  children?: WireDepartment[]
}

function manyDepartments(): WireDepartment[] {
  const all = Array.from(
    { length: DEPARTMENTS },
    (_, at): WireDepartment => ({ id: at + 1, pid: above(at + 1), name: `Department ${at + 1}`, aliasname: '', listorder: 99, status: '1', isDisabled: at === 1 }),
  )
  for (const department of all) {
    const parent = all[department.pid - 1]
    if (parent) (parent.children ??= []).push(department)
  }
  return all.filter(({ pid }) => pid === 0)
}

const manyRoles = () => Array.from({ length: ROLES }, (_, at) => ({ id: at + 1, name: `Role ${at + 1}`, remark: '', status: '1', isDisabled: at === 0, listorder: '99' }))

function answerWith(proxy: WorldServer['proxy'], path: string, data: unknown): void {
  const body = Buffer.from(JSON.stringify({ code: 20000, data }))
  proxy.on({ method: 'GET', path }, () => Promise.resolve({ kind: 'answer', answer: { status: 200, headers: { 'content-type': 'application/json' }, body } }))
}

const field = (page: Page, name: string): Locator => page.getByTestId(`field-${name}`)
const combobox = (page: Page, name: string): Locator => field(page, name).getByRole('combobox')
const options = (page: Page): Locator => page.locator('[data-testid^="option-"]')
const active = (page: Page, name: string): Promise<string> =>
  combobox(page, name).evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.querySelector('.ellipsis')?.textContent ?? '')

/** Opens a user's form, once there is something to choose in it. */
async function openUser(page: Page): Promise<void> {
  const row = page.locator('[data-testid^="row-"]').nth(3)
  await row.waitFor({ timeout: 100_000 })
  await row.dblclick()
  await expect(combobox(page, 'departments')).toBeEnabled({ timeout: 100_000 })
}

const words = {
  en: { remove: 'Remove “Department 4321”', matches: 'No matches', locked: 'you don’t have permission to assign this', selected: 'Departments: selected' },
  'zh-CN': { remove: '移除“Department 4321”', matches: '没有匹配项', locked: '你无权分配', selected: '部门：已选项' },
} as const

test.describe('on a large server', () => {
  let world: AppWorld
  let app: RunningApp
  test.beforeAll(async () => {
    world = await createAppWorld()
  })
  test.beforeEach(async () => {
    app = await readyApp(world)
    answerWith(world.proxy, '/sys/user/getdeptoptions', manyDepartments())
    answerWith(world.proxy, '/sys/user/getroleoptions', manyRoles())
    // What the page has read of them before goes.
    await app.workspace.reload()
  })
  test.afterAll(() => world.close())

  for (const locale of ['en', 'zh-CN'] as const) {
    test(`50,000 departments and 2,000 roles are chosen from by keys alone, with few rows on the page (${locale})`, async () => {
      const { workspace: page } = app
      await answerOf(page, 'preferences.set', { locale })
      await openUser(page)
      await expect(options(page)).toHaveCount(0)

      await combobox(page, 'departments').focus()
      await page.keyboard.press('ArrowDown')
      await expect(combobox(page, 'departments')).toHaveAttribute('aria-expanded', 'true')
      await expect(options(page).first()).toBeVisible()
      expect(await options(page).count()).toBeLessThanOrEqual(60)
      await page.keyboard.press('End')
      await expect.poll(() => active(page, 'departments')).toBe('Department 100')
      await expect(options(page).filter({ hasText: 'Department 100' }).last()).toBeInViewport()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => active(page, 'departments')).toBe('Department 10001')
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Home')
      await expect.poll(() => active(page, 'departments')).toBe('Department 1')

      await page.keyboard.type('Department 4321')
      await expect.poll(() => active(page, 'departments')).toBe('Department 4321')
      expect(await options(page).count()).toBeLessThanOrEqual(60)
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('chip-4321')).toBeVisible()
      await expect(field(page, 'departments').getByRole('list', { name: words[locale].selected })).toBeVisible()
      await page.keyboard.type('zzz')
      await expect(page.getByTestId('picker-popup').filter({ visible: true })).toContainText(words[locale].matches)

      await page.keyboard.press('Escape')
      await expect(combobox(page, 'departments')).toHaveAttribute('aria-expanded', 'false')
      await expect(combobox(page, 'departments')).toBeFocused()
      await expect(page.getByTestId('drawer')).toBeVisible()
      await page.getByRole('button', { name: words[locale].remove }).press('Delete')
      await expect(page.getByTestId('chip-4321')).toHaveCount(0)

      await combobox(page, 'departments').focus()
      await page.keyboard.type('Department 2')
      await expect.poll(() => active(page, 'departments')).toBe('Department 2')
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('option-2')).toContainText(words[locale].locked)
      await expect(page.getByTestId('chip-2')).toHaveCount(0)
      await page.keyboard.press('Escape')

      await combobox(page, 'roles').focus()
      await page.keyboard.press('Alt+ArrowDown')
      await expect(options(page).first()).toBeVisible()
      expect(await options(page).count()).toBeLessThanOrEqual(60)
      await page.keyboard.type('role 1999')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
      await expect(page.getByTestId('chip-1999')).toBeVisible()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await expect(options(page)).toHaveCount(0)
      await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
    })
  }

  test('the popup stays in the window at 200 % zoom, and its list can be scrolled by the pointer without closing', async () => {
    const { workspace: page, electron } = app
    await answerOf(page, 'preferences.set', { locale: 'en' })
    await openUser(page)
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2))
    await expect.poll(() => page.evaluate(() => window.devicePixelRatio)).toBe(2)
    await field(page, 'departments').scrollIntoViewIfNeeded()
    await combobox(page, 'departments').focus()
    await page.keyboard.press('ArrowDown')
    const popup = page.getByTestId('picker-popup').filter({ visible: true })
    await expect(popup).toBeVisible()
    const fits = await popup.evaluate((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      return left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight
    })
    expect(fits).toBe(true)
    // It opens at what is chosen; rows above it are made beyond the upper edge.
    const activeRow = await combobox(page, 'departments').getAttribute('aria-activedescendant')
    await expect(page.locator(`[id="${activeRow}"]`)).toBeInViewport()

    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1))
    await expect.poll(() => page.evaluate(() => window.devicePixelRatio)).toBe(1)
    // From the top, where the thumb of the scroll bar is.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Home')
    await expect.poll(() => page.getByRole('tree', { name: 'Departments' }).evaluate((element) => element.scrollTop)).toBe(0)
    const list = await page.getByRole('tree', { name: 'Departments' }).boundingBox()
    if (!list) throw new Error('the tree is not on screen')
    await page.mouse.move(list.x + list.width - 4, list.y + 12)
    await page.mouse.down()
    await page.mouse.move(list.x + list.width - 4, list.y + list.height - 12, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => page.getByRole('tree', { name: 'Departments' }).evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
    await expect(combobox(page, 'departments')).toHaveAttribute('aria-expanded', 'true')
    await page.getByTestId('only-chosen').click()
    await expect(combobox(page, 'departments')).toHaveAttribute('aria-expanded', 'true')
    // A press anywhere else closes it.
    await page.locator('h1').click()
    await expect(combobox(page, 'departments')).toHaveAttribute('aria-expanded', 'false')
  })
})

test('what is chosen by keys reaches the server, and Esc goes from the list to the drawer one at a time', async ({ world, app }) => {
  const { workspace: page } = app
  const row = page.locator('[data-testid^="row-"]').nth(3)
  const id = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
  const before = await world.backend.control.user(id)
  await row.dblclick()
  await expect(combobox(page, 'departments')).toBeEnabled()
  await combobox(page, 'departments').focus()
  const wanted = before?.dept.includes(4) ? '敦煌' : '玉门关'
  await page.keyboard.insertText(wanted)
  await expect.poll(() => active(page, 'departments')).toBe(wanted)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  const after = await world.backend.control.user(id)
  expect([...(after?.dept ?? [])].sort()).toEqual([...(before?.dept ?? []), wanted === '敦煌' ? 3 : 4].sort())
  await page.keyboard.press('ArrowDown')
  await expect(options(page).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(0)
  await expect(page.getByTestId('drawer')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('drawer')).toBeHidden()
})
