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

async function openMenu(page: Page, entry: string): Promise<void> {
  await page.getByTestId(`menu-${entry}`).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

async function openRecord(page: Page, entry: string): Promise<void> {
  await openMenu(page, entry)
  await page.locator('[data-testid^="row-"][role="row"]').nth(1).dblclick()
  await expect(page.getByTestId('drawer')).toBeVisible()
}

const PAGES: readonly { readonly name: string; readonly open: (page: Page) => Promise<void>; readonly close?: string }[] = [
  { name: 'user', open: (page) => openRecord(page, 'sys-user-index'), close: 'drawer-close' },
  { name: 'department', open: (page) => openRecord(page, 'sys-dept-index'), close: 'drawer-close' },
  { name: 'role', open: (page) => openRecord(page, 'sys-role-index'), close: 'drawer-close' },
  { name: 'menu', open: (page) => openRecord(page, 'sys-menu-index'), close: 'drawer-close' },
  { name: 'icons', open: (page) => openMenu(page, 'svg-icons-index') },
  { name: 'log', open: (page) => openMenu(page, 'sys-log-index') },
  { name: 'profile', open: (page) => page.getByTestId('account').click() },
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
  await expect(page.getByTestId('refresh')).toHaveAttribute('title', '[Rééfrééšh (F5)]')
  for (const { name, open, close } of PAGES) {
    await open(page)
    await becomesSound(page, name)
    await resizeTo(app, NARROW)
    await becomesSound(page, `${name}, narrow`)
    await resizeTo(app, NORMAL_SIZE)
    if (close) await page.getByTestId(close).click()
  }
})
