// The own password by keys alone: a wrong one is said at its field, and after the change the old one no longer signs in.
import { expect, type Page } from '@playwright/test'
import { test } from '../support/shared-app'

const NEXT = 'Sesame-Open-7'
const focused = (page: Page): Promise<string | undefined> => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'])

/** Tab, until the focus is there. */
async function tabTo(page: Page, testid: string): Promise<void> {
  for (let presses = 0; presses < 30 && (await focused(page)) !== testid; presses++) await page.keyboard.press('Tab')
  expect(await focused(page)).toBe(testid)
}

test('the own password is changed by keys; the old one no longer signs in', async ({ app, world }) => {
  const { workspace: page } = app
  const old = world.passwords.admin
  try {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await tabTo(page, 'account')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('profile').getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page.getByTestId('profile-username')).toHaveText('admin')
    await tabTo(page, 'password-current')
    await page.keyboard.type('not-the-0ne')
    await tabTo(page, 'password-password')
    await page.keyboard.type(NEXT)
    await tabTo(page, 'password-repeat')
    await page.keyboard.type(NEXT)
    await page.keyboard.press('Enter')
    await expect(page.getByText('The current password is wrong.')).toBeVisible()
    await expect(page.getByTestId('password-current')).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(old)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('password-done')).toBeVisible()
    await expect(page.getByTestId('password-result')).toBeFocused()
    await tabTo(page, 'password-sign-out')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('question-confirm')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('welcome').or(page.getByTestId('profile-sign-in'))).toBeVisible()
    if (!app.hasSignInWindow()) await page.getByTestId('profile-sign-in').press('Enter')
    const window = await app.signInWindow()
    await window.getByTestId('signin-username').fill('admin')
    await window.getByTestId('signin-password').fill(old)
    await window.keyboard.press('Enter')
    await expect(window.getByTestId('signin-error')).toBeVisible()
    await app.signIn('admin', NEXT)
    await expect(page.getByTestId('profile-username')).toHaveText('admin')
  } finally {
    // Other tests share this server.
    await world.backend.control.setPassword('admin', old)
  }
})
