import type { Page } from '@playwright/test'
import type { Step } from '../step'
import { connection, draftBar, save, words } from './screen'

const PHONES = ['139 1111 0001', '139 1111 0002', '139 1111 0003'] as const
const THEIRS = '139 9999 9999'
const DEPARTMENT = 'Night shift'
const USERNAME = 'made.offline'
/** Rows of the list that the steps work on; the ones before were edited earlier in the story. */
const FIRST_ROW = 8

/** A morning on a train: work is made without a network, survives a kill, and is settled with what others did meanwhile. */
export const offline: ReadonlyArray<Step> = [
  {
    id: 'offline-edits',
    play: async (stage, report) => {
      const page = stage.page()
      await page.getByTestId('cancel').click()
      // The departments have been seen once; from here on they are in the cache.
      await openPage(page, 'dept')
      await page.locator('[data-testid^="row-"]').first().waitFor()
      await openPage(page, 'user')
      await page.locator('[data-testid^="row-"]').nth(FIRST_ROW).waitFor()
      await stage.world.proxy.down()
      for (const [at, phone] of PHONES.entries()) {
        stage.offlineIds.push(await idOfRow(page, FIRST_ROW + at))
        await openRow(page, FIRST_ROW + at)
        await page.getByTestId('field-tel').fill(phone)
        await save(page)
        await report.comesTo('draftBar', () => draftBar(page), 'queued')
      }
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.offline)
      await report.comesTo('waiting', () => waiting(page), 3)
      await report.picture('13-edited-offline')
    },
  },
  {
    id: 'offline-create',
    play: async (stage, report) => {
      const page = stage.page()
      await openPage(page, 'dept')
      await page.keyboard.press('Control+n')
      await page.getByTestId('field-name').fill(DEPARTMENT)
      await save(page)
      await report.comesTo('waiting', () => waiting(page), 4)
      await openPage(page, 'user')
      await page.keyboard.press('Control+n')
      await page.getByTestId('field-username').fill(USERNAME)
      await page.getByTestId('field-password').fill('Fresh-Passw0rd')
      await choose(page, 'field-roles', '访客')
      await choose(page, 'field-departments', DEPARTMENT)
      await save(page)
      await report.comesTo('waiting', () => waiting(page), 5)
      await report.picture('14-made-offline')
    },
  },
  {
    id: 'offline-delete',
    play: async (stage, report) => {
      const page = stage.page()
      const row = FIRST_ROW + PHONES.length + 1
      stage.offlineIds.push(await idOfRow(page, row))
      await page.locator('[data-testid^="row-"]').nth(row).click()
      await page.keyboard.press('Delete')
      await page.getByTestId('question-confirm').click()
      await report.comesTo('waiting', () => waiting(page), 6)
    },
  },
  {
    id: 'offline-killed',
    play: async (stage, report) => {
      const program = stage.app().electron.process()
      await stage.app().kill()
      await report.is('endedBy', program.signalCode, 'SIGKILL')
      await stage.start()
      await report.comesTo('waiting', () => waiting(stage.page()), 6)
      await stage.page().locator('[data-testid^="row-"]').first().waitFor()
      await openPage(stage.page(), 'outbox')
      await report.comesTo('queuedEntries', () => stage.page().locator('[data-testid^="entry-"][role="row"]').count(), 6)
      await report.picture('15-still-queued')
    },
  },
  {
    id: 'offline-conflict',
    play: async (stage, report) => {
      const page = stage.page()
      await stage.world.backend.control.updateUser(stage.offlineIds[0] ?? 0, { tel: THEIRS })
      await stage.world.proxy.up()
      await report.comesTo('connection', () => connection(page), stage.words.onScreen.online)
      await report.comesTo('waiting', () => waiting(page), 1)
      await page.locator('[data-testid^="entry-"][role="row"]').click()
      await page.getByTestId('entry-decision').waitFor()
      report.note('told', await words(page, 'entry-decision'))
      await report.is('phoneOnServerStill', (await stage.world.backend.control.user(stage.offlineIds[0] ?? 0))?.tel ?? '', THEIRS)
      await report.picture('16-conflict')
    },
  },
  {
    id: 'offline-settled',
    play: async (stage, report) => {
      const page = stage.page()
      await page.getByTestId('all-mine').click()
      await page.getByTestId('apply-choices').click()
      await report.comesTo('waiting', () => waiting(page), 0)
      const { control } = stage.world.backend
      for (const [at, phone] of PHONES.entries()) await report.is('phoneOnServer', (await control.user(stage.offlineIds[at] ?? 0))?.tel ?? '', phone)
      await report.is('deletedOnServer', (await control.user(stage.offlineIds[3] ?? 0)) === undefined, true)
      const made = await control.userByName(USERNAME)
      await report.is('madeOnServer', made !== undefined && made.dept.length === 1 && (made.dept[0] ?? 0) > 0, true)
      await report.picture('17-settled')
    },
  },
]

const GRIDS = { dept: 'departments-grid', user: 'users-grid', role: 'roles-grid' } as const

/** How many entries wait, for the server or for a person. */
export async function waiting(page: Page): Promise<number> {
  return ((await words(page, 'status-outbox')).match(/\d+/g) ?? []).reduce((sum, digits) => sum + Number(digits), 0)
}

export async function openPage(page: Page, name: keyof typeof GRIDS | 'outbox'): Promise<void> {
  if (name === 'outbox') {
    await page.keyboard.press('Control+Shift+O')
    return
  }
  await page.getByTestId(`menu-sys-${name}-index`).click()
  await page.getByTestId(GRIDS[name]).waitFor()
}

async function idOfRow(page: Page, at: number): Promise<number> {
  return Number((await page.locator('[data-testid^="row-"]').nth(at).getAttribute('data-testid'))?.replace('row-', ''))
}

async function openRow(page: Page, at: number): Promise<void> {
  const id = await idOfRow(page, at)
  await page.getByTestId(`row-${id}`).dblclick()
}

/** Picks one of what a picker offers, by searching for it. */
export async function choose(page: Page, field: string, text: string): Promise<void> {
  await page.getByTestId(field).click()
  await page.keyboard.insertText(text)
  await page.locator('[data-testid^="option-"]').filter({ hasText: text }).first().click()
  await page.keyboard.press('Escape')
}
