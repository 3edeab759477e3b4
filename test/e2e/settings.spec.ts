// The settings in a real window: the size of text is live and reaches everything, and no size, language or theme breaks the page.
import { expect, type Page } from '@playwright/test'
import { join } from 'node:path'
import { axeFindings } from '../support/accessibility'
import { geometryFindings } from '../support/geometry'
import { test } from '../support/shared-app'

const pictures = process.env['HOLDFAST_PICTURES']
const picture = async (page: Page, name: string): Promise<void> => {
  if (pictures) await page.screenshot({ path: join(pictures, `settings-${name}.png`) })
}
const set = (page: Page, some: object): Promise<unknown> =>
  page.evaluate((change) => (window as unknown as { holdfast: { preferences: { set(change: object): Promise<unknown> } } }).holdfast.preferences.set(change), some)

test('text from 12 to 24 reaches rows and controls at once, in both languages and themes, and axe finds nothing', async ({ app }) => {
  const { workspace: page } = app
  const before = await page.evaluate(() => (window as unknown as { holdfast: { app: { state(): Promise<{ value: { preferences: object } }> } } }).holdfast.app.state())
  try {
    await page.getByTestId('menu-sys-user-index').click()
    const row = page.getByTestId('users-grid').locator('[data-testid^="row-"]').first()
    await expect(row).toBeVisible()
    const heights: number[] = []
    for (const fontSize of [12, 16, 24]) {
      await set(page, { fontSize })
      await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe(`${fontSize}px`)
      heights.push((await row.boundingBox())?.height ?? 0)
      await picture(page, `users-${fontSize}`)
      expect(await geometryFindings(page), `at ${fontSize}`).toEqual([])
    }
    expect(heights).toEqual([30, 39, 59])

    await page.getByTestId('status-display').click()
    await page.getByTestId('open-settings').click()
    for (const [locale, theme] of [
      ['en', 'light'],
      ['zh-CN', 'dark'],
    ] as const) {
      for (const fontSize of [12, 16, 24]) {
        await set(page, { locale, theme, fontSize })
        await expect.poll(() => page.evaluate(() => document.documentElement.lang + getComputedStyle(document.body).fontSize)).toBe(`${locale}${fontSize}px`)
        await page.getByTestId('settings').evaluate((box) => {
          box.scrollTop = 0
        })
        await picture(page, `${locale}-${fontSize}`)
        expect(await geometryFindings(page), `${locale} at ${fontSize}`).toEqual([])
        if (fontSize !== 16) continue
        expect(await axeFindings(page, 'body')).toEqual([])
        await page.getByTestId('open-logs').scrollIntoViewIfNeeded()
        await picture(page, `${locale}-end`)
      }
    }
    await page.getByTestId('settings-search').fill('text size')
    await expect(page.locator('[data-testid^="setting-"]')).toHaveCount(1)
    await page.getByTestId('reset-fontSize').click()
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('13px')
  } finally {
    await set(page, before.value.preferences)
  }
})
