import { test as base, expect } from '@playwright/test'
import { type AppWorld, createAppWorld } from './app-world'
import { VIEW_NAMES } from '../../src/shared/page-views'
import { DEFAULT_QUIRKS } from './backend/quirks'
import type { RunningApp } from './launch-app'
import { answerOf } from './page-bridge'

/**
 * The program of this world in the state that most tests begin with: signed in as admin, the users read, no form open, no
 * draft, no fault on the wire, nothing counted. It is the one that an earlier test left running, or a new one: a start and
 * a sign-in cost more than most of what is tested with them. What was changed on the server by earlier tests stays changed.
 */
export async function readyApp(world: AppWorld): Promise<RunningApp> {
  world.proxy.clear()
  await world.proxy.up()
  await world.backend.control.setQuirks(DEFAULT_QUIRKS)
  const left = world.running()
  const app = left ?? (await world.launch())
  const { workspace: page } = app
  const users = page.getByTestId('menu-sys-user-index')
  const rows = page.locator('[data-testid^="row-"][role="row"]')
  await expect.poll(async () => app.hasSignInWindow() || (await users.isVisible())).toBe(true)
  if (app.hasSignInWindow()) await app.signIn('admin', world.passwords.admin)
  await users.waitFor()
  await expect.poll(async () => (await answerOf(page, 'app.state')).session.state, { message: 'the test before left somebody signed in' }).toBe('active')
  // Cut off by an earlier test, it answers reads from what is held until it has found the way back by itself.
  await answerOf(page, 'connection.check')
  await expect.poll(async () => (await answerOf(page, 'app.state')).connection.state, { message: 'the test before left it without a server' }).toBe('online')
  if (left) {
    for (const { draftId } of await answerOf(page, 'drafts.list')) await answerOf(page, 'drafts.discard', { draftId })
    // What an earlier test left open goes with its page; how it left the others (branches that it folded) does not.
    await users.click()
    for (const name of VIEW_NAMES) await answerOf(page, 'views.keep', { owner: { profileId: 'test', userId: 1 }, name, view: {} })
    await page.reload()
    await users.click()
    const clear = page.getByTestId('filter-clear')
    await expect.poll(async () => (await rows.first().isVisible()) || (await clear.isVisible())).toBe(true)
    if (await clear.isVisible()) await clear.click()
  }
  await rows.first().waitFor()
  await world.backend.control.resetCounts()
  world.proxy.forgetRequests()
  return app
}

/**
 * `test` for what needs one server, one signed-in person and one program that nobody else has changed for good: all such
 * tests of a worker share them, over all files. A test that fails takes them with it.
 */
export const test = base.extend<{ readonly app: RunningApp }, { readonly world: AppWorld }>({
  world: [
    // Playwright reads from this pattern what a fixture needs: nothing.
    async ({}, use) => {
      const world = await createAppWorld()
      await use(world)
      await world.close()
    },
    { scope: 'worker' },
  ],
  app: async ({ world }, use) => {
    await use(await readyApp(world))
  },
})
