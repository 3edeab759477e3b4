// F70, F75 in the real app: the server says yes and keeps something else, and the person sees what, where, and what can be done.
import { expect, type Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { askElsewhere } from '../support/other-administrator'
import { answerOf } from '../support/page-bridge'
import { test } from '../support/shared-app'

let world: AppWorld
let page: Page
test.beforeEach(({ world: ofWorker, app }) => {
  world = ofWorker
  page = app.workspace
})
test.afterEach(() => answerOf(page, 'preferences.set', { locale: 'en' }))

/** Pictures for whoever looks at them; nothing is compared. */
async function picture(name: string): Promise<void> {
  const folder = process.env['HOLDFAST_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

const posts = async (path: string): Promise<number> => (await world.backend.control.counts()).routes[`POST ${path}`] ?? 0
const note = (field: string) => page.locator(`[data-field="${field}"]`).getByTestId('kept')

async function chooseRole(name: string): Promise<void> {
  await page.getByTestId('field-roles').getByRole('combobox').click()
  await page.keyboard.insertText(name)
  await page.locator('[data-testid^="option-"]:visible', { hasText: name }).first().click()
  await page.keyboard.press('Escape')
}

async function newUser(username: string, role: string): Promise<void> {
  await page.getByTestId('new-record').click()
  await page.getByTestId('field-username').fill(username)
  await page.getByTestId('field-password').fill('Fresh-Passw0rd')
  await chooseRole(role)
}

for (const locale of ['en', 'zh-CN'] as const) {
  test(`3-byte tables (${locale}): one user is made of 王𬭎宇, and the form says how it is kept; an alias that is cut stays typed, with two choices`, async () => {
    await answerOf(page, 'preferences.set', { locale })
    await world.backend.control.setQuirks({ threeByteText: true, duplicateNames: true })
    await newUser('王𬭎宇', '访客')
    await page.getByTestId('save').click()
    await expect(page.getByTestId('kept-otherwise')).toBeVisible()
    await expect(note('username')).toContainText(locale === 'en' ? 'You entered “王𬭎宇”. Saved by the server as “王”' : '你输入的是“王𬭎宇”。服务器保存为“王”')
    expect(await posts('/sys/user/users')).toBe(1)
    await picture(`user-${locale}`)
    await page.getByTestId('keep-servers').click()
    await page.getByTestId('drawer-close').click()

    await page.getByTestId('menu-sys-dept-index').click()
    await page.getByTestId('departments-grid').locator('[data-testid^="row-"]').first().dblclick()
    await page.getByTestId('field-alias').fill('Rocket team 🚀 and more')
    await page.getByTestId('save').click()
    await expect(note('alias')).toContainText(locale === 'en' ? 'Saved by the server as “Rocket team ”: the text was cut off.' : '服务器保存为“Rocket team ”：文本被截断。')
    await expect(page.getByTestId('field-alias')).toHaveValue('Rocket team 🚀 and more')
    await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'differs')
    await picture(`alias-${locale}`)
    await page.getByTestId('change-kept').click()
    await page.getByTestId('field-alias').fill('Rockets 🚀')
    await expect(page.getByTestId('habit-warning')).toBeVisible()
    await picture(`warning-${locale}`)
    await page.getByTestId('field-alias').fill('Rocket team')
    await page.getByTestId('save').click()
    await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
    expect((await world.backend.control.counts()).routes['PUT /sys/dept/depts']).toBe(2)
  })
}

test('a trimming server: a department with spaces round its name and alias is one department, and the form says how it is kept', async () => {
  await world.backend.control.setQuirks({ trimsText: true })
  await page.getByTestId('menu-sys-dept-index').click()
  await page.getByTestId('new-record').click()
  await page.getByTestId('field-name').fill(' Research East ')
  await page.getByTestId('field-alias').fill(' Labs ')
  await page.getByTestId('save').click()
  await expect(note('alias')).toContainText('Saved by the server as “Labs”: spaces at the beginning or end were removed.')
  await page.getByTestId('keep-servers').click()
  await expect(page.getByTestId('kept-otherwise')).toHaveCount(0)
  await expect(page.getByTestId('departments-grid').getByText('Research East')).toHaveCount(1)
  expect(await posts('/sys/dept/depts')).toBe(1)
  await picture('trimmed')
})

test('the server does half and answers a page: the user is made once, and the role that is missing is named', async () => {
  await makeRole('Short-lived')
  await world.backend.control.setQuirks({ halfWorkThen500: true, htmlErrorPages: true })
  // Opened anew, the page knows the role.
  await page.reload()
  await newUser('half.made', 'Short-lived')
  await deleteRole('Short-lived')
  await page.getByTestId('save').click()
  await expect(page.getByTestId('kept-otherwise')).toContainText('The server saved the record, but not: Roles.')
  await expect(note('roleIds')).toBeVisible()
  expect(await posts('/sys/user/users')).toBe(1)
  expect((await world.backend.control.userByName('half.made'))?.role).toEqual([])
  await picture('half')
})

/** A role of its own: what a test deletes is gone for those after it. */
async function makeRole(name: string): Promise<void> {
  await askElsewhere(world, 'POST', '/sys/role/roles', { name, remark: '', status: 1, scope: 0, listorder: 98 })
}

async function deleteRole(name: string): Promise<void> {
  const { items } = (await askElsewhere(world, 'GET', '/sys/role/roles')) as { readonly items: readonly { readonly id: number; readonly name: string }[] }
  const role = items.find((one) => one.name === name)
  await askElsewhere(world, 'DELETE', `/sys/role/roles/${String(role?.id)}`)
}
