// Whole errands by real keys alone, and how many keys they take: text apart, and a chord is one.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { axeFindings } from '../support/accessibility'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { test } from '../support/shared-app'

/** Presses keys as a person does, and counts them. */
function countedKeys(page: Page) {
  const pressed: string[] = []
  return {
    pressed,
    press: async (key: string): Promise<void> => {
      pressed.push(key)
      await page.keyboard.press(key)
    },
    type: (text: string): Promise<void> => page.keyboard.type(text),
  }
}

function tell(journey: string, pressed: readonly string[], most: number): void {
  console.log(`${journey}: ${pressed.length} keys of at most ${most} (${pressed.join(', ')})`)
  expect(pressed.length, pressed.join(', ')).toBeLessThanOrEqual(most)
}

/** In which field of the form the focus is. */
const field = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset['field'])
const inRow = (page: Page): Promise<string | undefined> => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-testid^="row-"]')?.textContent ?? undefined)

test('a user is disabled in at most 8 keys besides the name, and one is added with role and department in at most 14', async ({ world, app: { workspace: page } }) => {
  const disable = countedKeys(page)
  const user = await world.backend.control.user(20)
  const name = user?.username ?? ''
  await disable.press('Control+f')
  await expect(page.getByTestId('filter-username')).toBeFocused()
  await disable.type(name)
  await disable.press('Enter')
  await expect.poll(() => inRow(page)).toContain(name)
  await disable.press('Shift+F10')
  await expect(page.getByTestId('row-menu-edit')).toBeFocused()
  await disable.press('d')
  await expect(page.getByTestId('row-menu-disable')).toBeFocused()
  await disable.press('Enter')
  await expect.poll(async () => (await world.backend.control.user(20))?.status).toBe(0)
  tell('Disable a user', disable.pressed, 8)
  // The focus is on the row, where the person is: nothing has thrown it away.
  await expect.poll(() => inRow(page)).toContain(name)

  const add = countedKeys(page)
  await add.press('Control+n')
  await expect.poll(() => field(page)).toBe('username')
  await add.type('keys.only')
  const tabTo = async (wanted: string): Promise<void> => {
    // The next field, past the buttons of the one before.
    for (let tabs = 0; tabs < 8 && (await field(page)) !== wanted; tabs += 1) await add.press('Tab')
    expect(await field(page)).toBe(wanted)
  }
  await tabTo('password')
  await add.type('Fresh-Passw0rd')
  await tabTo('roleIds')
  await add.type('访客')
  await expect(page.locator('[data-testid^="option-"]:visible').filter({ hasText: '访客' })).toBeVisible()
  await add.press('Enter')
  await expect(page.getByTestId('field-roles').locator('[data-testid^="chip-"]')).toHaveCount(1)
  await tabTo('departmentIds')
  await expect(page.getByTestId('field-departments').getByRole('combobox')).toBeFocused()
  const [department] = await departments(page)
  await add.type(department ?? '')
  await expect(
    page
      .locator('[data-testid^="option-"]:visible')
      .filter({ hasText: department ?? '' })
      .first(),
  ).toBeVisible()
  await add.press('Enter')
  await expect(page.getByTestId('field-departments').locator('[data-testid^="chip-"]')).toHaveCount(1)
  await add.press('Control+s')
  await expect.poll(async () => (await world.backend.control.userByName('keys.only'))?.username).toBe('keys.only')
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  const made = await page.evaluate(() =>
    (window as unknown as { holdfast: { users: { list(query: unknown): Promise<{ value: { rows: { roleIds: number[]; departmentIds: number[] }[] } }> } } }).holdfast.users.list({
      page: 1,
      pageSize: 20,
      sort: [],
      filter: { username: 'keys.only' },
    }),
  )
  expect(made.value.rows.map(({ roleIds, departmentIds }) => [roleIds.length, departmentIds.length])).toEqual([[1, 1]])
  tell('Add a user', add.pressed, 14)
})

/** Names of departments that the account may give, as the page itself reads them. */
async function departments(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    type Options = { options: { departments(): Promise<{ value: { rows: { name: string; isAssignable: boolean }[] } }> } }
    const { value } = await (window as unknown as { holdfast: Options }).holdfast.options.departments()
    return value.rows.filter(({ isAssignable }) => isAssignable).map(({ name }) => name)
  })
}

test('fields of both windows have their menu, a row has only its own; among 15 servers each can be seen and reached by keys', async () => {
  const world = await createAppWorld()
  const settings = profilesOf(world)
  const [pattern] = settings.profiles
  settings.profiles.push(...Array.from({ length: 15 }, (_, at) => ({ ...pattern, id: `plant-${at}`, name: `Plant ${at}`, origin: `http://127.0.0.1:${9100 + at}`, color: 'green' })))
  writeFileSync(join(world.dataDir, 'profiles.json'), JSON.stringify({ value: settings }))
  const app = await world.launch()
  const page = app.workspace
  // What Electron would show: the menu's own loop cannot be left by a test.
  await app.electron.evaluate(({ Menu }) => {
    const shown: string[][] = []
    Object.assign(globalThis, { shownMenus: shown })
    Menu.prototype.popup = function popup(this: Electron.Menu) {
      shown.push(this.items.filter(({ type }) => type !== 'separator').map(({ label, enabled }) => `${label}${enabled ? '' : ' (off)'}`))
    }
  })
  const shown = (): Promise<string[][]> => app.electron.evaluate(() => (globalThis as unknown as { shownMenus: string[][] }).shownMenus.splice(0))

  const signIn = await app.signInWindow()
  await signIn.getByTestId('signin-password').fill('Some-Passw0rd')
  await signIn.getByTestId('signin-password').click({ button: 'right' })
  await expect.poll(shown).toEqual([[expect.stringContaining('Undo'), expect.stringContaining('Redo'), expect.stringContaining('Paste'), expect.stringContaining('Select')]])
  await app.signIn('admin', world.passwords.admin)
  await expect(page.getByTestId('users-grid').locator('[data-testid^="row-"]').first()).toBeVisible()
  await page.getByTestId('filter-username').focus()
  for (const open of [() => page.getByTestId('filter-username').click({ button: 'right' }), () => page.keyboard.press('Shift+F10'), () => page.keyboard.press('ContextMenu')]) {
    await open()
    await expect
      .poll(shown)
      .toEqual([
        [
          expect.stringContaining('Undo'),
          expect.stringContaining('Redo'),
          expect.stringMatching(/^Cu.*\(off\)$/),
          expect.stringContaining('Copy'),
          expect.stringContaining('Paste'),
          expect.stringContaining('Select'),
        ],
      ])
  }
  await page.locator('[data-testid^="row-"]').nth(2).click({ button: 'right' })
  await expect(page.getByTestId('row-menu-menu')).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await shown()).toEqual([])

  await page.setViewportSize({ width: 1000, height: 560 }).catch(() => undefined)
  await page.getByTestId('server-chip').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('server-chip-filter')).toBeFocused()
  expect(await axeFindings(page, '[data-testid="server-chip-menu"]')).toEqual([])
  const isWhole = (testid: string): Promise<boolean> =>
    page.getByTestId(testid).evaluate((element) => {
      const [rect, menu] = [element.getBoundingClientRect(), element.closest('[popover]')?.getBoundingClientRect()]
      return menu !== undefined && menu.bottom <= window.innerHeight && rect.bottom <= menu.bottom && rect.top >= menu.top
    })
  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('server-chip-manage')).toBeFocused()
  await expect.poll(() => isWhole('server-chip-manage')).toBe(true)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('server-chip-to-plant-14')).toBeFocused()
  await expect.poll(() => isWhole('server-chip-to-plant-14')).toBe(true)
  await expect(page.getByTestId('server-chip-to-plant-14').locator('.server-mark')).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('plant 7')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('server-chip')).toContainText('Plant 7')
  await world.close()
})

interface Settings {
  readonly profiles: Record<string, unknown>[]
}

/** What the world has written for its one server. */
function profilesOf({ servers, proxy }: AppWorld): Settings {
  const profile = {
    id: servers[0].id,
    name: 'Test server',
    origin: proxy.url,
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    extraCaFile: null,
    lastUser: null,
    staySignedIn: true,
  }
  return { currentId: servers[0].id, profiles: [profile] } as Settings
}
