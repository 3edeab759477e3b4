// F78, in the app: files of somebody's work damaged between two runs. The table of all of them runs on the store alone.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { createAppWorld } from '../support/app-world'

const rows = (page: Page) => page.locator('[data-testid^="row-"]')

async function save(page: Page, row: number, tel: string): Promise<void> {
  await rows(page).nth(row).dblclick()
  await page.getByTestId('field-tel').fill(tel)
  await page.getByTestId('save').click()
}

test('F78: a flipped log, a file that is gone, one out of a backup, a lost list of servers: nothing goes out by itself, and all of it is told', async () => {
  test.slow()
  const world = await createAppWorld({})
  const folder = join(world.dataDir, 'profiles', 'test')
  const data = (): string => join(folder, readdirSync(folder).find((name) => /^user-\d+\.db$/.test(name)) ?? 'user-1.db')
  try {
    const first = await world.launch()
    await first.signIn('admin', world.passwords.admin)
    const id = Number((await rows(first.workspace).nth(4).getAttribute('data-testid'))?.replace('row-', ''))
    await world.proxy.down()
    await save(first.workspace, 4, '13900000078')
    await expect(first.workspace.getByTestId('status-outbox')).toContainText('1')
    await rows(first.workspace).nth(3).dblclick()
    await first.workspace.getByTestId('field-tel').fill('13900000079')
    await expect(first.workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
    const file = data()
    await first.kill()
    await world.proxy.up()

    // The last of what is in the log: the draft is lost, the change before it is not.
    const log = readFileSync(`${file}-wal`)
    log.fill(0x5a, log.length - 2000)
    writeFileSync(`${file}-wal`, log)
    const second = await world.launch()
    const told = second.workspace.getByTestId('notice-recovered')
    await expect(told).toContainText(`${file}.unreadable-`)
    await expect(told).toContainText('1 pending change')
    await expect(second.workspace.getByTestId('status-outbox')).toContainText('1')
    await second.workspace.getByTestId('status-outbox').click()
    await second.workspace.getByTestId('open-outbox').click()
    await second.workspace.getByTestId('outbox-grid').locator('[data-testid^="entry-"]').first().dblclick()
    await expect(second.workspace.getByTestId('entry-why')).toContainText('may already have been sent')
    await second.quit()
    // Closed in good order: all of it lies in the one file.
    expect([existsSync(`${file}-wal`), existsSync(`${file}.in-use`)]).toEqual([false, false])
    const whole = readFileSync(file)

    rmSync(file)
    const third = await world.launch()
    await expect(third.workspace.getByTestId('notice-recovered')).toContainText('missing or empty')
    await expect(third.workspace.getByTestId('notice-recovered')).toContainText('no drafts, no pending changes')
    await third.quit()

    // Out of a backup: older than what has been acknowledged since.
    writeFileSync(file, whole)
    const fourth = await world.launch()
    await expect(fourth.workspace.getByTestId('notice-recovered')).toContainText('1 pending change')
    await expect(fourth.workspace.getByTestId('status-outbox')).toContainText('1')
    await fourth.quit()
    expect((await world.backend.control.user(id))?.tel).not.toBe('13900000078')

    for (const name of ['profiles.json', 'profiles.backup.json']) rmSync(join(world.dataDir, name), { force: true })
    const fifth = await world.launch()
    await expect(fifth.workspace.getByTestId('notice-left-servers')).toContainText('test')
    await fifth.quit()
  } finally {
    await world.close()
  }
})
