// What the machine may lack or break: no keychain, damaged settings, a second start, nobody to ask.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { test } from '../support/shared-app'

test.describe('on a data folder of its own', () => {
  let world: AppWorld
  test.beforeEach(async () => {
    world = await createAppWorld()
  })
  test.afterEach(() => world.close())

  test('F35: no keychain: memory only, said on screen; sign-in works, and quitting asks before typed work is lost', async () => {
    const app = await world.launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' } })
    const { workspace, electron } = app
    await app.signIn('admin', world.passwords.admin)
    await expect(workspace.getByTestId('status-secrets')).toContainText('memory only')
    await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
    await workspace.getByTestId('field-tel').fill('13900000001')
    await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
    expect(readdirSync(world.dataDir)).not.toContain('user-1.db')

    await electron.evaluate(({ dialog }) => {
      const asked: unknown[] = []
      Object.assign(globalThis, { asked })
      dialog.showMessageBox = ((_window: unknown, options: unknown) => {
        asked.push(options)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }) as typeof dialog.showMessageBox
    })
    await electron.evaluate(({ app: program }) => {
      program.quit()
    })
    await expect.poll(() => electron.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked.length)).toBe(1)
    const [question] = await electron.evaluate(() => (globalThis as unknown as { asked: { detail: string }[] }).asked)
    expect(question?.detail).toContain('memory only')
    await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000001')
  })

  test('damaged settings: recovered from the backup, the damaged file is kept aside, and the person is told; another server is added in the sign-in window, with plain http to another machine only after a warning', async () => {
    const first = await world.launch()
    await first.workspace.evaluate(() => (window as unknown as { holdfast: { preferences: { set(some: object): Promise<unknown> } } }).holdfast.preferences.set({ theme: 'dark' }))
    await first.quit()
    writeFileSync(join(world.dataDir, 'preferences.json'), '{"value": {"loc')
    const second = await world.launch()
    await expect(second.workspace.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(second.workspace.getByTestId('notices')).toBeVisible()
    expect(readdirSync(world.dataDir).some((name) => name.startsWith('preferences.damaged-'))).toBe(true)
    expect(statSync(join(world.dataDir, 'preferences.json')).mode & 0o777).toBe(0o600)

    // The same start asks for a sign-in: another server can be added there.
    const dialog = await second.signInWindow()
    await dialog.getByTestId('signin-add-server').click()
    await dialog.getByTestId('server-name').fill('Intranet')
    await dialog.getByTestId('server-url').fill('http://10.0.0.5:8890/#/login')
    await dialog.getByTestId('server-save').click()
    await expect(dialog.getByTestId('server-allow-http')).toBeVisible()
    await dialog.getByTestId('server-url').fill(`${world.backend.url}/#/login`)
    await dialog.getByTestId('server-save').click()
    await second.signIn('admin', world.passwords.admin)
    await expect(second.workspace.getByTestId('users-grid')).toBeVisible()
    await expect(second.workspace.getByTestId('shell')).toContainText('Intranet')
  })

  test('the demo: one click away, editable, and edits and session are there at the next start', async () => {
    rmSync(join(world.dataDir, 'profiles.json'))
    const first = await world.launch()
    await first.signIn('admin', 'admin')
    await first.workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
    await first.workspace.getByTestId('field-tel').fill('13912345678')
    await first.workspace.getByTestId('save').click()
    await expect(first.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
    await first.quit()
    const second = await world.launch()
    await expect(second.workspace.locator('[data-testid^="row-"]').nth(3)).toContainText('13912345678')
    expect(second.hasSignInWindow()).toBe(false)
    const settings = readFileSync(join(world.dataDir, 'profiles.json'), 'utf8')
    expect(settings).not.toContain('eyJ')
  })
})

test('F31: a second start on the same data folder ends at once and brings the first to the front', async ({ world, app: first }) => {
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(process.env['HOLDFAST_ELECTRON'] ?? '', [...flags, '.', `--data-dir=${world.dataDir}`], { stdio: 'ignore' })
  expect(await new Promise((ended) => second.once('exit', ended))).toBe(0)
  await expect.poll(() => first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false)
})
