// What a start finds that another run left behind: an expired token, a refresh token that was rotated but never stored,
// a keychain value that nobody can read.
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { hold } from '../support/fault-kinds'

let world: AppWorld
test.beforeEach(async () => {
  world = await createAppWorld({ backend: { refresh: 'rotating' } })
})
test.afterEach(() => world.close())

const rows = (page: Page) => page.locator('[data-testid^="row-"]')

async function typeInto(page: Page, phone: string): Promise<void> {
  await rows(page).nth(3).dblclick()
  await page.getByTestId('field-tel').fill(phone)
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
}

test('F30: a cold start on an expired token renews once for everything that the page asks for', async () => {
  const first = await world.launch()
  await first.signIn('admin', world.passwords.admin)
  await expect(rows(first.workspace).first()).toBeVisible()
  await first.quit()
  await world.backend.control.expireAccessTokens()
  await world.backend.control.resetCounts()
  const second = await world.launch()
  await expect(rows(second.workspace).first()).toBeVisible()
  expect((await world.backend.control.counts()).refresh).toBe(1)
  expect(second.hasSignInWindow()).toBe(false)
})

test('F32: killed after the server rotated and before the vault was written: one sign-in, and the draft is intact', async () => {
  const first = await world.launch()
  await first.signIn('admin', world.passwords.admin)
  await typeInto(first.workspace, '13900000032')
  await world.backend.control.expireAccessTokens()
  const rotated = hold('answer')
  world.proxy.on({ path: '/sys/user/refreshtoken', times: 1 }, rotated)
  await first.workspace.getByTestId('save').click()
  await rotated.reached()
  await first.kill()
  rotated.release()
  await world.backend.control.resetCounts()

  const second = await world.launch()
  await second.signInWindow()
  // The stored token was used up: asked once, refused, no loop.
  expect((await world.backend.control.counts()).refresh).toBe(1)
  await second.signIn('admin', world.passwords.admin)
  await rows(second.workspace).nth(3).dblclick()
  await second.workspace.getByTestId('restore-draft').click()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000032')
  await second.workspace.getByTestId('save').click()
  await expect(second.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
})

test('a page that crashes comes back by itself, with its draft', async () => {
  const app = await world.launch()
  await app.signIn('admin', world.passwords.admin)
  await typeInto(app.workspace, '13900000033')
  await app.electron.evaluate(({ BrowserWindow }) => new Promise<void>((shownAgain) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('did-finish-load', () => { shownAgain() })
    contents?.forcefullyCrashRenderer()
  }))
  // Playwright gives a crashed page up for good; main can still look into it.
  const draftsLine = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("[data-testid=drafts-line]")?.textContent ?? ""'),
    ) as Promise<string>
  await expect.poll(draftsLine).toContain('unsaved changes')
})
