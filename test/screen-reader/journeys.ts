import type { Page } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import type { Reader } from './reader'

export interface JourneyScene {
  readonly world: AppWorld
  readonly app: RunningApp
  readonly page: Page
  readonly reader: Reader
}

/** What a person does, in words, and how; it is over when what they wait for is there. */
export type JourneyStep = readonly [what: string, act: (scene: JourneyScene) => unknown]

const isThere = (page: Page, testid: string): Promise<void> => page.getByTestId(testid).waitFor()
const barIs = (page: Page, state: string): Promise<void> => page.locator(`[data-testid="draft-bar"][data-state="${state}"]`).waitFor()
const keys =
  (...names: readonly string[]): JourneyStep[1] =>
  ({ reader }) =>
    reader.press(...names)
/** The focus goes where a person would go by Tab or by the menu; the way there is the same each time, and is read once. */
const focus =
  (testid: string): JourneyStep[1] =>
  ({ page }) =>
    page.getByTestId(testid).focus()

/** Five journeys by keys alone, each going on where the one before has ended. */
export const JOURNEYS: ReadonlyArray<readonly [title: string, steps: readonly JourneyStep[]]> = [
  [
    'Sign in, find a user, change the phone number',
    [
      ['the sign-in button, Enter', async ({ app, reader }) => void (reader.press('Return'), await app.signInWindow())],
      ['the user name, and Tab', ({ reader }) => void (reader.type('admin'), reader.press('Tab'))],
      ['the password, and Enter', async ({ reader, world, page }) => void (reader.type(world.passwords.admin), reader.press('Return'), await isThere(page, 'menu-sys-user-index'))],
      ['the page of users in the menu', focus('menu-sys-user-index')],
      ['Enter', async ({ reader, page }) => void (reader.press('Return'), await isThere(page, 'range-text'))],
      ['Ctrl+F', keys('ctrl+f')],
      ['a name, and Enter', ({ reader }) => void (reader.type('editor'), reader.press('Return'))],
      ['→, to the next cell', keys('Right')],
      ['Enter, the editor', async ({ reader, page }) => void (reader.press('Return'), await isThere(page, 'field-tel'))],
      ['the phone number', focus('field-tel')],
      ['another number, and Ctrl+S', async ({ reader, page }) => void (reader.press('ctrl+a'), reader.type('13800000001'), reader.press('ctrl+s'), await barIs(page, 'saved'))],
      ['Escape, back to the list', keys('Escape')],
    ],
  ],
  [
    'A new user with something wrong',
    [
      ['Ctrl+N', async ({ reader, page }) => void (reader.press('ctrl+n'), await isThere(page, 'field-username'))],
      ['Ctrl+S with nothing in it', async ({ reader, page }) => void (reader.press('ctrl+s'), await page.locator('.field-error').first().waitFor())],
      ['a name, and Tab', ({ reader }) => void (reader.type('anna'), reader.press('Tab'))],
      ['Escape', keys('Escape')],
    ],
  ],
  [
    'Both tokens end under an edit',
    [
      ['Enter on the row', async ({ page, reader }) => void (await page.locator('[data-testid^="row-"] [role=gridcell]').first().focus(), reader.press('Return'), await isThere(page, 'field-tel'))],
      ['the phone number', focus('field-tel')],
      [
        'another number, and Ctrl+S after the session has ended',
        async ({ world, app, reader }) => void (reader.press('ctrl+a'), reader.type('555'), await world.backend.control.expireAllTokens(), reader.press('ctrl+s'), await app.signInWindow()),
      ],
      ['the password, and Enter', async ({ world, reader, page }) => void (reader.type(world.passwords.admin), reader.press('Return'), await barIs(page, 'saved'))],
      ['Escape', keys('Escape')],
    ],
  ],
  [
    'Without a network',
    [
      [
        'the network goes, F5',
        async ({ world, reader, page }) => void (await world.proxy.down(), reader.press('F5'), await page.locator('[data-testid="status-connection"]:has-text("Offline")').waitFor()),
      ],
      ['Enter on the row', async ({ page, reader }) => void (await page.locator('[data-testid^="row-"] [role=gridcell]').first().focus(), reader.press('Return'), await isThere(page, 'field-tel'))],
      ['the phone number', focus('field-tel')],
      ['another number, and Ctrl+S', async ({ reader, page }) => void (reader.press('ctrl+a'), reader.type('777'), reader.press('ctrl+s'), await barIs(page, 'queued'))],
      ['Ctrl+Shift+O, the outbox', async ({ reader, page }) => void (reader.press('ctrl+shift+o'), await isThere(page, 'outbox'))],
      ['Tab', keys('Tab')],
      ['the network comes back', async ({ world, page }) => void (await world.proxy.up(), await page.locator('[data-testid="status-connection"]:has-text("Online")').waitFor({ timeout: 60_000 }))],
    ],
  ],
  [
    'A role gets a menu',
    [
      ['the page of roles in the menu', focus('menu-sys-role-index')],
      ['Enter', async ({ reader, page }) => void (reader.press('Return'), await isThere(page, 'range-text'))],
      ['Ctrl+N', async ({ reader, page }) => void (reader.press('ctrl+n'), await isThere(page, 'field-name'))],
      ['a name, and Ctrl+S', async ({ reader, page }) => void (reader.type('Night shift'), reader.press('ctrl+s'), await barIs(page, 'saved'))],
      ['Alt+1, the menus', keys('alt+1')],
      ['↓', keys('Down')],
      ['Space', keys('space')],
      ['Ctrl+S', async ({ reader, page }) => void (reader.press('ctrl+s'), await isThere(page, 'question'))],
      ['Enter', async ({ reader, page }) => void (reader.press('Return'), await barIs(page, 'saved'))],
    ],
  ],
]
