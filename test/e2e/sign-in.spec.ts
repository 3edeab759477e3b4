import { expect, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { freePort, linkOnPage } from '../support/provider-page'

let world: AppWorld
test.beforeEach(async () => {
  world = await createAppWorld()
})
test.afterEach(() => world.close())

/** Stands in for the system browser: addresses are noted, and nothing is opened. */
async function watchBrowser({ electron }: RunningApp): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (url: string) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  return () => electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
}

test('a third party signs in by the system browser: the answer comes home by itself, and no window of ours goes there', async () => {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`
  await world.backend.control.setThirdParty('github', { authorizeUrl: `${world.backend.url}/oauth/github`, redirectUri, email: 'me@example.com' })
  await world.backend.control.updateUser(1, { email: 'me@example.com' })
  const app = await world.launch()
  const opened = await watchBrowser(app)
  const dialog = await app.signInWindow()
  await dialog.getByTestId('signin-with-github').click()
  await expect.poll(opened).toHaveLength(1)
  await expect(dialog.getByTestId('signin-provider-status')).toBeVisible()
  expect(app.electron.windows().every((page) => page.url().startsWith('app://holdfast/'))).toBe(true)
  const closed = dialog.waitForEvent('close')
  expect((await fetch(await linkOnPage((await opened())[0] ?? '', 'allow'))).status).toBe(200)
  await closed
  await expect(app.workspace.getByTestId('users-grid')).toBeVisible()
  // The place to come home to is closed again.
  await expect
    .poll(() =>
      fetch(redirectUri).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
})

test('an address that is brought from another page signs in, and one from another sign-in does not', async () => {
  await world.backend.control.setThirdParty('gitee', { authorizeUrl: `${world.backend.url}/oauth/gitee`, redirectUri: 'https://admin.company.example/', email: 'me@example.com' })
  await world.backend.control.updateUser(1, { email: 'me@example.com' })
  const app = await world.launch()
  const opened = await watchBrowser(app)
  const dialog = await app.signInWindow()
  await dialog.getByTestId('signin-with-gitee').click()
  await expect.poll(opened).toHaveLength(1)
  await dialog.getByTestId('signin-address').fill('https://admin.company.example/?code=attackers&state=attackers')
  await dialog.keyboard.press('Enter')
  await expect(dialog.getByTestId('signin-address-error')).toBeVisible()
  await dialog.getByTestId('signin-address').fill(await linkOnPage((await opened())[0] ?? '', 'allow'))
  const closed = dialog.waitForEvent('close')
  await dialog.keyboard.press('Enter').catch(() => undefined)
  await closed
  await expect(app.workspace.getByTestId('users-grid')).toBeVisible()
})

test('a server with a captcha: a wrong answer costs neither the password nor the window; then another user’s password is set', async () => {
  await world.backend.control.setCapabilities({ captcha: true, passwordReset: true })
  const app = await world.launch()
  const dialog = await app.signInWindow()
  const picture = dialog.getByTestId('signin-captcha-picture')
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50)
  const first = await picture.getAttribute('src')
  await dialog.getByTestId('signin-username').fill('admin')
  await dialog.getByTestId('signin-password').fill(world.passwords.admin)
  await dialog.getByTestId('signin-captcha-text').fill('nope')
  await dialog.keyboard.press('Enter')
  await expect(dialog.getByTestId('signin-captcha-error')).toBeVisible()
  await expect(dialog.getByTestId('signin-captcha-text')).toBeFocused()
  await expect(dialog.getByTestId('signin-password')).toHaveValue(world.passwords.admin)
  await expect(picture).not.toHaveAttribute('src', first ?? '')
  await dialog.getByTestId('signin-captcha-text').fill((await world.backend.control.captchaText()) ?? '')
  const closed = dialog.waitForEvent('close')
  await dialog.keyboard.press('Enter')
  await closed
  const { workspace } = app
  // The first is the protected one.
  const row = workspace.getByTestId('users-grid').locator('.grid-body [role=row]').nth(1)
  await row.click({ button: 'right' })
  await workspace.getByTestId('row-menu-resetPassword').click()
  await expect(workspace.getByTestId('reset-password-field')).toBeFocused()
  await workspace.keyboard.type('Sesame-Open-7')
  await workspace.keyboard.press('Enter')
  await expect(workspace.getByTestId('password-done')).toBeVisible()
  await expect(workspace.getByTestId('reset-close')).toBeFocused()
  await workspace.keyboard.press('Enter')
  await expect(workspace.getByTestId('reset-password')).toBeHidden()
  await expect(row.locator(':focus')).toHaveCount(1)
})
