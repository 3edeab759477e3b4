// On every page, with every control open, in both languages: axe-core with its best practices, and in English, whose colours are those of
// Chinese, light and dark; and from 320 CSS pixels to 3,000, at 100 to 300 % (in Chinese, whose words are shorter, at the two sizes that are hardest), nothing overlaps, breaks inside a word or is cut. One walk over the states for both: a walk costs more than what is looked at.
import { expect, type Page, test } from '@playwright/test'
import { axeFindings } from '../support/accessibility'
import { createAxeWalk } from '../support/accessibility-walk'
import type { AppWorld } from '../support/app-world'
import { geometryFindings } from '../support/geometry'
import type { RunningApp } from '../support/launch-app'
import { becomesSound, isSoundAtAllSizes } from '../support/size-walk'
import { createWalkWorld, walkAll } from '../support/state-walk'
import { NORMAL_SIZE, resizeTo } from '../support/window-size'

// Some forty states, each looked at in two themes and at two to seven sizes: on a busy machine that takes its time.
test.setTimeout(900_000)
let world: AppWorld
test.afterEach(() => world.close())

/** Rows on the page, from "1–20 of 123". */
async function rowsShown(page: Page): Promise<number> {
  const [from = 0, to = 0] = ((await page.getByTestId('range-text').innerText()).match(/\d+/g) ?? []).map(Number)
  return to - from + 1
}

/** How many more rows the list would have room for. */
function roomLeft(page: Page): Promise<number> {
  return page.getByTestId('users-grid').evaluate((grid) => {
    const rowHeight = grid.querySelector('[role="row"]')?.getBoundingClientRect().height ?? 1
    return Math.floor((grid.clientHeight - rowHeight - (grid.querySelector('.grid-body')?.getBoundingClientRect().height ?? 0)) / rowHeight)
  })
}

async function pageSizeFollowsTheWindow(app: RunningApp): Promise<void> {
  const { workspace: page } = app
  await page.getByTestId('menu-sys-user-index').click()
  await page.getByTestId('page-size').selectOption('window')
  await expect.poll(() => roomLeft(page)).toBe(0)
  const normal = await rowsShown(page)
  await page.getByTestId('pager-next').click()
  await expect(page.getByTestId('range-text')).toContainText(String(normal + 1))
  const row = page.locator('[data-testid^="row-"][role="row"]').nth(5)
  const id = await row.getAttribute('data-testid')
  await row.locator('[role="gridcell"]').first().click()
  await expect(page.getByTestId('drawer')).toBeVisible()

  const asked = (): number => world.proxy.requests.filter(({ method, path }) => method === 'GET' && path === '/api/v2/sys/user/users').length
  const before = asked()
  // Dragged larger, step by step: asked once it rests, which on a busy machine it may seem to do between two steps.
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() === null)
    for (let height = 850; height <= 1200; height += 50) window?.setContentSize(1920, height)
  })
  await resizeTo(app, { width: 1920, height: 1200, zoom: 1 })
  await expect.poll(() => rowsShown(page)).toBeGreaterThan(normal)
  await expect.poll(() => roomLeft(page)).toBe(0)
  expect(asked() - before).toBeLessThan(4)
  // The record one was at is on the page, chosen, and in view.
  const chosen = page.locator('[role="row"][aria-selected="true"]')
  await expect(chosen).toHaveAttribute('data-testid', id ?? '')
  await expect(chosen).toBeInViewport()

  await page.getByTestId('drawer-close').click()
  await page.getByTestId('page-size').selectOption('50')
  await expect.poll(() => rowsShown(page)).toBe(50)
  await resizeTo(app, NORMAL_SIZE)
  await expect.poll(() => rowsShown(page)).toBe(50)
  await page.getByTestId('page-size').selectOption('20')
  await expect.poll(() => rowsShown(page)).toBe(20)
}

async function menuColumn(app: RunningApp): Promise<void> {
  const { workspace: page } = app
  const menu = page.getByRole('tree')
  const splitter = page.getByTestId('menu-splitter')
  const width = async (): Promise<number> => Math.round((await page.locator('.frame-menu').boundingBox())?.width ?? 0)
  await expect(splitter).toHaveAttribute('aria-valuenow', '208')
  await splitter.focus()
  await page.keyboard.press('ArrowRight')
  await expect(splitter).toHaveAttribute('aria-valuenow', '224')
  await expect.poll(width).toBe(224)
  const box = await splitter.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 3, (box?.y ?? 0) + 100]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y)
  await page.mouse.move(x + 76, y)
  await page.mouse.up()
  await expect(splitter).toHaveAttribute('aria-valuenow', '300')
  await expect.poll(width).toBe(300)
  await page.keyboard.press('Control+b')
  await expect(menu).toBeHidden()
  await page.keyboard.press('Control+b')
  await expect(menu).toBeVisible()
  // Where there is no room for a column it lies over the page: Escape, a choice and the key take it away.
  await resizeTo(app, { width: 480, height: 640, zoom: 1 })
  await expect(menu).toBeHidden()
  await page.getByTestId('menu-toggle').click()
  await expect(menu).toBeVisible()
  await expect(page.locator('[role="treeitem"]:focus')).toHaveCount(1)
  await becomesSound(page, 'menu over the page')
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await page.keyboard.press('Control+b')
  await page.getByTestId('menu-sys-dept-index').click()
  await expect(menu).toBeHidden()
  await expect(page.getByTestId('departments-grid')).toBeVisible()
  // The record takes the list's place, and gives it back with the row that it was opened from.
  const row = page.locator('[data-testid^="row-"][role="row"]').nth(1)
  await row.locator('[role="gridcell"]').first().click()
  await expect(page.getByTestId('drawer').getByRole('heading')).toBeFocused()
  await expect(page.getByTestId('departments-grid')).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(row.locator('[role="gridcell"]').first()).toBeFocused()
  await resizeTo(app, NORMAL_SIZE)
  await expect(menu).toBeVisible()
  expect(await width()).toBe(300)
  await splitter.dblclick({ position: { x: 3, y: 50 } })
  await expect.poll(width).toBe(208)
}

/** The looks are alive: what is put in wrong is named. */
async function namesWhatIsWrong(workspace: Page): Promise<void> {
  await workspace.evaluate(() => {
    const put = (text: string, style: Partial<CSSStyleDeclaration>): void => {
      const element = document.createElement('button')
      element.textContent = text
      Object.assign(element.style, { position: 'fixed', left: '300px', top: '200px', zIndex: '9', ...style })
      document.body.append(element)
    }
    put('用户', { top: '300px', width: '1em', padding: '0', border: '0', whiteSpace: 'normal' })
    put('a long word without an end', { top: '400px', width: '40px', overflow: 'hidden', whiteSpace: 'nowrap' })
    put('first', {})
    put('second', {})
    put('outside', { left: `${innerWidth - 20}px`, width: '100px' })
  })
  const found = (await geometryFindings(workspace)).join('\n')
  for (const what of [/broken inside "用户"/, /cut: .*a long word/, /overlap: .*first.*second/, /outside the window: .*outside/]) expect(found).toMatch(what)
  await workspace.reload()
  await workspace.locator('h1').waitFor()
  await workspace.evaluate(() => {
    const row = document.createElement('div')
    row.setAttribute('role', 'treeitem')
    row.textContent = 'x'
    document.body.append(row, document.createElement('input'))
    document.querySelector('h1')?.remove()
  })
  const named = (await axeFindings(workspace, 'html')).map(({ rule }) => rule)
  expect(named).toEqual(expect.arrayContaining(['aria-required-parent', 'label', 'page-has-heading-one', 'region']))
  // So is what looks at colours alone.
  await workspace.evaluate(() => {
    const text = document.createElement('p')
    text.textContent = 'grey on grey'
    text.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9999; color: #888; background: #999'
    document.body.append(text)
  })
  expect((await axeFindings(workspace, 'html', 'colors')).map(({ rule }) => rule)).toEqual(['color-contrast'])
}

for (const locale of ['en', 'zh-CN'] as const) {
  test(`axe-core finds nothing wrong in any state; at any size nothing overlaps, breaks inside a word or is cut, and menu column and page size follow the window (${locale})`, async () => {
    world = await createWalkWorld(locale, { generatedUsers: 120 })
    const app = await world.launch()
    const { workspace } = app
    // What is half way from one colour to another has neither's contrast.
    await workspace.emulateMedia({ reducedMotion: 'reduce' })
    const axe = createAxeWalk(app, world, { isOneTheme: locale !== 'en' })
    await walkAll({
      ...axe,
      isSeen: async (state, on = workspace) => {
        await axe.isSeen(state, on)
        await isSoundAtAllSizes(app, state, on, { isHardestOnly: locale !== 'en' })
      },
    })
    await workspace.getByTestId('sign-in-button').click()
    await app.signIn('admin', world.passwords.admin)
    await pageSizeFollowsTheWindow(app)
    await menuColumn(app)
    await namesWhatIsWrong(workspace)
  })
}
