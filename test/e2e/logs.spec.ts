// The server's log by keys alone: found in the menu, narrowed by time and address, one entry with its secrets masked, copied without a token; without the right to it, and without a server.
import { expect } from '@playwright/test'
import { alter } from '../support/fault-kinds'
import { test } from '../support/shared-app'

const SECRET = 'Hidden-4f1d0c'
const jwt = (claims: object): string => [{ typ: 'JWT', alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + `.${SECRET}`

/** As the original logs it; the embedded back-end masks what it keeps. */
const withSecrets = alter(({ status, body }) => {
  const { data } = body as { data: { items: { params: Record<string, unknown> }[] } }
  for (const { params } of data.items) Object.assign(params, { authorization: `Bearer ${jwt({ user_id: '2', exp: 1_790_000_000 })}`, password: SECRET, note: `see /x?token=${SECRET}&page=2` })
  return { status, body }
})

test('an entry is found, looked at, filtered by and copied; no secret of it reaches the page or the clipboard', async ({ app, world }) => {
  const { workspace: page, electron } = app
  world.proxy.on({ path: '/sys/log/logs' }, withSecrets)
  const rows = page.locator('[data-testid^="row-"][role="row"]')
  await page.getByTestId('menu-sys-log-index').focus()
  await page.keyboard.press('Enter')
  await expect(rows.first()).toBeVisible()
  const newest = rows.first()
  await expect(newest).toContainText('GET')

  await page.keyboard.press('Control+f')
  // A call that brings no values of its own: what is looked for below then is in sight.
  await page.keyboard.type('sys/user/info')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('logs-grid').getByRole('gridcell').first()).toBeFocused()
  await page.getByTestId('filter-range').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('filter-range')).toHaveValue('15m')
  await expect.poll(() => world.proxy.requests.some(({ path, query }) => path.endsWith('/sys/log/logs') && /[?&]time=\d+(%2C|,)9999999999/.test(query ?? ''))).toBe(true)

  await page.keyboard.press('Control+f')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('logs-grid').getByRole('gridcell').first()).toBeFocused()
  await page.keyboard.press('Enter')
  const detail = page.getByTestId('log-detail')
  await expect(detail.getByRole('heading').first()).toBeFocused()
  await expect(detail).toContainText(/•••• \(bearer, user 2, expires .*\)/)
  await expect(detail).toContainText(/see \/x\?token=•••• \(token\)&page=2/)
  for (const key of ['byIp', 'curl']) {
    for (let tabs = 0; tabs < 12 && !(await page.getByTestId(`detail-${key}`).evaluate((button) => button === document.activeElement)); tabs += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }
  await expect(page.getByTestId('filter-ip')).toHaveValue('127.0.0.1')
  await expect(page.getByRole('contentinfo').getByText('Copied as cURL without token')).toBeVisible()
  const copied = await electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toMatch(/^curl .*\/sys\/user.* -H "Authorization: Bearer \$TOKEN"/)
  expect(copied).not.toContain(SECRET)
  expect(await page.content()).not.toContain(SECRET)
  await page.keyboard.press('Escape')
  await expect(detail).toBeHidden()
  await expect(page.locator('[role=row] [role=gridcell]:focus')).toHaveCount(1)

  await world.proxy.down()
  await page.keyboard.press('F5')
  await expect(page.locator('.list-notice')).toBeVisible()
  await expect(rows.first()).toBeVisible()
  await world.proxy.up()
})

test('who may not see it is told which right is missing, and the server is not asked', async ({ app, world }) => {
  const { workspace: page } = app
  world.proxy.on(
    { path: '/sys/user/info' },
    alter(({ status, body }) => ({ status, body: JSON.parse(JSON.stringify(body).replace('/sys/log/logs/get', '/sys/log/none/get')) as object })),
  )
  await page.reload()
  await page.getByTestId('menu-sys-log-index').click()
  await expect(page.getByTestId('logs-locked')).toContainText('Needs: logs / view')
  await expect(page.getByTestId('logs-export')).toHaveAttribute('aria-description', /logs \/ view/)
})
