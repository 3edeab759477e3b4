// The one run that is not root's: an ordinary user, Chromium's sandbox on, a keyring of their own.
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { createOrdinaryUser, type OrdinaryUser } from '../support/ordinary-user'

let world: AppWorld
let user: OrdinaryUser | null
test.afterEach(async () => {
  await world.close()
  user?.remove()
})

test('an ordinary user works inside the sandbox: signs in, edits, saves, with the keychain protecting the session', async () => {
  // When the tests themselves run as an ordinary user, every other test is this one.
  user = process.getuid?.() === 0 ? createOrdinaryUser() : null
  world = await createAppWorld()
  user?.own(world.dataDir)
  const app = await world.launch(user ? { staged: user.staged, env: user.env } : {})
  const { workspace, electron } = app
  const [mainUid, hasNoSandbox] = await electron.evaluate(({ app: program }) => [process.getuid?.() ?? -1, program.commandLine.hasSwitch('no-sandbox')] as const)
  expect(mainUid).not.toBe(0)
  if (user) expect(mainUid).toBe(user.uid)
  expect(hasNoSandbox).toBe(false)
  // The process of a page is there only some time after its window: until then its id is 0.
  const rendererPid = (): Promise<number> =>
    electron.evaluate(
      ({ webContents }) =>
        webContents
          .getAllWebContents()
          .find((contents) => contents.getURL().startsWith('app://holdfast/workspace/'))
          ?.getOSProcessId() ?? 0,
    )
  await expect.poll(rendererPid).toBeGreaterThan(0)
  // 2: the renderer runs under a system call filter, which is Chromium's sandbox.
  expect(readFileSync(`/proc/${await rendererPid()}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m)

  await app.signIn('admin', world.passwords.admin)
  await expect(workspace.getByTestId('status-secrets')).toContainText('protected')
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('field-tel').fill('13900000001')
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await app.quit()
})
