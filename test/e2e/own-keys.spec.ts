// Keys that a person chooses in the settings: menu, key, sheet and texts follow at once, and still do after a restart.
import { expect, type Page, test } from '@playwright/test'
import { axeFindings } from '../support/accessibility'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'

let world: AppWorld
test.beforeAll(async () => {
  world = await createAppWorld()
})
test.afterAll(() => world.close())

const accelerator = (app: RunningApp, id: string) => app.electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.accelerator ?? '', id)

async function expectInUse(app: RunningApp, page: Page): Promise<void> {
  await expect.poll(() => accelerator(app, 'toggleMenu')).toBe('CmdOrCtrl+K')
  const toggle = page.getByTestId('menu-toggle')
  const before = await toggle.getAttribute('aria-expanded')
  await page.keyboard.press('Control+b')
  await expect(toggle).toHaveAttribute('aria-expanded', before ?? '')
  await page.keyboard.press('Control+k')
  await expect(toggle).not.toHaveAttribute('aria-expanded', before ?? '')
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Control+/')
  await expect(page.getByTestId('shortcut-toggleMenu')).toContainText('Ctrl+K')
  await page.keyboard.press('Escape')
}

test('changed by the keyboard alone, without a fault of accessibility, and kept', async () => {
  const app = await world.launch()
  const page = app.workspace
  await app.signIn('admin', world.passwords.admin)
  await page.locator('[data-testid^="row-"]').nth(5).waitFor()
  await page.keyboard.press('Control+,')
  await page.getByTestId('key-search').fill('ctrl+b')
  await page.getByTestId('key-change-toggleMenu').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+f')
  await expect(page.getByTestId('key-trouble')).toHaveText('Ctrl+F is already used for “Search in list”. Press another shortcut.')
  expect(await axeFindings(page, 'body')).toEqual([])
  await page.keyboard.press('Control+k')
  await expect(page.getByTestId('key-changed-toggleMenu')).toBeVisible()
  await expect(page.getByTestId('key-change-toggleMenu')).toBeFocused()
  expect(await axeFindings(page, 'body')).toEqual([])
  await expectInUse(app, page)
  await app.quit()

  const again = await world.launch()
  await again.workspace.locator('[data-testid^="row-"]').nth(5).waitFor()
  await expectInUse(again, again.workspace)
})
