// Roles and what they grant, by real keys alone: made, ticked, reviewed, saved, refused, kept through a kill, merged.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { alter } from '../support/fault-kinds'
import { askElsewhere } from '../support/other-administrator'
import { test } from '../support/shared-app'
import { NORMAL_SIZE, resizeTo } from '../support/window-size'

const row = (page: Page, within: string, name: string) => page.getByTestId(within).locator('[data-testid^="row-"]').filter({ hasText: name }).first()
const tick = (page: Page, id: number) => page.getByTestId('menus-grid').locator(`[data-testid="row-${id}"] [role="checkbox"]`).first()
const bar = (page: Page) => page.getByTestId('draft-bar')
const inGrid = (page: Page, id: number) => expect(page.getByTestId('menus-grid').locator(`[data-testid="row-${id}"] [role="gridcell"]`).first()).toBeFocused()

interface GrantedRow {
  readonly id: string
  readonly perm_id: string
}
const grantsOf = async (world: AppWorld, roleId: number, kind: 'rolemenu' | 'rolerole' | 'roledept'): Promise<readonly GrantedRow[]> =>
  askElsewhere(world, 'POST', `/sys/role/${kind}`, { roleId: String(roleId) })
const menusOf = async (world: AppWorld, roleId: number): Promise<number[]> => (await grantsOf(world, roleId, 'rolemenu')).map(({ id }) => Number(id)).sort((a, b) => a - b)
/** Somebody else grants one more menu: in this server's data menu n has permission n + 1. */
async function grantElsewhere(world: AppWorld, roleId: number, menu: number): Promise<void> {
  const perms = [String(menu + 1)]
  for (const kind of ['rolemenu', 'rolerole', 'roledept'] as const) perms.push(...(await grantsOf(world, roleId, kind)).map(({ perm_id }) => perm_id))
  await askElsewhere(world, 'POST', '/sys/role/saveroleperm', { roleId: String(roleId), rolePerms: perms.map((perm_id) => ({ role_id: String(roleId), perm_id })), roleScope: '1' })
}

async function toRoles(page: Page): Promise<void> {
  await page.getByTestId('menu-sys-role-index').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('range-text')).toBeVisible()
  // As the test before left it.
  const clear = page.getByTestId('filter-clear')
  if (await clear.isVisible()) await clear.press('Enter')
  await expect(row(page, 'roles-grid', '访客')).toBeVisible()
}
/** By keys: the search, the first row, its grants. */
async function openGrants(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+f')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-testid="roles-grid"] [data-testid^="row-"]')?.textContent ?? '')).toContain(name)
  await page.keyboard.press(' ')
  await expect(page.getByTestId('drawer')).toBeVisible()
  await page.keyboard.press('Alt+1')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-testid="menus-grid"]') !== null)).toBe(true)
}

/** By ↓ alone, from where the cursor is. */
async function downTo(page: Page, menu: number): Promise<void> {
  const isThere = (): Promise<boolean> => page.evaluate((id) => document.activeElement?.closest(`[data-testid="row-${id}"]`) !== null, menu)
  for (let steps = 0; steps < 40 && !(await isThere()); steps += 1) await page.keyboard.press('ArrowDown')
  expect(await isThere()).toBe(true)
}

test('a role is made, gets its grants, and is refused a name that is taken, by keys alone', async ({ world, app: { workspace: page } }) => {
  await toRoles(page)
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('field-name')).toBeFocused()
  await page.keyboard.type('访客')
  await page.keyboard.press('Control+s')
  await expect(page.locator('.field-error')).toBeVisible()
  await expect(page.getByTestId('field-name')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Keys only')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')

  await page.keyboard.press('Alt+1')
  await inGrid(page, 1)
  await expect(tick(page, 4)).toHaveAttribute('aria-checked', 'false')
  // Down to the users' page, whose operations come along.
  await downTo(page, 4)
  await page.keyboard.press(' ')
  await expect(tick(page, 20)).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+y')
  await expect(tick(page, 17)).toHaveAttribute('aria-checked', 'false')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('question')).toContainText('Menus +5')
  await page.keyboard.press('Enter')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  const role = ((await askElsewhere(world, 'GET', '/sys/role/roles')) as { items: { id: string; name: string }[] }).items.find(({ name }) => name === 'Keys only')
  expect(await menusOf(world, Number(role?.id))).toEqual([1, 4, 18, 19, 20])
})

test('what another administrator grants meanwhile stays, and is shown before the save', async ({ world, app: { workspace: page } }) => {
  await toRoles(page)
  await openGrants(page, 'Support desk')
  await page.keyboard.press('Control+Home')
  await downTo(page, 28)
  await page.keyboard.press(' ')
  await expect(tick(page, 28)).toHaveAttribute('aria-checked', 'true')
  const before = await menusOf(world, 7)
  await grantElsewhere(world, 7, 18)
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('question')).toContainText('Menus +2')
  await page.keyboard.press('Enter')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  expect(await menusOf(world, 7)).toEqual([...before, 18, 27, 28].sort((a, b) => a - b))
  await expect(tick(page, 18)).toHaveAttribute('aria-checked', 'true')
})

test('ticks made without a network are offered again after a kill, and go with the save', async ({ world, app }) => {
  let { workspace: page } = app
  await toRoles(page)
  await openGrants(page, '访客')
  await world.proxy.down()
  await page.keyboard.press('Control+Home')
  await downTo(page, 28)
  await page.keyboard.press(' ')
  await expect(bar(page)).toHaveAttribute('data-state', 'kept')
  await app.kill()

  const again = await world.launch()
  page = again.workspace
  await page.getByTestId('drafts-line').getByRole('button').first().click()
  await expect(page.getByTestId('draft-offer')).toContainText('unsaved changes')
  await page.getByTestId('restore-draft').press('Enter')
  await page.getByTestId('grant-filter').selectOption('changed')
  await expect(tick(page, 28)).toHaveAttribute('aria-checked', 'true')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('question')).toContainText('Menus +')
  await page.keyboard.press('Enter')
  await expect(bar(page)).toHaveAttribute('data-state', 'queued')
  await world.proxy.up()
  await expect.poll(() => menusOf(world, 8), { timeout: 30_000 }).toContain(28)
})

test('without the right to grant everything stands and says why', async ({ world, app: { workspace: page } }) => {
  const rule = world.proxy.on(
    { method: 'GET', path: '/sys/user/info' },
    alter(({ status, body }) => ({ status, body: JSON.stringify(body).replace('/sys/role/saveroleperm/post', '/sys/role/other/post') })),
  )
  await page.reload()
  await toRoles(page)
  await openGrants(page, '访客')
  await expect(page.getByTestId('form-locked')).toContainText('/sys/role/saveroleperm')
  await inGrid(page, 1)
  const before = await tick(page, 1).getAttribute('aria-checked')
  await page.keyboard.press(' ')
  expect(await tick(page, 1).getAttribute('aria-checked')).toBe(before)
  await expect(page.getByTestId('save')).toBeHidden()
  rule.remove()
})

test('in a narrow and low window the permissions take the list’s place, with rows enough to work in', async ({ app }) => {
  const { workspace: page } = app
  await toRoles(page)
  await row(page, 'roles-grid', '审计员').locator('[role="gridcell"]').first().click()
  await expect(page.getByTestId('drawer')).toContainText('审计员')
  await page.getByTestId('drawer').getByRole('tab').nth(1).click()
  await expect(page.getByTestId('menus-grid')).toBeVisible()
  await resizeTo(app, { width: 900, height: 600, zoom: 1 })
  await expect(page.getByTestId('roles-grid')).toBeHidden()
  await expect
    .poll(() =>
      page.getByTestId('menus-grid').evaluate((grid) => {
        const { top, bottom } = (grid.querySelector('[role="rowgroup"]:last-of-type') ?? grid).getBoundingClientRect()
        return [...grid.querySelectorAll('[data-testid^="row-"]')].filter((row) => row.getBoundingClientRect().top >= top && row.getBoundingClientRect().bottom <= bottom).length
      }),
    )
    .toBeGreaterThan(4)
  await resizeTo(app, { width: 900, height: 800, zoom: 1 })
  await expect(page.getByTestId('roles-grid')).toBeVisible()
  await resizeTo(app, NORMAL_SIZE)
})
