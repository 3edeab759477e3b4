// The icons by keys alone: searched for in pinyin, walked through as they stand on screen, and copied by name.
import { expect } from '@playwright/test'
import { test } from '../support/shared-app'

test('an icon is found in pinyin, reached by arrows, and its name copied and told; its menus stand beside it', async ({ app }) => {
  const { workspace: page, electron } = app
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset['testid'])
  await page.getByTestId('menu-svg-icons-index').click()
  await expect(page.getByTestId('icon-uses')).toBeVisible()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('yonghu')
  await expect(page.getByTestId('icons').getByRole('gridcell')).toHaveText(['user'])
  await page.keyboard.press('Enter')
  expect(await focused()).toBe('icon-user')
  await expect(page.getByTestId('icon-uses')).toHaveText('Used by 1 menu')
  await page.getByTestId('filter-clear').click()

  // Up and down go by the columns that there are.
  await page.keyboard.press('Enter')
  const tiles = page.getByTestId('icons').getByRole('gridcell')
  const columns = Number(await page.getByTestId('icons').getByRole('grid').getAttribute('aria-colcount'))
  expect(columns).toBeGreaterThan(2)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(tiles.nth(columns + 1)).toBeFocused()
  const [above, at] = await Promise.all([tiles.nth(1).boundingBox(), tiles.nth(columns + 1).boundingBox()])
  expect(at?.x).toBeCloseTo(above?.x ?? 0, 0)
  await page.keyboard.press('Enter')
  const name = await tiles.nth(columns + 1).innerText()
  await expect(page.getByRole('contentinfo').getByText(`Copied: ${name}`)).toBeVisible()
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(name)
})
