// How lists were left, in the real app: behind another entry, after a kill, and for nobody else.
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { filesBelow, placesWith } from '../support/secret-search'

let world: AppWorld
test.afterEach(() => world.close())

const FILTER = 'an'

/** What the next start of the same person would find. */
const keptBy = (page: Page): Promise<unknown> => page.evaluate(() => (window as unknown as { holdfast: { views: { read(): Promise<unknown> } } }).holdfast.views.read())

async function list(page: Page): Promise<unknown> {
  await expect(page.getByTestId('users-grid').locator('[data-testid^="row-"]').first()).toBeVisible()
  return {
    name: await page.getByTestId('filter-username').inputValue(),
    status: await page.getByTestId('filter-status').inputValue(),
    size: await page.getByTestId('page-size').inputValue(),
    range: await page.getByTestId('range-text').textContent(),
    sort: await page.locator('[role=columnheader][aria-sort=ascending], [role=columnheader][aria-sort=descending]').first().textContent(),
  }
}

test('filter, sort, page and page size stand where they were left, the start opens there after a kill, and another user finds nothing of it', async () => {
  world = await createAppWorld({ backend: { generatedUsers: 400 } })
  const first = await world.launch()
  await first.signIn('admin', world.passwords.admin)
  const page = first.workspace
  const range = page.getByTestId('range-text')
  await expect(range).toHaveText(/^1–/)
  const whole = (await range.textContent()) ?? ''
  await page.getByTestId('filter-username').fill(FILTER)
  // What is typed is asked for a moment later, and begins at the first page again: not after the pager's turn.
  await expect(range).not.toHaveText(whole)
  await page.getByTestId('filter-status').selectOption('enabled')
  await page.getByTestId('page-size').selectOption('20')
  await page.getByRole('columnheader', { name: 'E-mail' }).click()
  await expect(page.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.getByTestId('range-text')).toHaveText(/^1–20 of/)
  await page.getByTestId('pager-next').click()
  await expect(page.getByTestId('range-text')).toHaveText(/^21–/)
  const left = await list(page)
  expect(left).toMatchObject({ name: FILTER, status: 'enabled', size: '20', sort: 'E-mail' })

  await page.getByTestId('menu-sys-dept-index').click()
  await page.getByTestId('filter-search').fill('zz-nowhere')
  await page.getByTestId('menu-sys-user-index').click()
  expect(await list(page)).toEqual(left)
  await page.getByTestId('menu-sys-dept-index').click()
  await expect.poll(() => keptBy(page)).toMatchObject({ value: { start: { component: 'sys/dept/index' }, departments: { search: 'zz-nowhere' }, users: { username: FILTER, page: 2 } } })
  await first.kill()
  expect(placesWith(['zz-nowhere'], filesBelow(world.dataDir, ''))).toEqual([])

  const second = await world.launch()
  const again = second.workspace
  await expect(again.getByTestId('filter-search')).toHaveValue('zz-nowhere')
  await expect(again.getByTestId('told')).toContainText('Choose “Clear search” to show everything.')
  await again.getByTestId('menu-sys-user-index').click()
  expect(await list(again)).toEqual(left)
  await expect(again.getByTestId('filter-clear')).toBeVisible()

  await again.getByTestId('status-session').click()
  await again.getByTestId('sign-out').click()
  await expect(again.getByTestId('question')).toContainText('Signing out does not remove drafts or pending changes')
  await again.getByTestId('question-option-clear').check()
  await again.getByTestId('question-confirm').click()
  await again.getByTestId('sign-in-button').click()
  await second.signIn('test', world.passwords.test)
  await expect(again.getByTestId('users-grid')).toBeVisible()
  expect(await list(again)).toMatchObject({ name: '', status: '', range: expect.stringMatching(/^1–/) as unknown })
})
