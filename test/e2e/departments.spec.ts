// Departments by real keys alone: made, changed, moved, reordered, refused, deleted; offline and through a kill; two administrators who move. And by the mouse what keys cannot show: a drag.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { alter, inject, plainText } from '../support/fault-kinds'
import { askElsewhere } from '../support/other-administrator'
import { test } from '../support/shared-app'

const DEPARTMENTS = '/sys/dept/depts'
const grid = (page: Page) => page.getByTestId('departments-grid')
const row = (page: Page, name: string) => grid(page).locator('[data-testid^="row-"]').filter({ hasText: name }).first()
const bar = (page: Page) => page.getByTestId('draft-bar')
const told = (page: Page) => page.getByTestId('announcer')
/** All that is told from now on, in the live region of the window. */
async function listen(page: Page): Promise<() => Promise<string>> {
  const texts = await page.getByTestId('announcer').evaluateHandle((last) => {
    const heard: string[] = []
    const region = last.closest('[aria-live]') ?? last
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) heard.push(node.textContent ?? '')
    }).observe(region, { childList: true, characterData: true, subtree: true })
    return heard
  })
  return () => texts.evaluate((heard) => heard.join('\n'))
}

interface Node {
  readonly id: number
  readonly pid: number
  readonly name: string
  readonly listorder: number
  readonly children?: readonly Node[]
}
const flat = (nodes: readonly Node[]): Node[] => nodes.flatMap((node) => [node, ...flat(node.children ?? [])])
const all = async (world: AppWorld): Promise<Node[]> => flat(await askElsewhere(world, 'GET', DEPARTMENTS))
const one = async (world: AppWorld, name: string): Promise<Node | undefined> => (await all(world)).find((node) => node.name === name)
const elsewhere = async (world: AppWorld, method: string, body: unknown): Promise<unknown> => askElsewhere(world, method, DEPARTMENTS, body)
async function moveElsewhere(world: AppWorld, name: string, pid: number): Promise<void> {
  const { id } = (await one(world, name)) as Node
  await elsewhere(world, 'PUT', { id, pid, name })
}

async function toDepartments(page: Page): Promise<void> {
  await page.getByTestId('menu-sys-dept-index').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('range-text')).toBeVisible()
  // As the test before left it.
  const clear = page.getByTestId('filter-clear')
  if (await clear.isVisible()) await clear.press('Enter')
  await expect(row(page, '长城')).toBeVisible()
}
async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+f')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[data-testid^="row-"]')?.textContent ?? '')).toContain(name)
}
/** The row's menu, down to this one. */
async function choose(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Shift+F10')
  const item = page.getByTestId(`row-menu-${key}`)
  await expect(item).toBeVisible()
  const isThere = (): Promise<boolean> => item.evaluate((element) => element === document.activeElement)
  for (let steps = 0; steps < 12 && !(await isThere()); steps += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}
async function moveTo(page: Page, name: string): Promise<void> {
  await confirmMoveTo(page, name)
  await expect(page.getByTestId('move-dialog')).toBeHidden()
}
async function confirmMoveTo(page: Page, name: string): Promise<void> {
  await expect(page.getByTestId('move-target').getByRole('combobox')).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('move-target').getByRole('combobox')).toHaveValue(name)
  await page.keyboard.press('Enter')
  // A second Enter in the closed field opens it again; the button is two stops away.
  if (await page.getByTestId('picker-popup').isVisible()) await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('move-confirm')).toBeFocused()
  await page.keyboard.press('Enter')
}

test('made, refused, changed and deleted, by keys alone', async ({ world, app: { workspace: page } }) => {
  await toDepartments(page)
  await expect(page.getByTestId('users-told')).toContainText('Users counted')
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('field-name')).toBeFocused()
  // Held here, so it is not even sent.
  await page.keyboard.type('黄河')
  await page.keyboard.press('Control+s')
  await expect(page.locator('.field-error')).toContainText('This name is taken.')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Night desk')
  await elsewhere(world, 'POST', { pid: 1, name: 'Night desk' })
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('drawer')).toContainText('Night desk - 机构名称重复')
  await page.getByTestId('field-name').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Day desk')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  expect(await one(world, 'Day desk')).toMatchObject({ pid: 0 })

  // What no form lets anybody do, a server may still say.
  world.proxy.on({ method: 'PUT', path: DEPARTMENTS, times: 1 }, inject({ body: { code: 20000, type: 'error', message: 'Day desk - 上级机构不能为自己' } }))
  await page.getByTestId('field-alias').focus()
  await page.keyboard.type('DAY')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('drawer')).toContainText('上级机构不能为自己')
  await expect(page.getByTestId('field-alias')).toHaveValue('DAY')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  await page.keyboard.press('Escape')

  // A branch is not even asked about; one that has become a branch meanwhile the server refuses.
  await goTo(page, '长城')
  await page.keyboard.press('Delete')
  await expect(told(page)).toContainText(/This department has \d+ sub-departments?\./)
  await goTo(page, 'Day desk')
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('question')).toContainText('No users belong to it.')
  const { id } = (await one(world, 'Day desk')) as Node
  await elsewhere(world, 'POST', { pid: id, name: 'Its child' })
  await page.getByTestId('question-confirm').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('question')).toContainText('存在子节点不能删除')
  await page.keyboard.press('Enter')
  // Deletion of what is gone is answered by plain text: looked up, and told as what it is.
  await page.keyboard.press('F5')
  await goTo(page, 'Its child')
  world.proxy.on({ method: 'DELETE', path: DEPARTMENTS, times: 1 }, plainText('string(58) "未查找到 sys_perm 表中记录"', { done: true }))
  await page.keyboard.press('Delete')
  await page.getByTestId('question-confirm').focus()
  await page.keyboard.press('Enter')
  await expect(row(page, 'Its child')).toBeHidden()
  await expect(page.getByTestId('question')).toBeHidden()
  expect(await one(world, 'Its child')).toBeUndefined()
})

test('moved to another place and among siblings by keys, and by a drag that Escape ends', async ({ world, app: { workspace: page } }) => {
  await toDepartments(page)
  const heard = await listen(page)
  await goTo(page, 'London office')
  await page.keyboard.press(' ')
  await goTo(page, 'Berlin office')
  await page.keyboard.press(' ')
  await expect(page.getByTestId('move-count')).toHaveText('2 selected')
  await choose(page, 'move')
  await moveTo(page, '长江')
  await expect.poll(heard).toContain('Moved to 长江: London office, Berlin office')
  const target = (await one(world, '长江')) as Node
  expect([(await one(world, 'London office'))?.pid, (await one(world, 'Berlin office'))?.pid]).toEqual([target.id, target.id])

  await page.getByTestId('filter-clear').press('Enter')
  await goTo(page, '太湖')
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(heard).toContain('Clear the search')
  await page.getByTestId('filter-clear').press('Enter')
  await row(page, '太湖').locator('[role=gridcell]').first().focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(heard).toMatch(/太湖: \d of 5/)
  await expect(row(page, '太湖').locator('[role=gridcell]').first()).toBeFocused()
  const siblings = (await all(world)).filter(({ pid }) => pid === target.id).sort((a, b) => b.listorder - a.listorder)
  expect(new Set(siblings.map(({ listorder }) => listorder)).size).toBe(siblings.length)

  const drag = async (from: string, onto: string): Promise<void> => {
    // What earlier tests have made may have moved one of them out of sight; a box is told all the same.
    for (const name of [onto, from]) await row(page, name).scrollIntoViewIfNeeded()
    const [start, end] = [await row(page, from).boundingBox(), await row(page, onto).boundingBox()]
    if (!start || !end) throw new Error('no such row on screen')
    await page.mouse.move(start.x + 120, start.y + start.height / 2)
    await page.mouse.down()
    await page.mouse.move(end.x + 120, end.y + end.height / 2 - 4, { steps: 6 })
    await page.mouse.move(end.x + 124, end.y + end.height / 2)
  }
  await drag('Singapore office', '黄河')
  await expect(page.getByTestId('drag-note')).toHaveText('Move Singapore office to 黄河')
  await expect(row(page, '黄河')).toHaveAttribute('data-drop', 'taken')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(page.getByTestId('drag-note')).toBeHidden()
  expect((await one(world, 'Singapore office'))?.pid).toBe((await one(world, '海外'))?.id)
  await drag('长城', '敦煌')
  await expect(page.getByTestId('drag-note')).toHaveText('长城 cannot be placed below itself.')
  await page.mouse.up()
  await drag('Singapore office', '黄河')
  await page.mouse.up()
  await expect.poll(async () => (await one(world, 'Singapore office'))?.pid).toBe((await one(world, '黄河'))?.id)
})

test('a drag between two rows is their order, and in another place both at once', async ({ world, app: { workspace: page } }) => {
  await toDepartments(page)
  /** To the upper edge of that row. */
  const dragBefore = async (from: string, next: string): Promise<void> => {
    for (const name of [next, from]) await row(page, name).scrollIntoViewIfNeeded()
    const [start, end] = [await row(page, from).boundingBox(), await row(page, next).boundingBox()]
    if (!start || !end) throw new Error('no such row on screen')
    await page.mouse.move(start.x + 120, start.y + start.height / 2)
    await page.mouse.down()
    await page.mouse.move(end.x + 120, end.y + 6, { steps: 6 })
    await page.mouse.move(end.x + 124, end.y + 3)
  }
  const orderIn = async (pid: number): Promise<string[]> =>
    (await all(world))
      .filter((node) => node.pid === pid)
      .sort((a, b) => b.listorder - a.listorder)
      .map(({ name }) => name)
  await dragBefore('三门峡', '壶口')
  await expect(page.getByTestId('drag-note')).toHaveText('Move 三门峡 before 壶口')
  await expect(row(page, '壶口')).toHaveAttribute('data-side', 'before')
  await page.mouse.up()
  await expect.poll(async () => (await orderIn(2)).filter((name) => name === '三门峡' || name === '壶口')).toEqual(['三门峡', '壶口'])
  await dragBefore('莫高窟', '壶口')
  await expect(page.getByTestId('drag-note')).toHaveText('Move 莫高窟 to 黄河, before 壶口')
  await page.mouse.up()
  await expect.poll(async () => (await orderIn(2)).filter((name) => name === '三门峡' || name === '壶口' || name === '莫高窟')).toEqual(['三门峡', '莫高窟', '壶口'])
})

test('two administrators who move the same, or one below the other: nothing is lost, and it is told', async ({ world, app: { workspace: page } }) => {
  await toDepartments(page)
  await goTo(page, '档案室')
  await choose(page, 'move')
  await moveElsewhere(world, '档案室', 5)
  await moveTo(page, '海外')
  await expect(page.getByTestId('move-results')).toContainText('Someone else changed the same fields')
  expect((await one(world, '档案室'))?.pid).toBe(5)
  await page.getByTestId('move-results-close').press('Enter')

  await goTo(page, '黄河')
  await choose(page, 'move')
  await moveElsewhere(world, '海外', 9)
  await confirmMoveTo(page, '海外')
  // By the dialog, the list or the look before sending: whichever is the first to know what the other did. Known before it
  // was chosen, it is no place any more, nothing is chosen, and the field has the focus again.
  const refusal = /黄河 cannot be placed below itself|the new parent is now below this record/
  const refused = page.getByTestId('move-hint').or(page.getByTestId('move-results')).filter({ hasText: refusal })
  const isAskedAgain = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest('[data-testid="move-target"]') !== null)
  await expect.poll(async () => (await refused.isVisible()) || (await isAskedAgain())).toBe(true)
  expect(await one(world, '黄河')).toMatchObject({ pid: 0 })
  if (await page.getByTestId('move-dialog').isVisible()) await page.getByTestId('move-cancel').press('Enter')
  else await page.getByTestId('move-results-close').press('Enter')
})

test('without a network a move is pending through a kill, and goes when the server is back', async ({ world, app }) => {
  let { workspace: page } = app
  await toDepartments(page)
  await world.proxy.down()
  await goTo(page, '洞庭')
  await choose(page, 'move')
  await moveTo(page, '长城')
  await expect(row(page, '洞庭').getByTestId('pending-mark')).toHaveText('Edited')
  await app.kill()
  page = (await world.launch()).workspace
  await toDepartments(page)
  await expect(row(page, '洞庭').getByTestId('pending-mark')).toBeVisible()
  await world.proxy.up()
  await expect.poll(async () => (await one(world, '洞庭'))?.pid, { timeout: 30_000 }).toBe(1)
  await expect(row(page, '洞庭').getByTestId('pending-mark')).toBeHidden()
})

test('without the right nothing is moved, and everything says why', async ({ world, app: { workspace: page } }) => {
  const rule = world.proxy.on(
    { method: 'GET', path: '/sys/user/info' },
    alter(({ status, body }) => ({ status, body: JSON.stringify(body).replace('/sys/dept/depts/put', '/sys/dept/depts/other') })),
  )
  await page.reload()
  await toDepartments(page)
  await goTo(page, '三峡')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(told(page)).toContainText('/sys/dept/depts/put')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByTestId('row-menu-move')).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('Escape')
  rule.remove()
})
