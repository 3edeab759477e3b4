// The users' list by real keys alone: found by department and disabled, refused, without a right, without a network through a kill, and changed by two.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { alter, inject } from '../support/fault-kinds'
import { answerOf } from '../support/page-bridge'
import { test } from '../support/shared-app'

const row = (page: Page, id: number) => page.getByTestId('users-grid').getByTestId(`row-${id}`)
const inRow = (page: Page, id: number): Promise<boolean> => page.evaluate((one) => document.activeElement?.closest(`[data-testid="row-${one}"]`) !== null, id)
const told = (page: Page) => page.getByTestId('told')
const statusOf = async (world: AppWorld, id: number): Promise<unknown> => (await world.backend.control.user(id))?.status
const writes = (world: AppWorld): string[] => world.proxy.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE').map(({ method, path }) => `${method} ${path}`)

/** By Ctrl+F, the name and Enter, to the row of this user. */
async function goTo(world: AppWorld, page: Page, id: number): Promise<string> {
  const name = (await world.backend.control.user(id))?.username ?? ''
  await page.keyboard.press('Control+f')
  await expect(page.getByTestId('filter-username')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(name)
  await page.keyboard.press('Enter')
  await expect.poll(() => inRow(page, id)).toBe(true)
  return name
}

test('people of a department and all below it are found by keys, one is disabled with the focus left on the row, and the column stays as it was', async ({ world, app: { workspace: page } }) => {
  await page.getByTestId('users-grid').locator('[role="gridcell"]').first().focus()
  await page.keyboard.press('Control+Shift+B')
  const pane = page.getByTestId('department-pane')
  await expect(pane.getByRole('tree')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('all-users')).toBeHidden()
  await expect(page.getByTestId('filter-clear')).toBeVisible()
  const { rows: tree } = await answerOf(page, 'options.departments')
  const [top] = tree
  const idsOf = (one: (typeof tree)[number]): number[] => [one.id, ...one.children.flatMap(idsOf)]
  const branch = new Set(top ? idsOf(top) : [])
  const all = await Promise.all([1, 2, 3, 4, 5].map((at) => answerOf(page, 'users.list', { page: at, pageSize: 200, sort: [{ field: 'listorder', direction: 'asc' }], filter: {} })))
  const found = all.flatMap(({ rows }) => rows).filter(({ departmentIds }) => departmentIds.some((id) => branch.has(id)))
  await expect(page.getByTestId('range-text')).toContainText(`of ${found.length.toLocaleString('en')}`)
  await expect(page.getByTestId('users-grid').locator('.grid-body [role="row"]').first()).toHaveAttribute('data-testid', `row-${found[0]?.id}`)

  // On to the list, to the first who can be disabled, and without the form.
  await page.keyboard.press('F6')
  await page.keyboard.press('F6')
  const first = found.find(({ id, status }) => id > 4 && status === 'enabled')
  const id = first?.id ?? 0
  for (let steps = 0; steps < 20 && !(await inRow(page, id)); steps += 1) await page.keyboard.press('ArrowDown')
  expect(await inRow(page, id)).toBe(true)
  await page.keyboard.press('Control+d')
  await expect(told(page)).toContainText('Disabled: ')
  await expect(told(page)).toContainText('disabling does not block sign-in')
  expect([await statusOf(world, id), writes(world), await inRow(page, id)]).toEqual([0, ['PUT /api/v2/sys/user/users'], true])
  await expect(row(page, id)).toContainText('Disabled')
  await page.keyboard.press('Control+Shift+B')
  await expect(pane).toBeHidden()
})

test('what the server refuses of a user is told in its words where the person is: a change, a deletion, a role that may not be given; the protected one is not even tried', async ({
  world,
  app: { workspace: page },
}) => {
  const refusal = (message: string) => inject({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 20_000, type: 'error', message }) })
  const id = 31
  await goTo(world, page, id)
  // Of one who holds a role that the account may not give any more.
  let rule = world.proxy.on({ method: 'PUT', path: '/sys/user/users' }, refusal('无权分配角色 2'))
  await page.keyboard.press('Control+d')
  await expect(page.getByTestId('question')).toContainText('无权分配角色 2')
  await page.keyboard.press('Enter')
  await expect.poll(() => inRow(page, id)).toBe(true)
  rule.remove()
  rule = world.proxy.on({ method: 'DELETE', path: `/sys/user/users/${id}` }, refusal('删除失败'))
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('question-cancel')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('question')).toContainText('删除失败')
  await page.keyboard.press('Enter')
  await expect.poll(() => inRow(page, id)).toBe(true)
  rule.remove()
  expect((await world.backend.control.user(id))?.username).toBeTruthy()

  world.proxy.forgetRequests()
  await goTo(world, page, 1)
  await page.keyboard.press('Control+d')
  await expect(told(page)).toContainText('This user is protected by the server')
  expect(writes(world)).toEqual([])
})

test('without the right to change users the key says which one is missing, and the server is not asked', async ({ world, app: { workspace: page } }) => {
  const rule = world.proxy.on(
    { method: 'GET', path: '/sys/user/info' },
    alter(({ status, body }) => ({ status, body: JSON.stringify(body).replace('/sys/user/users/put', '/sys/user/other/put') })),
  )
  await page.reload()
  await page.getByTestId('menu-sys-user-index').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('range-text')).toBeVisible()
  await goTo(world, page, 32)
  await page.keyboard.press('Control+d')
  await expect(told(page)).toContainText('/sys/user/users/put')
  expect(writes(world)).toEqual([])
  rule.remove()
})

test('disabled without a network it waits on its row, through a kill, and goes when the server is back; what another changed meanwhile stays', async ({ world, app }) => {
  const id = 33
  await goTo(world, app.workspace, id)
  await world.proxy.down()
  await app.workspace.keyboard.press('Control+d')
  await expect(row(app.workspace, id).getByTestId('pending-mark')).toBeVisible()
  expect(await inRow(app.workspace, id)).toBe(true)
  await app.kill()
  await world.backend.control.updateUser(id, { tel: '13700000033' })

  const { workspace: page } = await world.launch()
  await page.getByTestId('users-grid').locator('[role="gridcell"]').first().waitFor()
  // The filter is written a moment after it was typed; whether that was before the kill is not the point here.
  await goTo(world, page, id)
  await expect(row(page, id).getByTestId('pending-mark')).toBeVisible()
  await expect(row(page, id)).toContainText('Disabled')
  await world.proxy.up()
  await expect.poll(() => statusOf(world, id), { timeout: 30_000 }).toBe(0)
  expect((await world.backend.control.user(id))?.tel).toBe('13700000033')
  await expect(row(page, id).getByTestId('pending-mark')).toBeHidden()

  // Somebody else was quicker, and in the other direction: what was meant is done to the row as it is.
  await goTo(world, page, 34)
  await world.backend.control.updateUser(34, { status: 0 })
  await page.keyboard.press('Control+d')
  await expect(told(page)).toContainText('Disabled: ')
  await expect.poll(() => statusOf(world, 34)).toBe(0)
})
