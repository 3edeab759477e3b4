// What a start finds that another run left behind: an expired token, a refresh token that was rotated but never stored,
// a keychain value that nobody can read.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { createKeychain, loadKeytar } from '../../src/main/secrets/keychain'
import { hold } from '../support/fault-kinds'
import { mulberry32 } from '../support/offline-fuzz'
import { readyApp } from '../support/shared-app'

let world: AppWorld
// Each begins with the run that the one before ended with.
test.beforeAll(async () => {
  world = await createAppWorld({ backend: { refresh: 'rotating' } })
})
test.afterAll(() => world.close())

const rows = (page: Page) => page.locator('[data-testid^="row-"]')

interface WatchedPage {
  latestMs: number
}

/** Notes how late the page's timers are: on a busy machine a second of the program is longer than one of the clock. */
async function watchLateness(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watched = Object.assign(window as unknown as WatchedPage, { latestMs: 0 })
    let before = performance.now()
    setInterval(() => {
      const now = performance.now()
      watched.latestMs = Math.max(watched.latestMs, now - before - 50)
      before = now
    }, 50)
  })
}

/** How late timers were at the most, and how long a call to main and back takes just now, in milliseconds. */
function latenessOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { holdfast, latestMs } = window as unknown as WatchedPage & { holdfast: { drafts: { list(): Promise<unknown> } } }
    const askedAt = performance.now()
    await holdfast.drafts.list()
    return latestMs + performance.now() - askedAt
  })
}

async function typeInto(page: Page, phone: string): Promise<void> {
  await rows(page).nth(3).dblclick()
  await page.getByTestId('field-tel').fill(phone)
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
}

test('F30: a cold start on an expired token renews once for everything that the page asks for', async () => {
  const first = await readyApp(world)
  await first.quit()
  await world.backend.control.expireAccessTokens()
  await world.backend.control.resetCounts()
  const second = await world.launch()
  await expect(rows(second.workspace).first()).toBeVisible()
  expect((await world.backend.control.counts()).refresh).toBe(1)
  expect(second.hasSignInWindow()).toBe(false)
})

test('F32: killed after the server rotated and before the vault was written: one sign-in, and the save that was under way goes through', async () => {
  const first = await readyApp(world)
  const id = Number((await rows(first.workspace).nth(3).getAttribute('data-testid'))?.replace('row-', ''))
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
  // It had been written down before anything was sent: it goes out once, and stands in no draft as well.
  await expect.poll(async () => (await world.backend.control.user(id))?.tel).toBe('13900000032')
  await rows(second.workspace).nth(3).dblclick()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000032')
  await expect(second.workspace.getByTestId('restore-draft')).toHaveCount(0)
})

test('F36: a value in the real keychain that does not decode: sign-in is asked for, and draft and queue are untouched', async () => {
  const first = await readyApp(world)
  const id = Number((await rows(first.workspace).nth(4).getAttribute('data-testid'))?.replace('row-', ''))
  await world.proxy.down()
  await rows(first.workspace).nth(4).dblclick()
  await first.workspace.getByTestId('field-tel').fill('13900000037')
  await first.workspace.getByTestId('save').click()
  await expect(first.workspace.getByTestId('status-outbox')).toContainText('1')
  await typeInto(first.workspace, '13900000036')
  await first.kill()
  const { value } = JSON.parse(readFileSync(join(world.dataDir, 'installation.json'), 'utf8')) as { value: { id: string } }
  const keychain = createKeychain({ load: loadKeytar })
  expect(await keychain.probe()).toEqual({ state: 'protected', reason: null })
  expect(await keychain.write(`${value.id}/test/tokens`, 'not what this program wrote')).toBe(true)
  await world.proxy.up()

  const second = await world.launch()
  const dialog = await second.signInWindow()
  await expect(dialog.getByTestId('signin-username')).toHaveValue('admin')
  expect((await world.backend.control.user(id))?.tel).not.toBe('13900000037')
  await second.signIn('admin', world.passwords.admin)
  await expect.poll(async () => (await world.backend.control.user(id))?.tel).toBe('13900000037')
  await rows(second.workspace).nth(3).dblclick()
  await second.workspace.getByTestId('restore-draft').click()
  await expect(second.workspace.getByTestId('field-tel')).toHaveValue('13900000036')
})

test('a page that crashes comes back by itself, with its draft', async () => {
  const app = await readyApp(world)
  await typeInto(app.workspace, '13900000033')
  await app.electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((shownAgain) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.once('did-finish-load', () => {
          shownAgain()
        })
        contents?.forcefullyCrashRenderer()
      }),
  )
  // Playwright gives a crashed page up for good; main can still look into it.
  const draftsLine = () =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("[data-testid=drafts-line]")?.textContent ?? ""'),
    ) as Promise<string>
  await expect.poll(draftsLine).toContain('Unsaved changes')
  await app.kill()
})

test('F56: killed three times while typing: at most the last second is lost, and the restore writes over nothing newer', async () => {
  const random = mulberry32(Date.now() % 1_000_000)
  let app = await readyApp(world)
  for (let round = 0; round < 3; round += 1) {
    const row = () => rows(app.workspace).nth(3 + round)
    const id = Number((await row().getAttribute('data-testid'))?.replace('row-', ''))
    await row().dblclick()
    const phone = app.workspace.getByTestId('field-tel')
    await phone.fill('')
    await watchLateness(app.workspace)
    const typed: { at: number; text: string }[] = []
    let text = ''
    // The pace of a person; the kill comes in the middle of a word.
    while (text.length < 12 + Math.floor(random() * 7)) {
      text += String(Math.floor(random() * 10))
      await phone.press(text.slice(-1), { delay: 150 })
      typed.push({ at: Date.now(), text })
    }
    const lateMs = await latenessOf(app.workspace)
    const killedAt = Date.now()
    await app.kill()
    await world.backend.control.updateUser(id, { email: `theirs${round}@example.com`, tel: `99${round}` })

    app = await world.launch()
    await expect(rows(app.workspace).first()).toBeVisible()
    await row().dblclick()
    await app.workspace.getByTestId('restore-draft').click()
    await expect(app.workspace.getByTestId('restore-draft')).toHaveCount(0)
    const kept = await app.workspace.getByTestId('field-tel').inputValue()
    const safe = typed.findLast(({ at }) => at < killedAt - 1000 - lateMs)?.text ?? ''
    expect(text.startsWith(kept), `${kept} is what was typed`).toBe(true)
    expect(kept.length, `typed ${text}, of which ${safe} more than a second before the kill`).toBeGreaterThanOrEqual(safe.length)
    // Theirs is still what the server has, and stands in every field that was not typed into.
    expect((await world.backend.control.user(id))?.tel).toBe(`99${round}`)
    await expect(app.workspace.getByTestId('field-email')).toHaveValue(`theirs${round}@example.com`)
  }
})
