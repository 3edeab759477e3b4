// In words that are some 40 % longer, as another language would have them, nothing overlaps, is cut or runs out of its control: the main pages at the usual
// size and in a narrow window.
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { becomesSound } from '../support/size-walk'
import { NORMAL_SIZE, resizeTo } from '../support/window-size'

const NARROW = { width: 480, height: 640, zoom: 1 }

let world: AppWorld
test.beforeAll(async () => {
  world = await createAppWorld({ backend: { generatedUsers: 8 }, profile: { label: 'production', labelText: '', color: 'red' } })
})
test.afterAll(() => world.close())

/** One place to look at, and the way to it and out of it again. */
interface Place {
  readonly name: string
  readonly open: (page: Page) => Promise<void>
  readonly close?: (page: Page) => Promise<void>
}

async function openMenu(page: Page, entry: string): Promise<void> {
  await page.getByTestId(`menu-${entry}`).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

const closeDrawer = (page: Page): Promise<void> => page.getByTestId('drawer-close').click()

const record = (name: string, entry: string): Place => ({
  name,
  open: async (page) => {
    await openMenu(page, entry)
    await page.locator('[data-testid^="row-"][role="row"]').nth(1).dblclick()
    await expect(page.getByTestId('drawer')).toBeVisible()
  },
  close: closeDrawer,
})

const status = (name: string): Place => ({
  name: `status, ${name}`,
  open: async (page) => {
    await page.getByTestId(`status-${name}`).click()
    await expect(page.locator('.status-panel:popover-open')).toBeVisible()
  },
  close: (page) => page.keyboard.press('Escape'),
})

const PLACES: readonly Place[] = [
  record('user', 'sys-user-index'),
  {
    name: 'user, about to be deleted',
    open: async (page) => {
      await page.locator('[data-testid^="row-"][role="row"]').nth(3).dblclick()
      await page.getByTestId('record-actions').click()
      await page.getByTestId('record-actions-remove').click()
      await expect(page.getByTestId('question')).toBeVisible()
    },
    close: async (page) => {
      await page.getByTestId('question-cancel').click()
      await closeDrawer(page)
    },
  },
  record('department', 'sys-dept-index'),
  record('role', 'sys-role-index'),
  record('menu', 'sys-menu-index'),
  { name: 'icons', open: (page) => openMenu(page, 'svg-icons-index') },
  { name: 'log', open: (page) => openMenu(page, 'sys-log-index') },
  { name: 'profile', open: (page) => page.getByTestId('account').click() },
  ...['connection', 'session', 'outbox', 'secrets', 'display'].map(status),
  {
    name: 'outbox',
    open: async (page) => {
      await page.keyboard.press('Control+Shift+O')
      await expect(page.getByTestId('tab-journal')).toBeVisible()
    },
  },
  {
    name: 'settings',
    open: async (page) => {
      await page.getByTestId('status-display').click()
      await page.getByTestId('open-settings').click()
      await expect(page.getByTestId('settings')).toBeVisible()
    },
  },
  {
    name: 'new server',
    open: async (page) => {
      await page.getByTestId('server-chip').click()
      await page.getByTestId('server-chip-menu').getByRole('menuitem').last().click()
      await page.getByTestId('server-add').click()
      await expect(page.getByTestId('server-url')).toBeVisible()
    },
  },
]

test('pages in longer words: nothing overlaps, is cut or runs out of its control', async () => {
  const app = await world.launch({ env: { HOLDFAST_PSEUDO_WORDS: '1' } })
  const { workspace: page } = app
  const window = await app.signInWindow()
  await expect(window.getByTestId('signin-submit')).toHaveText('[Šíígñ ííñ]')
  await becomesSound(window, 'sign-in window')
  await app.signIn('admin', world.passwords.admin)
  await page.locator('[data-testid^="row-"][role="row"]').first().waitFor()
  await expect(page.getByTestId('refresh')).toHaveAttribute('aria-label', '[Rééfrééšh]')
  for (const { name, open, close } of PLACES) {
    await open(page)
    await becomesSound(page, name)
    await resizeTo(app, NARROW)
    await becomesSound(page, `${name}, narrow`)
    await resizeTo(app, NORMAL_SIZE)
    await close?.(page)
  }
})
