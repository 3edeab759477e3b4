// Walls of the whole program: it talks to nobody but its server; no form outlives the window that it belongs to; its files are
// its owner's alone.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { readNetLog } from '../support/net-log'
import { test } from '../support/shared-app'

/** Signs in, lists, edits, and saves through a sign-in window; ends the program as a person does. */
async function wholeWalk(app: RunningApp, world: AppWorld): Promise<void> {
  const { workspace, signIn } = app
  await signIn('admin', world.passwords.admin)
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('field-tel').fill('13900000001')
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('save').click()
  await signIn('admin', world.passwords.admin)
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await workspace.getByTestId('cancel').click()
  await workspace.getByTestId('menu-sys-role-index').click()
  await workspace.getByTestId('menu-sys-user-index').click()
  await expect(workspace.getByTestId('users-grid')).toBeVisible()
}

type Ending = 'closed by the person' | 'closed while the form hangs' | 'gone without a word'

test.describe('at a start without anybody signed in', () => {
  let world: AppWorld
  let app: RunningApp
  test.beforeAll(async () => {
    world = await createAppWorld()
  })
  test.beforeEach(async () => {
    app = world.running() ?? (await world.launch())
  })
  test.afterAll(() => world.close())

  for (const ending of ['closed by the person', 'closed while the form hangs', 'gone without a word'] satisfies Ending[]) {
    test(`F66: a main window ${ending} takes the sign-in window with it, at the first start too, and the program ends`, async () => {
      const dialog = await app.signInWindow()
      if (ending === 'closed while the form hangs') {
        await dialog.evaluate(() => {
          setTimeout(() => {
            for (;;);
          })
        })
      }
      const ended = app.electron.waitForEvent('close')
      await app.electron.evaluate(({ BrowserWindow }, how) => {
        const main = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null)
        if (how === 'gone without a word') main?.destroy()
        else main?.close()
      }, ending)
      await ended
    })
  }
})

test('F68, 9.18: over a whole session the program talks to the chosen server and to nobody else, and every file of the data folder is its owner’s alone, those of former versions too', async () => {
  const world = await createAppWorld()
  const old = join(world.dataDir, 'profiles', 'gone')
  mkdirSync(old, { recursive: true, mode: 0o755 })
  writeFileSync(join(old, 'user-1.db'), 'x', { mode: 0o644 })
  chmodSync(join(world.dataDir, 'preferences.json'), 0o644)
  const logs = mkdtempSync(join(tmpdir(), 'holdfast-net-log-'))
  const file = join(logs, 'net-log.json')
  const app = await world.launch({ args: [`--log-net-log=${file}`] })
  await wholeWalk(app, world)
  const open = (): string[] =>
    readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const info = lstatSync(join(world.dataDir, name), { throwIfNoEntry: false })
      return info !== undefined && (info.isFile() || info.isDirectory()) && (info.mode & 0o077) !== 0
    })
  expect(readdirSync(join(world.dataDir, 'profiles', 'test')).some((name) => name.endsWith('-wal'))).toBe(true)
  expect(open()).toEqual([])
  await app.quit()
  expect(open()).toEqual([])

  const seen = readNetLog(readFileSync(file, 'utf8'))
  const { host } = new URL(world.proxy.url)
  // The server was asked, so the log did see what went out.
  expect(seen.requests.filter((url) => new URL(url).host === host).length).toBeGreaterThan(5)
  expect(seen.requests.filter((url) => new URL(url).host !== host)).toEqual([])
  expect(seen.names).toEqual([])
  expect(seen.connections.filter((address) => address !== host)).toEqual([])
  rmSync(logs, { recursive: true })
  await world.close()
})

test('F66: a main window closed under a sign-in that a save waits for ends the program, and nothing of the work is lost', async ({ world, app: first }) => {
  const row = first.workspace.locator('[data-testid^="row-"]').nth(3)
  const id = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
  await row.dblclick()
  await first.workspace.getByTestId('field-tel').fill('13900000009')
  await world.backend.control.expireAllTokens()
  await first.workspace.getByTestId('save').click()
  await first.signInWindow()
  const ended = first.electron.waitForEvent('close')
  await first.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getParentWindow() === null)
      ?.close()
  })
  await ended
  const second = await world.launch()
  await second.signIn('admin', world.passwords.admin)
  // It had been written down before the window closed: it goes out, or stands in a draft that is offered.
  const isDraft = (): Promise<boolean> =>
    second.workspace.evaluate(async () => {
      const { holdfast } = window as unknown as { holdfast: { drafts: { list(input?: unknown): Promise<{ value: readonly unknown[] }> } } }
      return (await holdfast.drafts.list()).value.length > 0
    })
  await expect.poll(async () => (await world.backend.control.user(id))?.tel === '13900000009' || (await isDraft())).toBe(true)
})
