// Menus by real keys alone: made, given operations, granted, changed, moved, refused in every way the server has, kept through a kill, merged.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { alter, inject } from '../support/fault-kinds'
import { askElsewhere } from '../support/other-administrator'
import { test } from '../support/shared-app'

const bar = (page: Page) => page.getByTestId('draft-bar')
const at = (page: Page) => page.evaluate(() => document.activeElement?.closest('[data-testid^="row-"]')?.getAttribute('data-testid') ?? '')
const json = { 'content-type': 'application/json' }
/** A business rule's refusal, as the server words it. */
const refused = (message: string) => inject({ headers: json, body: JSON.stringify({ code: 20_000, type: 'error', message }) })

interface WireMenu {
  readonly id: number
  readonly pid: number
  readonly type: number
  readonly title: string
  readonly path: string
  readonly name: string
  readonly component: string
  readonly listorder: number
  readonly children?: readonly WireMenu[]
}
async function menus(world: AppWorld): Promise<WireMenu[]> {
  const flat = (rows: readonly WireMenu[]): WireMenu[] => rows.flatMap(({ children = [], ...row }) => [row, ...flat(children)])
  return flat(await askElsewhere(world, 'GET', '/sys/menu/menus'))
}
const byPath = async (world: AppWorld, path: string): Promise<WireMenu | undefined> => (await menus(world)).find((menu) => menu.path === path)
const made = async (world: AppWorld, title: string, path: string, pid: number): Promise<number> => {
  await askElsewhere(world, 'POST', '/sys/menu/menus', { pid, type: pid === 0 ? 0 : 1, title, path, name: title, component: 'a/b', icon: '', redirect: '', listorder: 99 })
  return (await byPath(world, path))?.id ?? 0
}
const grantedTo = async (world: AppWorld, roleId: number): Promise<number[]> =>
  ((await askElsewhere(world, 'POST', '/sys/role/rolemenu', { roleId: String(roleId) })) as { readonly id: string }[]).map(({ id }) => Number(id))

async function toMenus(page: Page): Promise<void> {
  await page.getByTestId('menu-sys-menu-index').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('range-text')).toBeVisible()
  // As the test before left it.
  const clear = page.getByTestId('filter-clear')
  if (await clear.isVisible()) await clear.press('Enter')
  await expect(page.getByTestId('row-1')).toBeVisible()
}
/** By keys: the search, and from it to the first row that is found. */
async function find(page: Page, text: string, id: number): Promise<void> {
  await page.keyboard.press('Control+f')
  await page.keyboard.type(text)
  await expect(page.getByTestId(`row-${id}`)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(() => at(page)).toBe(`row-${id}`)
}
/** Presses a key of the row's menu until its entry has the focus, and takes it. */
async function choose(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Shift+F10')
  const entry = page.getByTestId(`row-menu-${key}`)
  await expect(page.getByTestId('row-menu-edit')).toBeFocused()
  for (let steps = 0; steps < 12 && !(await entry.evaluate((element) => element === document.activeElement)); steps += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

test('a page is made, gets its operations, and a role gets them, by keys alone', async ({ world, app: { workspace: page } }) => {
  await toMenus(page)
  await find(page, '/sample', 10)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-title')).toHaveValue('示例')
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('field-title')).toBeFocused()
  // An empty title, which the server would refuse as well, is refused here.
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('field-title')).toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.type('Reports')
  for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press('Tab')
  await expect(page.getByTestId('field-path')).toBeFocused()
  await page.keyboard.type('/sample/report')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('field-route-name')).toHaveValue('SampleReport')
  await page.keyboard.press('Tab')
  await page.keyboard.type('report/index')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('field-icon')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('chart')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-icon')).toBeFocused()
  // Esc closes the icons alone; the form stays.
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('icon-search')).toBeHidden()
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  const report = await byPath(world, '/sample/report')
  expect(report).toMatchObject({ pid: 10, type: 1, title: 'Reports', name: 'SampleReport', component: 'report/index', icon: 'chart', listorder: 99 })
  await expect(page.getByTestId('made-notice')).toContainText('granted only to role 1')

  await find(page, '/sample/report', report?.id ?? 0)
  await choose(page, 'operations')
  await expect(page.getByTestId('tool-path')).toBeFocused()
  await expect(page.getByTestId('tool-path')).toHaveValue('/sample/report/reports')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-testid="tool-results"] [data-state="done"]')).toHaveCount(4)
  await page.getByTestId('grant-made').press('Enter')
  await expect(page.getByRole('combobox', { name: 'Roles' })).toBeFocused()
  await page.keyboard.type('Support')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  const before = await grantedTo(world, 7)
  await page.getByTestId('tool-run').press('Enter')
  await expect(page.getByTestId('result-7')).toHaveAttribute('data-state', 'done')
  const operations = (await menus(world)).filter(({ path }) => path.startsWith('/sample/report/reports/')).map(({ id }) => id)
  expect((await grantedTo(world, 7)).sort((a, b) => a - b)).toEqual([...new Set([...before, 10, report?.id ?? 0, ...operations])].sort((a, b) => a - b))
  await page.getByTestId('reload-menu').press('Enter')
  await expect(page.getByTestId('menu-report-index')).toBeVisible()
})

test('an operation is opened, warned of, and put back; a row goes down by one place', async ({ world, app: { workspace: page } }) => {
  await toMenus(page)
  await find(page, '/sys/dept/depts/put', 25)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-title')).toBeFocused()
  await page.getByTestId('field-path').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('/sys')
  await expect(page.getByTestId('drawer')).toContainText('every PUT request')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('question')).toContainText('You will lose your permission departments / edit')
  await page.keyboard.press('Escape')
  expect(await byPath(world, '/sys/dept/depts/put')).toMatchObject({ id: 25 })
  await page.getByTestId('cancel').press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+f')
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('row-11')).toBeAttached()
  await page.keyboard.press('Enter')
  await expect.poll(() => at(page)).toBe('row-1')
  // From the last row up: the sample pages stand at the end.
  await page.keyboard.press('Control+End')
  for (let steps = 0; steps < 12 && (await at(page)) !== 'row-11'; steps += 1) await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Alt+ArrowDown')
  await expect
    .poll(async () =>
      (await menus(world))
        .filter(({ pid }) => pid === 10)
        .map(({ id }) => id)
        .indexOf(11),
    )
    .toBe(1)
  expect(await at(page)).toBe('row-11')
})

test('every refusal of the server is told where it was met, and nothing is lost', async ({ world, app: { workspace: page } }) => {
  const spare = await made(world, 'Spare', '/spare', 0)
  const leaf = await made(world, 'Leaf', '/spare/leaf', spare)
  await toMenus(page)
  await find(page, '/spare/leaf', leaf)

  await page.keyboard.press('Enter')
  for (const [method, message, title] of [
    ['PUT', '父节点不能是自己', 'Leaf one'],
    ['PUT', '菜单标题不能为空', 'Leaf two'],
  ] as const) {
    const rule = world.proxy.on({ method, path: '/sys/menu/menus' }, refused(message))
    await page.getByTestId('field-title').focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(title)
    await page.keyboard.press('Control+s')
    await expect(page.getByTestId('drawer')).toContainText(message)
    await expect(page.getByTestId('field-title')).toHaveValue(title)
    rule.remove()
  }
  await page.getByTestId('cancel').press('Enter')
  await page.keyboard.press('Escape')
  await expect.poll(() => at(page)).toBe(`row-${leaf}`)
  // What was refused has left the list: the deletion is of the record as it is.
  await expect(page.getByTestId(`row-${leaf}`)).not.toContainText('Leaf two')

  // Somebody puts something below it meanwhile: a leaf is none any more.
  const child = await made(world, 'Child', '/spare/leaf/child', leaf)
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('question')).toContainText('Roles that will lose it')
  await page.getByTestId('question-confirm').press('Enter')
  await expect(page.getByTestId('question')).toContainText('存在子节点不能删除')
  await page.keyboard.press('Enter')
  await page.keyboard.press('F5')
  await expect(page.getByTestId(`row-${child}`)).toBeVisible()
  await find(page, '/spare/leaf/child', child)

  // Gone between the look and the deletion.
  const rule = world.proxy.on({ method: 'DELETE', path: `/sys/menu/menus/${child}` }, refused('数据库未查找到该菜单'))
  await page.keyboard.press('Delete')
  await page.getByTestId('question-confirm').press('Enter')
  await expect(page.getByTestId('question')).toContainText('数据库未查找到该菜单')
  await page.keyboard.press('Enter')
  rule.remove()
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('question-confirm')).toBeVisible()
  // Asked already: the list is read again after a refusal, and a row that has left it asks nothing, or asks late.
  await askElsewhere(world, 'DELETE', `/sys/menu/menus/${child}`)
  await page.getByTestId('question-confirm').press('Enter')
  await expect(page.getByTestId(`row-${child}`)).toBeHidden()
})

test('both sides change a title: the person decides, and the rest is merged', async ({ world, app: { workspace: page } }) => {
  await toMenus(page)
  await find(page, '/sample/upload', 12)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-title')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Mine')
  await askElsewhere(world, 'PUT', '/sys/menu/menus', { id: 12, pid: 10, type: 1, title: 'Theirs', redirect: '/elsewhere' })
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('drawer')).toContainText('Theirs')
  await expect(page.getByTestId('field-title')).toHaveValue('Mine')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'saved')
  const upload = (await menus(world)).find(({ id }) => id === 12)
  expect(upload).toMatchObject({ title: 'Mine', redirect: '/elsewhere' })
})

test('without the rights everything stands and says why', async ({ world, app: { workspace: page } }) => {
  const rule = world.proxy.on(
    { method: 'GET', path: '/sys/user/info' },
    alter(({ status, body }) => ({ status, body: JSON.stringify(body).replaceAll(/\/sys\/menu\/menus\/(post|put|delete)/g, '/sys/other/$1') })),
  )
  await page.reload()
  await toMenus(page)
  await find(page, '/sample/album', 11)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('form-locked')).toContainText('/sys/menu/menus/put')
  await expect(page.getByTestId('save')).toBeHidden()
  await page.keyboard.press('Control+n')
  await expect(page.getByText('You don’t have permission to add menus.').first()).toBeVisible()
  rule.remove()
  const noRight = world.proxy.on({ method: 'GET', path: '/sys/menu/menus' }, inject({ headers: json, body: JSON.stringify({ code: 50_016, message: '权限不足' }) }))
  await page.reload()
  await page.getByTestId('menu-sys-menu-index').press('Enter')
  await expect(page.getByTestId('forbidden')).toContainText('/sys/menu/menus/get')
  noRight.remove()
})

test('what is made and changed without a network waits through a kill, and goes with it', async ({ world, app }) => {
  let { workspace: page } = app
  await toMenus(page)
  await find(page, '/sample/hidden', 29)
  await world.proxy.down()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-title')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Offline title')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'queued')
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('field-verb')).toBeVisible()
  await page.keyboard.type('Offline view')
  await page.keyboard.press('Control+s')
  await expect(bar(page)).toHaveAttribute('data-state', 'queued')
  await app.kill()

  const again = await world.launch()
  page = again.workspace
  await expect(page.getByTestId('status-outbox')).toContainText('2')
  await world.proxy.up()
  await expect.poll(async () => (await byPath(world, '/sample/hidden/hiddens/get'))?.title, { timeout: 30_000 }).toBe('Offline view')
  expect(await byPath(world, '/sample/hidden')).toMatchObject({ title: 'Offline title' })
  expect(await byPath(world, '/sample/hidden/hiddens/get')).toMatchObject({ type: 2, component: '' })
})
