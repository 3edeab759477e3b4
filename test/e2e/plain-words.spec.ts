// What is told at the place where it happens: a server that fails, a name that is taken, work from before, which page this is.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { inject } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { answerOf } from '../support/page-bridge'

let world: AppWorld
let app: RunningApp
let page: Page
test.beforeAll(async () => {
  world = await createAppWorld()
  app = await world.launch()
  page = app.workspace
  await app.signIn('admin', world.passwords.admin)
  await row(5).waitFor()
})
test.afterAll(() => world.close())

const row = (at: number) => page.locator('[data-testid^="row-"]').nth(at)
const drawer = () => page.getByTestId('drawer')
const line = () => page.getByTestId('drafts-line')

async function closeDrawer(): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(drawer()).toBeHidden()
}

/** A new user of this name, typed and not saved. */
async function typeNew(name: string): Promise<void> {
  await page.keyboard.press('Control+n')
  await expect(page.getByTestId('field-username')).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
}

async function resize(width: number): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, to) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getParentWindow() === null)
      ?.setContentSize(to, 640)
  }, width)
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width)
}

test('the title of the window names page, server and program', async () => {
  const titles = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()))
  await expect.poll(titles).toEqual(['Users – Test server – Holdfast'])
  await page.keyboard.press('Control+Shift+O')
  await expect.poll(titles).toEqual(['Outbox – Test server – Holdfast'])
  await page.getByTestId('menu-sys-user-index').click()
  await row(5).waitFor()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users')
})

test('what the server said when it failed with a save stands under Details, with an id that the log knows', async () => {
  const failing = { method: 'PUT', path: /\/sys\/user\/users/ }
  world.proxy.on(failing, inject({ status: 500, headers: { 'content-type': 'text/html' }, body: '<html><head><title>Column tel is too short</title></head><body>rows</body></html>' }))
  await row(4).locator('[role="gridcell"]').first().click()
  await page.getByTestId('field-tel').click()
  await page.keyboard.type('42')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('draft-bar')).toContainText('Queued: The server returned an error (HTTP 500).')
  await page.getByTestId('queued-details').locator('summary').click()
  const told = await page.getByTestId('queued-details').locator('pre').innerText()
  expect(told).toMatch(/HTTP status: 500\nResponse: Column tel is too short\nTime: .+\nLog ID: [0-9a-f]{8}/)
  const id = /Log ID: ([0-9a-f]{8})/.exec(told)?.[1] ?? 'none'
  const log = () => readFileSync(join(world.dataDir, 'logs', 'main.log'), 'utf8')
  await expect.poll(log).toContain(`Request ${id} failed: PUT /sys/user/users, SERVER, HTTP 500`)
  expect(log()).not.toContain('Column tel')
  await page.getByTestId('show-in-outbox').click()
  await page.getByTestId('entry-detail').getByTestId('failure-details').locator('summary').click()
  await expect(page.getByTestId('entry-detail').getByTestId('failure-details')).toContainText('Column tel is too short')
  world.proxy.clear()
  // Or it goes by itself before the hand is there.
  await page
    .getByTestId('entry-send')
    .click({ timeout: 5000 })
    .catch(() => undefined)
  await expect(page.getByTestId('status-outbox')).not.toContainText('1')
  await page.getByTestId('menu-sys-user-index').click()
  await row(5).waitFor()
})

test('a name that is taken is an error at its field once it is left, and its draft is not taken for the user of that name', async () => {
  await typeNew('admin')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('field-username')).toHaveAttribute('aria-invalid', 'true')
  await expect(drawer().locator('[data-field="username"] .field-error')).toContainText('This user name is taken.')
  await closeDrawer()
  await expect(line().getByRole('button')).toHaveText(['New: admin'])
})

test('the offer of an older draft makes room for what is typed, and is there at a click', async () => {
  await row(3).locator('[role="gridcell"]').first().click()
  await page.getByTestId('field-tel').click()
  await page.keyboard.type('1')
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  await closeDrawer()
  await row(3).locator('[role="gridcell"]').first().click()
  await expect(page.getByTestId('draft-offer')).toBeVisible()
  await page.getByTestId('field-email').click()
  await page.keyboard.type('x')
  await expect(page.getByTestId('draft-offer')).toBeHidden()
  await page.getByTestId('show-draft-offer').click()
  await expect(page.getByTestId('restore-draft')).toBeVisible()
  await page.getByTestId('restore-draft').click()
  expect([await page.getByTestId('field-tel').inputValue(), await page.getByTestId('field-email').inputValue()]).toEqual([expect.stringMatching(/1$/), expect.stringMatching(/x$/)])
  await page.getByTestId('cancel').click()
  await closeDrawer()
})

test('the line of unsaved work cuts no name and no sentence, however narrow the window is', async () => {
  const names = ['short', '李敏.营销部.上海分公司', 'a.rather.long.name.of.a.user.from.berlin']
  for (const name of names) {
    await typeNew(name)
    await closeDrawer()
  }
  const cut = () =>
    line().evaluate((element) => {
      const box = element.getBoundingClientRect()
      const isCut = [element, ...element.querySelectorAll<HTMLElement>('span, button')].some((part) => part.scrollWidth > part.clientWidth && getComputedStyle(part).display !== 'inline')
      const isOutside = [...element.children].some((part) => part.getBoundingClientRect().right > box.right || part.getBoundingClientRect().left < box.left)
      return { isCut, isOutside, isOffWindow: box.right > innerWidth }
    })
  const whole = { isCut: false, isOutside: false, isOffWindow: false }
  const buttons = () => line().getByRole('button').allInnerTexts()
  const newest = names.map((name) => `New: ${name}`).reverse()
  await resize(1600)
  await expect.poll(async () => (await buttons()).slice(0, 3)).toEqual(newest)
  await expect.poll(cut).toEqual(whole)
  for (const width of [1280, 900, 720]) {
    await resize(width)
    await expect.poll(cut).toEqual(whole)
    expect(await line().innerText()).toMatch(/unsaved/i)
    // Whole names only, and whatever is left out is one click away.
    const shown = (await buttons()).filter((text) => text.startsWith('New: '))
    expect(newest.slice(0, shown.length)).toEqual(shown)
    if (shown.length < 3) await expect(page.getByTestId('all-drafts')).toBeVisible()
  }
  await page.getByTestId('all-drafts').click()
  for (const name of names) await expect(page.getByTestId('draft-list')).toContainText(name)
  await resize(1600)
  await expect.poll(async () => (await buttons()).slice(0, 3)).toEqual(newest)
})

test('a port that Chromium blocks is a cause of its own', async () => {
  const connection = { url: 'http://127.0.0.1:6000', dialect: 'bearer' as const, callBudgetMs: 5000, extraCaFile: null, allowPlainHttp: true }
  const steps = await answerOf(page, 'profiles.test', { testId: crypto.randomUUID(), connection })
  expect(steps.find(({ state }) => state === 'failed')).toMatchObject({ step: 'tcp', cause: 'blockedPort', facts: { error: 'ERR_UNSAFE_PORT' } })
})
