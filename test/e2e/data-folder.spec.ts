// F79: what a person sees when the data folder cannot be used. And what nobody sees: a question at a log-off.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, expect, type ElectronApplication, type Page, test } from '@playwright/test'
import { createAppWorld } from '../support/app-world'
import { PLAYWRIGHT_LOADER } from '../support/launch-app'
import { createOrdinaryUser, type OrdinaryUser } from '../support/ordinary-user'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-folder-'))
})
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function start(
  args: readonly string[],
  { env = {}, user = null }: { env?: Record<string, string | undefined>; user?: OrdinaryUser | null } = {},
): Promise<{ electron: ElectronApplication; page: Page; exitCode: Promise<number | null> }> {
  const electron = await _electron.launch({
    executablePath: user?.staged.executable ?? process.env['HOLDFAST_ELECTRON'] ?? '',
    chromiumSandbox: user !== null || process.getuid?.() !== 0,
    args: ['-r', user?.staged.loader ?? PLAYWRIGHT_LOADER, user?.staged.appDir ?? resolve('.'), ...args],
    env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en', ...user?.env, ...env } as Record<string, string>,
  })
  const exitCode = new Promise<number | null>((done) => {
    electron.process().once('exit', done)
  })
  return { electron, page: await electron.firstWindow(), exitCode }
}

async function expectTrouble({ electron, page, exitCode }: Awaited<ReturnType<typeof start>>, where: string, reason: RegExp): Promise<void> {
  await expect(page.getByRole('heading')).toHaveText('Holdfast cannot use its data folder')
  await expect(page.locator('code')).toHaveText(where)
  await expect(page.locator('body')).toContainText(reason)
  await expect(page.locator('body')).toContainText('--data-dir=')
  expect(electron.windows()).toHaveLength(1)
  await page
    .getByRole('button', { name: 'Close' })
    .click()
    .catch(() => undefined)
  expect(await exitCode).toBe(1)
}

for (const below of ['', 'below']) {
  test(`F79: a data folder that is a file${below && ', or below one,'} is named in a window with the reason and --data-dir; then the program ends with 1`, async () => {
    const file = join(folder, 'file')
    writeFileSync(file, "somebody else's")
    const where = join(file, below)
    await expectTrouble(await start([`--data-dir=${where}`]), where, /A file exists at the path/)
    expect(readdirSync(folder)).toEqual(['file'])
  })
}

test('F79: a home that cannot be made is told in the same way', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const home = join(file, 'home')
  await expectTrouble(await start([], { env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') } }), join(home, '.config', 'Holdfast'), /A file exists at the path/)
})

test('F79: a folder that its user may not write in is read-only, and nothing is left in it', async () => {
  const user = process.getuid?.() === 0 ? createOrdinaryUser() : null
  chmodSync(folder, 0o755)
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o555 })
  await expectTrouble(await start([`--data-dir=${closed}`], { user }), closed, /The folder cannot be written/)
  expect(existsSync(join(closed, 'logs'))).toBe(false)
  user?.remove()
})

test('F31, F79: a second start on a folder in use shows the first one, also when the folder has become unusable meanwhile', async () => {
  const world = await createAppWorld()
  const app = await world.launch()
  const second = await _electron
    .launch({
      executablePath: process.env['HOLDFAST_ELECTRON'] ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
      args: [resolve('.'), `--data-dir=${world.dataDir}`],
      env: process.env as Record<string, string>,
    })
    .catch(() => null)
  // It has ended by itself, without a window of its own.
  await second?.close().catch(() => undefined)
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBeGreaterThan(0)
  await app.quit()
  await world.close()
})

test('F79: a data folder that vanishes while in use: the program says that drafts are in memory only, and the save still goes through', async () => {
  const world = await createAppWorld()
  const app = await world.launch()
  await app.signIn('admin', world.passwords.admin)
  await app.workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await app.workspace.getByTestId('field-tel').fill('13900000001')
  await expect(app.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  rmSync(join(world.dataDir, 'profiles'), { recursive: true })
  await app.workspace.getByTestId('field-tel').fill('13900000002')
  await expect(app.workspace.getByTestId('status-storage')).toContainText('memory only')
  await expect(app.workspace.getByTestId('notices')).toContainText('The data folder is missing or read-only.')
  await expect(app.workspace.getByTestId('field-tel')).toHaveValue('13900000002')
  await app.workspace.getByTestId('save').click()
  await expect(app.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await world.close()
})

test('SIGTERM ends the program although a draft lives in memory only: nobody is there to be asked', async () => {
  const world = await createAppWorld()
  // No keychain: drafts live in memory.
  const app = await world.launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } })
  await app.signIn('admin', world.passwords.admin)
  await expect(app.workspace.getByTestId('status-secrets')).toContainText('memory only')
  await app.workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await app.workspace.getByTestId('field-tel').fill('13900000001')
  await expect(app.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  const ended = new Promise<number | null>((done) => {
    app.electron.process().once('exit', done)
  })
  const startedAt = Date.now()
  app.electron.process().kill('SIGTERM')
  expect(await ended).toBe(0)
  test.info().annotations.push({ type: 'ended after', description: `${Date.now() - startedAt} ms` })
  await world.close()
})

test('a log-off that ends all processes of the program at once leaves the draft for the next time', async () => {
  const world = await createAppWorld()
  const app = await world.launch()
  await app.signIn('admin', world.passwords.admin)
  await app.workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await app.workspace.getByTestId('field-tel').fill('13900000003')
  await expect(app.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  const main = app.electron.process()
  const ended = new Promise((done) => main.once('exit', done))
  // Not by its code: without its other processes Chromium may abort before its own end is through.
  for (const pid of withDescendants(main.pid ?? 0)) process.kill(pid, 'SIGTERM')
  await ended
  const next = await world.launch()
  await next.workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await next.workspace.getByTestId('restore-draft').click()
  await expect(next.workspace.getByTestId('field-tel')).toHaveValue('13900000003')
  await world.close()
})

/** A process and all that it has started, as a service manager knows them; itself first. */
function withDescendants(root: number): readonly number[] {
  const all = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const found = [root]
  for (const parent of found) found.push(...all.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : [])))
  return found
}
