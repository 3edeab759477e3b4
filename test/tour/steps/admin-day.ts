import type { Page } from '@playwright/test'
import type { Report } from '../report'
import type { Stage } from '../stage'
import type { Step } from '../step'
import { choose, openPage, waiting } from './offline'
import { connection, draftBar, save, words } from './screen'
import { letsIn, menusOfRole } from './server-side'

/** Of the server's own menus: the page of the users and what may be done there, and all that is above it. */
const USERS_PAGE = 4
const GRANTED = '1 4 17 18 19 20'

/** The same morning twice: with a network and without. */
interface Morning {
  readonly department: string
  readonly role: string
  readonly username: string
}
const WITH_NETWORK: Morning = { department: 'Harbour office', role: 'Front desk', username: 'anna.keel' }
const WITHOUT: Morning = { department: 'Lighthouse', role: 'Lamp watch', username: 'otto.beam' }

/** The day of an administrator: somebody new comes, is told what they may do, and the administrator looks after the own account and the log. */
export const adminDay: ReadonlyArray<Step> = [
  {
    id: 'day-department',
    play: async (stage, report) => {
      const page = stage.page()
      await makeDepartment(page, WITH_NETWORK)
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
      await report.picture('18-new-department')
    },
  },
  {
    id: 'day-role',
    play: async (stage, report) => {
      const page = stage.page()
      await makeRole(page, WITH_NETWORK)
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
      await tickUsersPage(page)
      await page.keyboard.press('Control+s')
      await page.getByTestId('question').waitFor()
      report.note('review', (await page.getByTestId('question').getByRole('heading').allInnerTexts()).join('; '))
      await report.picture('19-grants-reviewed')
      await page.getByTestId('question-confirm').click()
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
    },
  },
  {
    id: 'day-user',
    play: async (stage, report) => {
      const page = stage.page()
      await makeUser(page, WITH_NETWORK)
      await report.comesTo('draftBar', () => draftBar(page), 'saved')
      await isThere(stage, report, WITH_NETWORK)
    },
  },
  {
    id: 'day-access',
    play: async (stage, report) => {
      const page = stage.page()
      await page.keyboard.press('Alt+2')
      await page.getByTestId('access-ask').fill('get /sys/log/logs')
      await report.comesTo('granted', async () => (await words(page, 'access-answer')).includes(WITH_NETWORK.role), false)
      report.note('mayNot', await words(page, 'access-answer'))
      await page.getByTestId('access-ask').fill('/sys/user/users/get')
      await report.comesTo('granted', async () => (await words(page, 'access-answer')).includes(WITH_NETWORK.role), true)
      report.note('may', await words(page, 'access-answer'))
      await report.picture('20-what-she-may-do')
      await page.keyboard.press('Escape')
    },
  },
  {
    id: 'day-password',
    play: async (stage, report) => {
      const page = stage.page()
      const old = stage.world.passwords.admin
      await page.getByTestId('account').click()
      await page.getByTestId('password-current').fill(old)
      await page.getByTestId('password-password').fill(stage.nextPassword)
      await page.getByTestId('password-repeat').fill(stage.nextPassword)
      await page.getByTestId('password-submit').click()
      await page.getByTestId('password-done').waitFor()
      report.note('told', await words(page, 'password-done'))
      await report.is('oldPassword', letsIn(stage, old), false)
      await report.is('newPassword', letsIn(stage, stage.nextPassword), true)
      await report.picture('21-password-changed')
    },
  },
  {
    id: 'day-log',
    play: async (stage, report) => {
      const page = stage.page()
      await page.getByTestId('menu-sys-log-index').click()
      await page.locator('[data-testid^="row-"]').first().waitFor()
      await page.getByTestId('filter-uri').fill('sys/user/password')
      await page.keyboard.press('Enter')
      const row = page.getByTestId('logs-grid').locator('[data-testid^="row-"][role="row"]').filter({ hasText: 'PUT' }).first()
      await row.dblclick()
      await page.getByTestId('log-detail').waitFor()
      const detail = await words(page, 'log-detail')
      await report.is('maskedInLog', detail.includes('••••'), true)
      await report.is(
        'secretsInLog',
        stage.secrets.some((secret) => detail.includes(secret)),
        false,
      )
      await report.picture('22-log-read')
      await page.keyboard.press('Escape')
    },
  },
  {
    id: 'day-offline',
    play: async (stage, report) => {
      const page = stage.page()
      // What can be granted has been seen once, as the lists have.
      await stage.world.proxy.down()
      await makeDepartment(page, WITHOUT)
      await report.comesTo('waiting', () => waiting(page), 1)
      await makeRole(page, WITHOUT)
      await report.comesTo('waiting', () => waiting(page), 2)
      await tickUsersPage(page)
      await page.keyboard.press('Control+s')
      await page.getByTestId('question-confirm').click()
      await report.comesTo('waiting', () => waiting(page), 3)
      await makeUser(page, WITHOUT)
      await report.comesTo('waiting', () => waiting(page), 4)
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.offline)
      await openPage(page, 'outbox')
      await report.comesTo('queuedEntries', () => page.locator('[data-testid^="entry-"][role="row"]').count(), 4)
      await report.picture('23-day-without-network')
    },
  },
  {
    id: 'day-sent',
    play: async (stage, report) => {
      const page = stage.page()
      await stage.world.proxy.up()
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.online)
      await report.comesTo('waiting', () => waiting(page), 0)
      await isThere(stage, report, WITHOUT)
      await openPage(page, 'dept')
      await page.getByTestId('departments-grid').getByText(WITHOUT.department).waitFor()
      await report.picture('24-day-sent')
    },
  },
]

async function makeDepartment(page: Page, { department }: Morning): Promise<void> {
  await openPage(page, 'dept')
  await page.keyboard.press('Control+n')
  await page.getByTestId('field-name').fill(department)
  await save(page)
}

async function makeRole(page: Page, { role }: Morning): Promise<void> {
  await openPage(page, 'role')
  await page.keyboard.press('Control+n')
  await page.getByTestId('field-name').fill(role)
  await save(page)
}

/** In the form of the role that was just made. */
async function tickUsersPage(page: Page): Promise<void> {
  await page.getByTestId('tab-menus').click()
  await page.getByTestId('menus-grid').locator(`[data-testid="row-${USERS_PAGE}"] [role="checkbox"]`).first().click()
}

async function makeUser(page: Page, { username, role, department }: Morning): Promise<void> {
  await openPage(page, 'user')
  await page.keyboard.press('Control+n')
  await page.getByTestId('field-username').fill(username)
  await page.getByTestId('field-password').fill('Fresh-Passw0rd')
  await choose(page, 'field-roles', role)
  await choose(page, 'field-departments', department)
  await save(page)
}

/** The server has the user with one role and one department, and the role with what was ticked. */
async function isThere(stage: Stage, report: Report, { username }: Morning): Promise<void> {
  const made = await stage.world.backend.control.userByName(username)
  await report.is('madeOnServer', made !== undefined && made.dept.length === 1 && (made.dept[0] ?? 0) > 0, true)
  const password = (await letsIn(stage, stage.nextPassword)) ? stage.nextPassword : stage.world.passwords.admin
  await report.is('grantsOnServer', menusOfRole(stage, made?.role[0] ?? 0, password), GRANTED)
}
