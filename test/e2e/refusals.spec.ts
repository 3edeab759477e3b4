// What a person sees when something on the way refuses a write, when the server answers with a text that is no result, and when the number of a record was given again.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { gatewayPage } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { answerOf } from '../support/page-bridge'
import { test } from '../support/shared-app'

const USERS = '/sys/user/users'
let world: AppWorld
let app: RunningApp
test.beforeEach(async ({ world: ofWorker, app: ready }) => {
  world = ofWorker
  app = ready
  await world.backend.control.setQuirks({ plainTextAnswers: true })
})

const asked = (method: string): number => world.proxy.requests.filter((request) => request.method === method).length
const bar = (page: Page) => page.getByTestId('draft-bar')

/** Opens the form of the fourth user in the list and types a phone. */
async function typed(page: Page, tel: string): Promise<number> {
  const row = page.locator('[data-testid^="row-"]').nth(3)
  const id = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
  await row.dblclick()
  await page.getByTestId('field-tel').fill(tel)
  return id
}

test('F73: a gateway that lets no PUT through: refused with its status and title, the edit still in the form, nothing sent again', async () => {
  const { workspace } = app
  const rule = world.proxy.on({ method: 'PUT', path: USERS }, gatewayPage(405))
  const id = await typed(workspace, '13900000405')
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('form-error')).toContainText('HTTP 405, “405 Not Allowed”')
  await expect(bar(workspace)).toHaveAttribute('data-state', 'refused')
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000405')
  expect((await answerOf(workspace, 'outbox.list', { limit: 200 })).entries).toEqual([])
  expect(asked('PUT')).toBe(1)
  rule.remove()
  await workspace.getByTestId('save').click()
  await expect(bar(workspace)).toHaveAttribute('data-state', 'saved')
  expect((await world.backend.control.user(id))?.tel).toBe('13900000405')
})

test('F73: a plain text in answer to a deletion: told, not deleted, the text under Details, and nothing sent again', async () => {
  const { workspace } = app
  const { rows } = await answerOf(workspace, 'departments.list', { page: 1, pageSize: 50, sort: [], filter: {} })
  const leaf = rows.find(({ id }) => !rows.some(({ parentId }) => parentId === id))
  if (!leaf) throw new Error('There is no department without others below it.')
  await world.backend.control.losePermission('dept', leaf.id)
  await workspace.locator('[role="treeitem"]', { hasText: 'Departments' }).click()
  await workspace.getByTestId(`row-${leaf.id}`).click()
  await workspace.getByTestId('drawer-close').click()
  await workspace.getByTestId(`row-${leaf.id}`).press('Delete')
  await workspace.getByTestId('question-confirm').click()
  await expect(workspace.getByTestId('question')).toContainText('The server’s response could not be read. The change was not made.')
  await expect(workspace.getByTestId('question')).toContainText('未查找到 sys_perm')
  await workspace.getByTestId('question-confirm').click()
  await expect(workspace.getByTestId(`row-${leaf.id}`)).toBeVisible()
  expect([asked('DELETE'), (await answerOf(workspace, 'outbox.list', { limit: 200 })).entries]).toEqual([1, []])
  expect((await answerOf(workspace, 'app.state')).connection.state).toBe('online')
})

test('F71: the number of the user was given again: asks with both names, sends nothing; discarded, the other person is as before', async () => {
  const { workspace } = app
  const id = await typed(workspace, '13900000071')
  await world.backend.control.updateUser(id, { username: 'somebody.else', create_time: 1_700_000_000, tel: '555' })
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('other-record')).toContainText('is now “somebody.else”. Nothing was sent.')
  await expect(workspace.getByTestId('field-tel')).toHaveValue('13900000071')
  expect(asked('PUT')).toBe(0)
  await workspace.getByTestId('leave-to-other').click()
  await expect(workspace.getByTestId('field-tel')).toHaveValue('555')
  expect((await world.backend.control.user(id))?.tel).toBe('555')
})
