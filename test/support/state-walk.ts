import { expect as playwrightExpect, type Locator, type Page } from '@playwright/test'
import { type AppWorld, createAppWorld } from './app-world'
import { gatewayPage, inject } from './fault-kinds'
import type { RunningApp } from './launch-app'

/** A limit that ends what hangs, under a test runner and without one. */
const expect = playwrightExpect.configure({ timeout: 60_000 })

/** What a walk over one running app needs: the page, and what is done at each state that a person can come to. */
export interface Walk {
  readonly app: RunningApp
  readonly page: Page
  readonly world: AppWorld
  /** `on`: the window to look at, where it is not the workspace. Leaves everything as it was. */
  readonly isSeen: (state: string, on?: Page) => Promise<void>
  /** With a form and a list side by side that hold all there is to hold. */
  readonly seenInside?: (page: Page) => Promise<void>
}

/** A world of a server whose marks take all the room they can. */
export function createWalkWorld(locale: 'en' | 'zh-CN', { generatedUsers = 8, pageSize = 20 }: { readonly generatedUsers?: number; readonly pageSize?: 'window' | 20 } = {}): Promise<AppWorld> {
  return createAppWorld({ locale, pageSize, backend: { generatedUsers }, profile: { label: 'production', labelText: '', color: 'red' } })
}

const LONG_NAMES = ['李敏.营销部.上海分公司.第二组', 'a.rather.long.name.of.a.user.from.berlin'] as const

const rows = (page: Page): Locator => page.locator('[data-testid^="row-"][role="row"]')
const combobox = (page: Page, name: string): Locator => page.getByTestId(`field-${name}`).getByRole('combobox')
/** No page leads to what is not there: it is asked of the router itself. */
const openPath = (page: Page, path: string): Promise<void> =>
  page.evaluate((wanted) => {
    type Mounted = Element & { readonly __vue_app__?: { readonly config: { readonly globalProperties: { readonly $router: { push(path: string): Promise<unknown> } } } } }
    const app = [...document.querySelectorAll<Mounted>('body > *')].find((element) => element.__vue_app__)?.__vue_app__
    return app?.config.globalProperties.$router.push(wanted).then(() => undefined)
  }, path)
const closeDrawer = async (page: Page): Promise<void> => {
  await page.getByTestId('drawer-close').click()
  await expect(page.getByTestId('drawer')).toBeHidden()
}

async function signInWindow({ app, page, isSeen, world }: Walk): Promise<void> {
  const window = await app.signInWindow()
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByTestId('welcome')).toBeVisible()
  await isSeen('signed out')
  await isSeen('sign-in window', window)
  await window.getByTestId('signin-username').fill('admin')
  await window.getByTestId('signin-password').fill('wrong')
  await window.getByTestId('signin-submit').click()
  await expect(window.getByTestId('signin-error')).toBeVisible()
  await isSeen('sign-in window, refused', window)
  await window.getByTestId('signin-add-server').click()
  await expect(window.getByTestId('server-name')).toBeVisible()
  await window.getByTestId('server-url').fill('http://192.0.2.1')
  await window.getByTestId('server-save').click()
  await isSeen('sign-in window, a new server', window)
  await window.getByTestId('server-back').click()
  await app.signIn('admin', world.passwords.admin)
}

async function usersPage({ page, isSeen, world, seenInside }: Walk): Promise<void> {
  await rows(page).first().waitFor()
  const unread = world.proxy.on({ path: '/sys/user/info' }, gatewayPage(403))
  await page.reload()
  await expect(page.getByTestId('sign-out')).toBeVisible()
  await isSeen('account not read')
  unread.remove()
  await page.getByRole('alert').getByRole('button').last().click()
  await rows(page).first().waitFor()
  await isSeen('users')
  await page.getByTestId('filter-status').selectOption('enabled')
  await expect(page.getByTestId('filter-clear')).toBeVisible()
  await isSeen('users, filtered')
  await page.getByTestId('filter-username').fill('nobody is called that')
  await page.keyboard.press('Enter')
  await expect(page.locator('.empty-state')).toBeVisible()
  await isSeen('users, none found')
  await page.getByTestId('filter-clear').click()
  await rows(page).nth(3).click({ button: 'right' })
  await expect(page.getByTestId('row-menu-menu')).toBeVisible()
  await isSeen('users, menu of a row')
  await page.keyboard.press('Escape')

  await rows(page).nth(3).dblclick()
  for (const name of ['roles', 'departments']) {
    await expect(combobox(page, name)).toBeEnabled()
    await combobox(page, name).focus()
    await page.keyboard.press('ArrowDown')
    await expect(page.locator('[data-testid^="option-"]').first()).toBeVisible()
    await isSeen(`user, ${name} open`)
    await page.keyboard.press('Escape')
  }
  await page.getByTestId('record-actions').click()
  await expect(page.getByTestId('record-actions-menu')).toBeVisible()
  await isSeen('user, menu open')
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-access').click()
  await page.getByTestId('access-ask').fill('/sys/user/users/post')
  await expect(page.getByTestId('access-answer')).not.toHaveClass(/muted/)
  await page.getByTestId('access-roles').locator('summary').click()
  await isSeen('user, effective access')
  await page.getByTestId('tab-activity').click()
  await expect(page.getByTestId('activity-empty').or(page.getByTestId('activity-entry').first())).toBeVisible()
  await isSeen('user, activity')
  await page.getByTestId('tab-fields').click()
  await page.getByTestId('field-tel').fill('13900000001')
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  await closeDrawer(page)
  await rows(page).nth(3).dblclick()
  await seenInside?.(page)
  await page.getByTestId('compare-draft').click()
  await expect(page.getByTestId('compare-table')).toBeVisible()
  await isSeen('user, a draft offered')
  await closeDrawer(page)
  const rule = world.proxy.on({ method: 'GET', path: '/sys/user/users' }, gatewayPage(403))
  await page.getByTestId('refresh').click()
  await expect(page.getByTestId('failure-details')).toBeVisible()
  await page.getByTestId('failure-details').locator('summary').click()
  await isSeen('users, not read again')
  rule.remove()
  await page.getByTestId('refresh').click()
  await expect(page.getByTestId('failure-details')).toBeHidden()

  await page.getByTestId('new-record').click()
  await page.getByTestId('save').click()
  await isSeen('new user, with errors')
  await closeDrawer(page)
  for (const name of LONG_NAMES) {
    await page.getByTestId('new-record').click()
    await page.getByTestId('field-username').fill(name)
    await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
    await closeDrawer(page)
  }
  await expect(page.getByTestId('drafts-line')).toBeVisible()
  await isSeen('users, unsaved work with long names')
  await rows(page).nth(4).locator('[role="gridcell"]').first().focus()
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('question')).toBeVisible()
  await isSeen('question')
  await page.getByTestId('question-cancel').click()
}

async function logsPage({ page, isSeen }: Pick<Walk, 'page' | 'isSeen'>): Promise<void> {
  await page.getByTestId('menu-sys-log-index').click()
  await rows(page).first().waitFor()
  await page.getByTestId('live').click()
  await expect(page.getByTestId('live-state')).not.toHaveText('')
  await page.getByTestId('filter-range').selectOption('custom')
  await page.getByTestId('filter-more').click()
  await page.getByTestId('filter-get').click()
  await rows(page).first().waitFor()
  await isSeen('log, live, all filters')
  await page.getByTestId('live').click()
  await page.getByTestId('filter-uri').fill('nothing is called that')
  await page.keyboard.press('Enter')
  await expect(page.locator('.empty-state')).toBeVisible()
  await isSeen('log, none found')
  await page.getByTestId('filter-clear').click()
  await page.getByTestId('filter-more').click()
  await rows(page).first().dblclick()
  await expect(page.getByTestId('log-value')).toBeVisible()
  await isSeen('log, an entry open')
  await page.getByTestId('detail-close').click()
}

async function otherPages({ page, isSeen, world }: Walk): Promise<void> {
  const noRight = inject({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: 50_016, message: '权限不足' }) })
  const rule = world.proxy.on({ method: 'GET', path: '/sys/dept/depts' }, noRight)
  await page.getByTestId('menu-sys-dept-index').click()
  await expect(page.getByTestId('forbidden')).toBeVisible()
  await isSeen('no permission for a page')
  rule.remove()
  await page.getByTestId('forbidden-retry').click()
  await rows(page).nth(1).dblclick()
  await expect(combobox(page, 'parent')).toBeEnabled()
  await combobox(page, 'parent').focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-testid^="option-"]').first()).toBeVisible()
  await isSeen('departments, parent open')
  await page.keyboard.press('Escape')
  await page.getByTestId('menu-xiangjun-index').click()
  await expect(page.getByTestId('unavailable')).toBeVisible()
  await isSeen('not known here')
  await menusPage({ page, isSeen })
  await openPath(page, '/no/such/page')
  await expect(page.getByTestId('not-found')).toBeVisible()
  await isSeen('no such page')
  await page.getByTestId('account').click()
  await page.getByTestId('password-current').fill('Sesame-Open-7')
  await page.getByTestId('password-password').fill('weak')
  await page.getByTestId('password-submit').click()
  await expect(page.locator('.field-error').first()).toBeVisible()
  await isSeen('profile, a new password with errors')
  await page.getByTestId('menu-svg-icons-index').click()
  await page.getByTestId('icon-user').click()
  await expect(page.getByTestId('icon-uses')).toBeVisible()
  await isSeen('icons')
  await page.getByTestId('filter-search').fill('nothing is called that')
  await expect(page.locator('.empty-state')).toBeVisible()
  await isSeen('icons, none found')
  await logsPage({ page, isSeen })
  for (const name of ['connection', 'session', 'outbox', 'secrets', 'display']) {
    await page.getByTestId(`status-${name}`).click()
    await expect(page.locator('.status-panel:popover-open')).toBeVisible()
    await isSeen(`status, ${name}`)
    await page.keyboard.press('Escape')
  }
  await page.getByTestId('server-chip').click()
  await expect(page.getByTestId('server-chip-menu')).toBeVisible()
  await isSeen('menu of the server')
  await page.getByTestId('server-chip-menu').getByRole('menuitem').last().click()
  await expect(page.getByTestId('servers')).toBeVisible()
  await page.getByTestId('server-demo').click()
  await page.getByTestId('server-order').selectOption('label')
  await expect(page.getByTestId('server-list').getByRole('option')).toHaveCount(2)
  await isSeen('servers, by label')
  await page.getByTestId('server-add').click()
  await page.getByTestId('server-url').fill('http://192.0.2.1')
  await page.getByTestId('server-save').click()
  await expect(page.locator('.field-error').first()).toBeVisible()
  await isSeen('servers, a new one with errors')
  await page.getByTestId('server-name').fill('Another')
  await page.getByTestId('server-url').fill(world.proxy.url)
  await page.getByTestId('test-connection').click()
  await expect(page.getByTestId('copy-test')).toBeVisible()
  await isSeen('servers, a connection tested')
  await page.getByTestId('server-cancel').click()
  await page.getByTestId('question-confirm').click()
  await expect(page.getByTestId('server-details')).toBeVisible()
  await page.getByTestId('status-display').click()
  await page.getByTestId('open-settings').click()
  await expect(page.getByTestId('settings')).toBeVisible()
  await isSeen('settings')
}

async function menusPage({ page, isSeen }: Pick<Walk, 'page' | 'isSeen'>): Promise<void> {
  await page.getByTestId('menu-sys-menu-index').click()
  await page.getByTestId('row-17').dblclick()
  await expect(page.getByTestId('field-verb')).toBeVisible()
  // Opens much more than one resource, and says so.
  await page.getByTestId('field-path').fill('/sys')
  await isSeen('menus, an operation open')
  await page.getByTestId('cancel').click()
  await page.getByTestId('row-4').dblclick()
  await page.getByTestId('field-icon').click()
  await expect(page.getByTestId('icon-popup').getByRole('gridcell').first()).toBeVisible()
  await isSeen('menus, icons open')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+n')
  await page.getByTestId('field-title').fill('Export')
  await page.getByTestId('field-path').fill('Not A Path')
  await page.getByTestId('save').click()
  await expect(page.locator('.field-error').first()).toBeVisible()
  await isSeen('menus, a new one with errors')
  await page.getByTestId('cancel').click()
  await page.getByTestId('drawer-close').click()
}

async function rolesPage({ page, isSeen }: Walk): Promise<void> {
  const grid = page.getByTestId('menus-grid')
  await page.getByTestId('menu-sys-role-index').click()
  await rows(page).first().waitFor()
  await isSeen('roles')
  await rows(page).first().click()
  await expect(grid).toBeVisible()
  await isSeen('role, protected')
  await rows(page).filter({ hasText: '审计员' }).click()
  await expect(page.getByTestId('form-locked')).toBeHidden()
  await grid.getByRole('checkbox').first().click()
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
  await isSeen('role, menus ticked')
  await page.getByTestId('grant-matrix').check()
  await isSeen('role, menus by page')
  await page.getByTestId('grant-search').fill('nothing is called that')
  await expect(page.locator('.record-drawer .empty-state')).toBeVisible()
  await isSeen('role, menus, none found')
  await page.getByTestId('grant-search').fill('')
  await page.getByTestId('grant-matrix').uncheck()
  await page.getByTestId('tab-roles').click()
  await page.getByTestId('grant-roles').locator('.tree-row').first().click()
  await isSeen('role, assignable roles')
  await page.getByTestId('tab-scope').click()
  await page.getByTestId('grant-departments').getByRole('treeitem').first().click()
  await isSeen('role, data scope')
  await page.getByTestId('tab-compare').click()
  await page.getByTestId('compare-role').selectOption({ index: 1 })
  await expect(page.getByTestId('compare-grid')).toBeVisible()
  await isSeen('role, compared')
  await page.getByTestId('save').click()
  await expect(page.getByTestId('changes')).toBeVisible()
  await isSeen('role, permissions reviewed')
  await page.getByTestId('question-cancel').click()
  await page.getByTestId('tab-users').click()
  await expect(page.getByTestId('role-users').locator('.tree-row').first()).toBeVisible()
  await page.getByTestId('role-users').locator('.tree-row').first().click()
  await isSeen('role, users')
  await page.getByTestId('tab-role').click()
  await page.getByTestId('field-status').click()
  await expect(page.getByTestId('disabling')).toBeVisible()
  await isSeen('role, about to be disabled')
  await page.getByTestId('record-actions').click()
  await page.getByTestId('record-actions-remove').click()
  await expect(page.getByTestId('question')).toBeVisible()
  await isSeen('role, about to be deleted')
  await page.getByTestId('question-cancel').click()
  await page.getByTestId('cancel').click()
  await closeDrawer(page)
}

/** Opens the form of a row, types a phone and saves; gives the user's id. */
async function change(page: Page, at: number, tel: string): Promise<number> {
  const id = Number((await rows(page).nth(at).getAttribute('data-testid'))?.slice('row-'.length))
  await rows(page).nth(at).dblclick()
  await page.getByTestId('field-tel').fill(tel)
  await page.getByTestId('save').click()
  await expect(page.getByTestId('draft-bar')).toHaveAttribute('data-state', 'queued')
  return id
}

async function workOffline({ page, isSeen, world }: Walk): Promise<void> {
  await page.getByTestId('menu-sys-user-index').click()
  await rows(page).first().waitFor()
  await world.proxy.down()
  const clashing = await change(page, 3, '13900000002')
  await closeDrawer(page)
  await change(page, 4, '13900000003')
  await page.getByTestId('refresh').click()
  await expect(page.getByTestId('list-kept')).toBeVisible()
  await isSeen('users, offline, with a queued change')
  await closeDrawer(page)
  for (const name of ['connection', 'outbox']) {
    await page.getByTestId(`status-${name}`).click()
    await expect(page.locator('.status-panel:popover-open')).toBeVisible()
    await isSeen(`status offline, ${name}`)
    if (name === 'connection') await page.keyboard.press('Escape')
  }
  await page.getByTestId('open-outbox').click()
  const entries = page.locator('[data-testid^="entry-"][role="row"]')
  await expect(entries).toHaveCount(2)
  await entries.first().dblclick()
  await expect(page.getByTestId('entry-detail')).toBeVisible()
  await isSeen('outbox, offline, a change open')
  await page.getByTestId('entry-edit-button').click()
  await expect(page.getByTestId('entry-edit')).toBeVisible()
  await isSeen('outbox, a change being edited')
  await page.getByTestId('cancel-edit').click()

  await world.backend.control.updateUser(clashing, { tel: '13711111111' })
  await world.proxy.up()
  // To a production server nothing goes by itself after a time without a network.
  await expect(page.getByTestId('send-all')).toHaveAttribute('aria-disabled', 'false')
  await page.getByTestId('send-all').click()
  await expect(entries).toHaveCount(1)
  await entries.first().dblclick()
  await expect(page.getByTestId('entry-decision')).toBeVisible()
  await isSeen('outbox, a change that clashes')
  await page.getByTestId('tab-journal').click()
  await page.locator('[data-testid^="activity-"]').first().dblclick()
  await expect(page.getByTestId('journal-detail')).toBeVisible()
  await isSeen('activity')
  await page.getByTestId('tab-drafts').click()
  await page.getByTestId('draft-compare').first().click()
  await expect(page.getByTestId('draft-comparison')).toBeVisible()
  await isSeen('drafts')
}

async function sessionOver({ app, page, isSeen, world }: Walk): Promise<void> {
  await page.getByTestId('menu-sys-user-index').click()
  await rows(page).first().waitFor()
  await world.backend.control.expireAllTokens()
  await page.getByTestId('refresh').click()
  const window = await app.signInWindow()
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await isSeen('sign-in window, over the work', window)
  const closed = window.waitForEvent('close')
  // The window may be gone before the click has been told of.
  await window
    .getByTestId('signin-cancel')
    .click()
    .catch(() => undefined)
  await closed
  await expect(page.getByTestId('session-bar')).toBeVisible()
  await isSeen('users, session over')
  await page.getByTestId('status-session').click()
  await isSeen('status, session over')
  await page.getByTestId('sign-out').click()
  await expect(page.getByTestId('welcome')).toBeVisible()
  await isSeen('signed out, with drafts')
}

/**
 * The walk over every page and every open control: signed out and in, lists and forms, servers and settings, without a
 * network, and with a session that is over. Axe, the geometry of all sizes, and the pictures go along.
 */
export async function walkAll(walk: Walk): Promise<void> {
  await signInWindow(walk)
  await usersPage(walk)
  await otherPages(walk)
  await rolesPage(walk)
  await workOffline(walk)
  await sessionOver(walk)
}
