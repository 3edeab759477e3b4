// Where a hand touches first: double-click, Enter, questions that are cancelled, keys that are refused.
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'

let world: AppWorld
let page: Page
test.beforeAll(async () => {
  world = await createAppWorld()
  const app = await world.launch()
  page = app.workspace
  await app.signIn('admin', world.passwords.admin)
  await page.locator('[data-testid^="row-"]').nth(5).waitFor()
})
test.afterAll(() => world.close())

const row = (at: number) => page.locator('[data-testid^="row-"]').nth(at)
const drawer = () => page.getByTestId('drawer')
/** What has the focus: the field of the form, or the cell of the grid. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement
    if (active === null || active === document.body) return 'nothing'
    const field = active.closest('[data-field]')?.getAttribute('data-field')
    return field
      ? `field ${field}`
      : active.getAttribute('role') === 'gridcell'
        ? `row ${active.closest('[role="row"]')?.getAttribute('data-testid')}`
        : (active.getAttribute('data-testid') ?? active.tagName)
  })
const told = () => page.getByTestId('told')

async function closeDrawer(): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(drawer()).toBeHidden()
}

test('a double-click on the right end of a row opens its form with the focus in the first field, and marks no text', async () => {
  const box = await row(3).boundingBox()
  if (!box) throw new Error('the row is not on screen')
  // Where the drawer will be after the first click.
  await page.mouse.dblclick(box.x + box.width - 60, box.y + box.height / 2)
  await expect(drawer()).toBeVisible()
  await expect.poll(focused).toBe('field email')
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('')
  const id = await row(3).getAttribute('data-testid')
  await closeDrawer()
  await expect.poll(focused).toBe(`row ${id}`)
})

for (const key of ['Enter', 'F2']) {
  test(`${key} opens the form of the row with the focus in its first field, and Esc leads back to the row`, async () => {
    await row(2).locator('[role="gridcell"]').first().click()
    await closeDrawer()
    const id = await row(2).getAttribute('data-testid')
    await expect.poll(focused).toBe(`row ${id}`)
    await page.keyboard.press(key)
    await expect.poll(focused).toBe('field email')
    await closeDrawer()
    await expect.poll(focused).toBe(`row ${id}`)
  })
}

test('after each question that is cancelled the focus is where it was', async () => {
  const id = await row(2).getAttribute('data-testid')
  for (const cancel of [() => page.keyboard.press('Escape'), () => page.keyboard.press('Enter'), () => page.getByTestId('question-cancel').click()]) {
    await page.keyboard.press('Delete')
    await expect(page.getByTestId('question')).toBeVisible()
    // A question of what would be lost begins on the button that does nothing.
    await cancel()
    await expect(page.getByTestId('question')).toHaveCount(0)
    await expect.poll(focused).toBe(`row ${id}`)
  }
  await page.keyboard.press('ArrowDown')
  await expect.poll(focused).toBe(`row ${await row(3).getAttribute('data-testid')}`)
})

test('a key that is refused says why where everybody sees it; so does copying', async () => {
  await page.getByTestId('row-1').locator('[role="gridcell"]').first().click()
  await closeDrawer()
  await expect.poll(focused).toBe('row row-1')
  await page.keyboard.press('Delete')
  await expect(told()).toContainText('This user is protected by the server')
  await page.keyboard.press('Control+c')
  await expect(told()).toContainText('admin')
})
