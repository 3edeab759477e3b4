// Why a user may do something, what a changed role would give, what was sent, and the link to hand on: by real keys alone.
import { resolve } from 'node:path'
import { _electron, expect, type Page } from '@playwright/test'
import { answerOf } from '../support/page-bridge'
import { test } from '../support/shared-app'

const inRow = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.closest('[data-testid="users-grid"] [data-testid^="row-"]')?.textContent ?? '')

/** Somebody at the support desk, who may look users up and nothing else. */
async function supporter(page: Page): Promise<{ id: number; username: string }> {
  const { rows } = await answerOf(page, 'users.list', { page: 1, pageSize: 200, sort: [{ field: 'id', direction: 'asc' }], filter: { status: 'enabled' } })
  const found = rows.find(({ roleIds, username }) => roleIds.join() === '7' && /^[a-z.]+$/.test(username))
  if (!found) throw new Error('nobody is at the support desk')
  return found
}

test('why a user may do that is asked and answered; roles are changed with their effect in sight; a link leads back to the user', async ({ world, app }) => {
  const { workspace: page } = app
  const { id, username } = await supporter(page)
  await page.keyboard.press('Control+f')
  await page.keyboard.type(username)
  await page.keyboard.press('Enter')
  await expect.poll(() => inRow(page)).toContain(username)
  await page.keyboard.press(' ')
  await page.keyboard.press('Alt+2')
  await expect(page.getByTestId('access-ask')).toBeFocused()
  await page.keyboard.type('/sys/user/users/get')
  await expect(page.getByTestId('access-answer')).toHaveText(`${username} can use “用户管理 / 查看” (GET /sys/user/users). Granted by Support desk.`)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('get /sys/log/logs')
  await expect(page.getByTestId('access-answer')).toContainText(`${username} cannot use`)

  await page.keyboard.press('Alt+1')
  await expect(page.getByTestId('field-email')).toBeFocused()
  const picker = page.getByTestId('field-roles').getByRole('combobox')
  for (let tabs = 0; tabs < 8 && !(await picker.evaluate((box) => box === document.activeElement)); tabs += 1) await page.keyboard.press('Tab')
  await expect(picker).toBeFocused()
  await page.keyboard.type('审计员')
  await expect(page.locator('[data-testid^="option-"]:visible').filter({ hasText: '审计员' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('field-roles').locator('[data-testid^="chip-"]')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+2')
  await expect(page.getByTestId('access-preview')).toContainText('With your unsaved changes: +')
  await page.keyboard.type('get /sys/log/logs')
  await expect(page.getByTestId('access-answer')).toContainText('Granted by 审计员. (With unsaved changes.)')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await expect(page.getByTestId('access-preview')).toBeHidden()
  await expect(page.getByTestId('access-answer')).toHaveText(/Granted by 审计员\.$/)

  await page.keyboard.press('Alt+3')
  const entry = page.getByTestId('activity-entry').first()
  await expect(entry.locator('summary')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(entry.getByTestId('changes')).toContainText('审计员')

  await page.keyboard.press('Escape')
  await expect.poll(() => inRow(page)).toContain(username)
  await page.keyboard.press('Shift+F10')
  await expect(page.getByTestId('row-menu-edit')).toBeFocused()
  await page.keyboard.press('c')
  await expect(page.getByTestId('row-menu-copyLink')).toBeFocused()
  await page.keyboard.press('Enter')
  const link = `holdfast://${new URL(world.proxy.url).host}/api/v2/users/${id}`
  await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(link)

  // Gone on elsewhere: the link of a second start leads back, and writes nothing.
  await page.getByTestId('menu-sys-role-index').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('roles-grid')).toBeVisible()
  world.proxy.forgetRequests()
  const second = await _electron
    .launch({
      executablePath: process.env['HOLDFAST_ELECTRON'] ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
      args: [resolve('.'), `--data-dir=${world.dataDir}`, `--open=${link}`],
      env: process.env as Record<string, string>,
    })
    .catch(() => null)
  await second?.close().catch(() => undefined)
  await expect(page.getByTestId('drawer')).toContainText(username)
  await expect(page.getByTestId('users-grid')).toBeVisible()
  expect(world.proxy.requests.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/api/v2/sys/role/role'))).toEqual([])
})
