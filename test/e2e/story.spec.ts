import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { test } from '../support/shared-app'

let world: AppWorld
let app: RunningApp
/** The user whose form `openUser` opened. */
let edited: number
test.beforeEach(({ world: ofWorker, app: ready }) => {
  world = ofWorker
  app = ready
})

const draftBar = (page: Page) => page.getByTestId('draft-bar')
const refreshes = async (): Promise<number> => (await world.backend.control.counts()).refresh
const puts = async (): Promise<number> => (await world.backend.control.counts()).routes['PUT /sys/user/users'] ?? 0

/** Opens the form of the fourth user in the list: the order stands, whatever else is edited. */
async function openUser(page: Page): Promise<void> {
  const row = page.locator('[data-testid^="row-"]').nth(3)
  edited = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
  await row.dblclick()
  await page.getByTestId('field-tel').waitFor()
}

test('an edit survives its access token: renewed once, saved, and the person notices nothing', async () => {
  const { workspace, hasSignInWindow } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000001')
  await world.backend.control.expireAccessTokens()
  await world.backend.control.resetCounts()
  await workspace.getByTestId('save').click()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(edited))?.tel).toBe('13900000001')
  expect(await refreshes()).toBe(1)
  expect(await puts()).toBe(1)
  expect(hasSignInWindow()).toBe(false)
})

test('both tokens die: the page stays usable, the save goes through after the sign-in, and later typing stays a draft', async () => {
  const { electron, workspace, signIn, signInWindow } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000002')
  await world.backend.control.expireAllTokens()
  await world.backend.control.resetCounts()
  await workspace.getByTestId('save').click()
  const dialog = await signInWindow()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'waiting')
  await expect(workspace.getByTestId('session-bar')).toBeVisible()
  const isParentUsable = await electron.evaluate(({ BrowserWindow }) => {
    const child = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() !== null)
    return child?.isModal() === false && child.getParentWindow()?.isEnabled() === true
  })
  expect(isParentUsable).toBe(true)
  await workspace.getByTestId('field-email').fill('later@example.com')
  await expect(dialog.getByTestId('signin-username')).toHaveValue('admin')

  await signIn('admin', world.passwords.admin)
  await expect.poll(async () => (await world.backend.control.user(edited))?.tel).toBe('13900000002')
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'kept')
  await expect(workspace.getByTestId('field-email')).toHaveValue('later@example.com')
  expect((await world.backend.control.user(edited))?.email).not.toBe('later@example.com')
  expect(await puts()).toBe(1)

  await workspace.getByTestId('save').click()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(edited))?.email).toBe('later@example.com')
})

test('"Not now" keeps the work and leaves a way back', async () => {
  const { workspace, signIn, signInWindow } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000003')
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('save').click()
  const dialog = await signInWindow()
  const closed = dialog.waitForEvent('close')
  // The window may be gone before the click has been told of.
  await dialog
    .getByTestId('signin-cancel')
    .click()
    .catch(() => undefined)
  await closed
  await expect(workspace.getByTestId('form-error')).toBeVisible()
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000003')
  await workspace.getByTestId('session-bar').getByTestId('sign-in-button').click()
  await signIn('admin', world.passwords.admin)
  await workspace.getByTestId('save').click()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(edited))?.tel).toBe('13900000003')
})

test('a wrong password is told in the window, and the work goes on waiting', async () => {
  const { signInWindow, signIn, workspace } = app
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('refresh').click()
  const dialog = await signInWindow()
  await dialog.getByTestId('signin-password').fill('wrong')
  await dialog.getByTestId('signin-submit').click()
  await expect(dialog.getByTestId('signin-error')).toBeVisible()
  await expect(dialog.getByTestId('signin-password')).toBeFocused()
  await signIn('admin', world.passwords.admin)
  await expect(workspace.getByTestId('users-grid')).toBeVisible()
})

test('killed while typing: the draft is offered at the next start and restored, and the session is still there', async () => {
  const first = app
  await openUser(first.workspace)
  await first.workspace.getByTestId('field-tel').fill('13900000004')
  await expect(draftBar(first.workspace)).toHaveAttribute('data-state', 'kept')
  await first.kill()

  const second = await world.launch()
  await expect(second.workspace.getByTestId('users-grid')).toBeVisible()
  expect(second.hasSignInWindow()).toBe(false)
  await openUser(second.workspace)
  await second.workspace.getByTestId('restore-draft').click()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000004')
  await second.workspace.getByTestId('save').click()
  await expect(draftBar(second.workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(edited))?.tel).toBe('13900000004')
})

test('closed like any program while typing: what was typed in the last moment is kept', async () => {
  const first = app
  await openUser(first.workspace)
  await first.workspace.getByTestId('field-tel').fill('13900000005')
  await first.quit()
  const second = await world.launch()
  await openUser(second.workspace)
  await second.workspace.getByTestId('restore-draft').click()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000005')
})

test('the network is cut: the save is queued, nothing is lost, and it goes through by itself when the network is back', async () => {
  const { workspace } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000006')
  await world.proxy.down()
  await workspace.getByTestId('save').click()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'queued')
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000006')
  await expect(workspace.getByTestId('status-connection')).toContainText('Offline')
  await expect(workspace.getByTestId('status-outbox')).toContainText('1')
  await world.proxy.up()
  await expect(workspace.getByTestId('status-connection')).toContainText('Online')
  await expect.poll(async () => (await world.backend.control.user(edited))?.tel).toBe('13900000006')
})

test("a refusal keeps the form with the server's words", async () => {
  const { workspace } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000007')
  world.proxy.on({ method: 'PUT', path: '/sys/user/users', times: 1 }, () =>
    Promise.resolve({
      kind: 'answer',
      answer: { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ code: 20000, type: 'error', message: '该用户不允许修改' })) },
    }),
  )
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('form-error')).toContainText('该用户不允许修改')
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000007')
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'refused')
})

test('someone else changed the same field: both values are shown, and one of them is chosen', async () => {
  const { workspace } = app
  await openUser(workspace)
  await workspace.getByTestId('field-tel').fill('13900000008')
  await world.backend.control.updateUser(edited, { tel: '13711111111' })
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('drawer')).toContainText('13711111111')
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000008')
  expect((await world.backend.control.user(edited))?.tel).toBe('13711111111')
  await workspace.getByTestId('save').click()
  await expect(draftBar(workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(edited))?.tel).toBe('13900000008')
})

test('signing out empties the vault: the next start asks, and shows only names of drafts', async () => {
  const first = app
  await openUser(first.workspace)
  await first.workspace.getByTestId('field-tel').fill('13900000009')
  await expect(draftBar(first.workspace)).toHaveAttribute('data-state', 'kept')
  await first.workspace.getByTestId('status-session').click()
  await first.workspace.getByTestId('sign-out').click()
  await first.workspace.getByTestId('question-confirm').click()
  await expect(first.workspace.getByTestId('users-grid')).toBeHidden()
  await first.quit()

  const second = await world.launch()
  await second.signInWindow()
  await expect(second.workspace.getByTestId('users-grid')).toBeHidden()
  await expect(second.workspace.locator('body')).not.toContainText('13900000009')
  await second.signIn('admin', world.passwords.admin)
  await openUser(second.workspace)
  await second.workspace.getByTestId('restore-draft').click()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000009')
})

test('the focus goes back to the field that it left when the sign-in window closes', async () => {
  const { workspace, electron } = app
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  const field = workspace.getByTestId('field-email')
  await field.fill('half@')
  await world.backend.control.expireAllTokens()
  // By a key of the page, so that the focus stays where the person types.
  await field.press('F5')
  const dialog = await app.signInWindow()
  await expect(dialog.getByTestId('signin-password')).toBeFocused()
  const closed = dialog.waitForEvent('close')
  await dialog.keyboard.press('Escape').catch(() => undefined)
  await closed
  await expect(field).toBeFocused()
  await expect.poll(() => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused())).toBe(true)
  await workspace.keyboard.type('x')
  await expect(field).toHaveValue('half@x')
  await workspace.getByTestId('session-bar').getByTestId('sign-in-button').click()
  await app.signIn('admin', world.passwords.admin)
})
