import type { Page } from '@playwright/test'
import type { Stage } from '../stage'

/** What the steps read from the screen, the wire and the server, and how they act. */

export async function draftBar(page: Page): Promise<string | null> {
  return page.getByTestId('draft-bar').getAttribute('data-state')
}

export async function field(page: Page, name: 'tel' | 'email'): Promise<string> {
  return page.getByTestId(`field-${name}`).inputValue()
}

export async function type(page: Page, name: 'tel' | 'email', text: string): Promise<void> {
  await page.getByTestId(`field-${name}`).fill(text)
}

export async function save(page: Page): Promise<void> {
  await page.getByTestId('save').click()
}

/** The words of an element, on one line. */
export async function words(page: Page, testId: string): Promise<string> {
  return (await page.getByTestId(testId).innerText()).replace(/\s+/g, ' ').trim()
}

/** The word that a status bar item begins with: what comes after it has a time in it. */
export async function connection(page: Page): Promise<string> {
  return (await words(page, 'status-connection')).split(' ')[0] ?? ''
}

export async function puts({ world }: Stage): Promise<number> {
  return (await world.backend.control.counts()).routes['PUT /sys/user/users'] ?? 0
}

export async function refreshes({ world }: Stage): Promise<number> {
  return (await world.backend.control.counts()).refresh
}

/** Not by their code: the sign-in window asks whether there is a captcha, and a server without one may answer that with the same code. */
export async function refusedRefreshes({ world }: Stage): Promise<number> {
  const { refresh, refreshed } = await world.backend.control.counts()
  return refresh - refreshed
}

export async function answers({ world }: Stage, code: number): Promise<number> {
  return (await world.backend.control.counts()).codes[String(code)] ?? 0
}

/** Counts from here on: what the next step measures is its own. */
export async function countAnew({ world }: Stage): Promise<void> {
  world.proxy.forgetRequests()
  await world.backend.control.resetCounts()
}

/** What went over the wire since then, as the proxy saw it. */
export function wire({ world }: Stage): string {
  return world.proxy.requests.map(({ method, path, outcome }) => `${method} ${path.replace(/^(\/index\.php)?\/api\/v2/, '')} ${outcome}`).join(', ')
}
