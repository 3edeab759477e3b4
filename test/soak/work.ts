import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { answerOf, submitting } from '../support/page-bridge'

/** What is done over and over, and how it comes to rest. */
export interface SoakWork {
  /** Some seconds of work. */
  round(): Promise<void>
  /** One window, online, nothing waits, no form is open, no draft is kept: every time the same. */
  rest(): Promise<void>
}

const LIST = { page: 1, pageSize: 50, sort: [{ field: 'id' as const, direction: 'asc' as const }], filter: {} }

export async function createSoakWork(world: AppWorld, app: RunningApp): Promise<SoakWork> {
  const page = app.workspace
  const rows = () => page.locator('[data-testid^="row-"]')
  await expect(rows().first()).toBeVisible()
  let count = 0

  /** Saves online, and some more without a network, which go out when it is back. */
  const edits = async (): Promise<void> => {
    const { rows: users } = await answerOf(page, 'users.list', LIST)
    const some = users.filter(({ id }) => id > 3)
    const save = async (from: number): Promise<void> => {
      for (const user of some.slice(from, from + 5)) await answerOf(page, 'users.save', { ...submitting(1), id: user.id, base: user, edits: { tel: String((count += 1)) } })
    }
    await save(0)
    await world.proxy.down()
    await answerOf(page, 'connection.check')
    await save(5)
    await world.proxy.up()
    await answerOf(page, 'connection.check')
    await settled()
  }
  /** Types into a form, lets the draft be kept, types it back, and closes the form. The page stays: what it would keep of it must not go with it. */
  const draft = async (): Promise<void> => {
    await rows().nth(3).dblclick()
    const phone = page.getByTestId('field-tel')
    const before = await phone.inputValue()
    await phone.fill(`9${count}`)
    await expect.poll(async () => (await answerOf(page, 'drafts.list')).length).toBe(1)
    await phone.fill(before)
    await expect.poll(async () => (await answerOf(page, 'drafts.list')).length).toBe(0)
    await page.keyboard.press('Escape')
    await expect(phone).toHaveCount(0)
  }
  const otherWindow = async (): Promise<void> => {
    const opened = app.electron.waitForEvent('window')
    await answerOf(page, 'profiles.open', { id: 'test', inNewWindow: true })
    const other: Page = await opened
    await other.getByTestId('shell').waitFor()
    const closed = other.waitForEvent('close')
    await other.evaluate(() => {
      window.close()
    })
    await closed
  }
  const settled = async (): Promise<void> => {
    await expect.poll(async () => (await answerOf(page, 'app.state')).outbox?.waiting, { timeout: 60_000 }).toBe(0)
  }
  return {
    round: async () => {
      await edits()
      await draft()
      await otherWindow()
    },
    rest: async () => {
      await settled()
      await expect(rows().first()).toBeVisible()
      // What follows an answer, such as the cache and the background, comes to its end.
      await page.waitForTimeout(2000)
    },
  }
}
