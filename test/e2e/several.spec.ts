// Two servers, three windows: what belongs to one stays with it, whatever happens to both at once.
import { spawn } from 'node:child_process'
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld, type WorldServer } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'

let world: AppWorld
let app: RunningApp
let first: WorldServer
let second: WorldServer
/** Two on the first server, one on the second. */
let windows: [Page, Page, Page]
test.beforeAll(async () => {
  world = await createAppWorld({ backend: { refresh: 'rotating' }, servers: ['first', 'second'] })
  const [one, two] = world.servers
  if (!two) throw new Error('no second server')
  ;[first, second] = [one, two]
  for (const { id, backend } of [first, second]) await backend.control.updateUser(5, { email: `${id}@example.com` })
  app = await world.launch()
  await app.signIn('admin', first.passwords.admin)
  const besides = await openWindow(app.workspace, 'first')
  const other = await openWindow(app.workspace, 'second')
  await app.signIn('admin', second.passwords.admin)
  windows = [app.workspace, besides, other]
})
// They share one run of the program: each begins with all three windows, signed in.
test.beforeEach(async () => {
  const missing = windows.findIndex((page) => page.isClosed())
  if (missing >= 0) windows[missing] = await openWindow(windows[2], 'first')
  for (const page of windows) await expect(page.locator('[data-testid^="row-"]').first()).toBeVisible()
})
test.afterAll(() => world.close())

interface Answer {
  readonly ok: boolean
  readonly value?: { readonly row?: { readonly id: number; readonly email: string }; readonly profile?: { readonly id: string } }
  readonly failure?: { readonly code: string }
}
/** A call over the real bridge of the page. */
function call(page: Page, name: string, input?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([path, given]) => {
      const [area = '', verb = ''] = (path as string).split('.')
      const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
      return holdfast[area]?.[verb]?.(given)
    },
    [name, input] as const,
  ) as Promise<Answer>
}
/** Reads the user whose e-mail tells the servers apart. */
const readUser = (page: Page): Promise<Answer> => call(page, 'users.get', { id: 5 })

const pagesOf = (name: string): Page[] => app.electron.windows().filter((page) => page.url().startsWith(`app://holdfast/${name}/`))

async function openWindow(from: Page, id: string): Promise<Page> {
  const before = pagesOf('workspace')
  expect(await call(from, 'profiles.open', { id, inNewWindow: true })).toMatchObject({ ok: true })
  await expect.poll(() => pagesOf('workspace').length).toBe(before.length + 1)
  const page = pagesOf('workspace').find((found) => !before.includes(found)) as Page
  await page.getByTestId('shell').waitFor()
  return page
}

/** The sign-in window of this server; there is at most one. */
async function signInOf(server: WorldServer): Promise<Page> {
  const found: Page[] = []
  await expect
    .poll(async () => {
      found.length = 0
      for (const page of pagesOf('sign-in')) if ((await call(page, 'signIn.context')).value?.profile?.id === server.id) found.push(page)
      return found.length
    })
    .toBe(1)
  return found[0] as Page
}

async function signIn(server: WorldServer): Promise<void> {
  const page = await signInOf(server)
  await page.getByTestId('signin-username').fill('admin')
  await page.getByTestId('signin-password').fill(server.passwords.admin)
  const closed = page.waitForEvent('close')
  // The window may be gone before the click has been told of.
  await page
    .getByTestId('signin-submit')
    .click()
    .catch(() => undefined)
  await closed
}

async function forgetTraffic(): Promise<void> {
  for (const { backend, proxy } of [first, second]) {
    await backend.control.resetCounts()
    proxy.forgetRequests()
  }
}
const refreshes = async ({ backend }: WorldServer): Promise<number> => (await backend.control.counts()).refresh
const tokensAt = ({ proxy }: WorldServer): Set<string> => new Set(proxy.requests.map(({ token }) => token).filter((token) => token !== undefined))

function expectNoTokenInCommon(): void {
  const [atFirst, atSecond] = [tokensAt(first), tokensAt(second)]
  expect(atFirst.size).toBeGreaterThan(0)
  expect(atSecond.size).toBeGreaterThan(0)
  expect([...atFirst].filter((token) => atSecond.has(token))).toEqual([])
}

test("both servers' access tokens expire at once under three windows: one renewal each, and every window has its own rows", async () => {
  await Promise.all([first.backend.control.expireAccessTokens(), second.backend.control.expireAccessTokens()])
  await forgetTraffic()
  const answers = await Promise.all([...windows, ...windows].map(readUser))
  expect(answers.map(({ value }) => value?.row?.email)).toEqual(Array.from({ length: 2 }, () => ['first@example.com', 'first@example.com', 'second@example.com']).flat())
  expect([await refreshes(first), await refreshes(second)]).toEqual([1, 1])
  expect(pagesOf('sign-in')).toHaveLength(0)
  expectNoTokenInCommon()
  // None of them lies exactly over another.
  const places = await Promise.all(windows.map(async (page) => (await app.electron.browserWindow(page)).evaluate((window) => window.getBounds())))
  expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(3)
})

test('all tokens of both servers expire at once: one attempt and one sign-in window each, and signing in lets exactly its own windows go on', async () => {
  await Promise.all([first.backend.control.expireAllTokens(), second.backend.control.expireAllTokens()])
  await forgetTraffic()
  const settled: string[] = []
  const calls = windows.map((page, index) =>
    readUser(page).then((answer) => {
      settled.push(`window ${index + 1}`)
      return answer
    }),
  )
  await Promise.all([signInOf(first), signInOf(second)])
  expect(pagesOf('sign-in')).toHaveLength(2)
  const waiting = async (page: Page): Promise<unknown> => ((await call(page, 'app.state')).value as unknown as { session: { waiting: number } }).session.waiting
  await expect.poll(async () => [await waiting(windows[0]), await waiting(windows[1]), await waiting(windows[2])]).toEqual([2, 2, 1])
  expect([await refreshes(first), await refreshes(second)]).toEqual([1, 1])
  expect(settled).toEqual([])

  await signIn(second)
  expect((await calls[2])?.value?.row?.email).toBe('second@example.com')
  expect(settled).toEqual(['window 3'])
  await signInOf(first)

  await signIn(first)
  for (const answer of await Promise.all(calls.slice(0, 2))) expect(answer.value?.row?.email).toBe('first@example.com')
  expect([await refreshes(first), await refreshes(second)]).toEqual([1, 1])
  expect(pagesOf('sign-in')).toHaveLength(0)
  expectNoTokenInCommon()
})

test('closing the window under the sign-in window moves it to the other window of that server, and only its own call ends', async () => {
  await first.backend.control.expireAllTokens()
  const calls = [readUser(windows[0]).catch(() => null), readUser(windows[1]).catch(() => null)] as const
  await signInOf(first)
  const isOver = await app.electron.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.getParentWindow() !== null)
        ?.getParentWindow()?.id,
  )
  const owners = await Promise.all(windows.slice(0, 2).map(async (page) => (await app.electron.browserWindow(page)).evaluate((window) => window.id)))
  const under = owners.indexOf(isOver ?? -1)
  const [closing, staying] = under === 0 ? ([0, 1] as const) : ([1, 0] as const)
  const closed = windows[closing].waitForEvent('close')
  await (await app.electron.browserWindow(windows[closing])).evaluate((window) => {
    window.close()
  })
  await closed
  await signIn(first)
  expect((await calls[staying])?.value?.row?.email).toBe('first@example.com')
})

test('F31: a second start brings the first program to the front, and `--profile` the window that shows it', async () => {
  const startAgain = async (...args: string[]): Promise<void> => {
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const started = spawn(process.env['HOLDFAST_ELECTRON'] ?? '', [...flags, '.', `--data-dir=${world.dataDir}`, ...args], { stdio: 'ignore' })
    expect(await new Promise((ended) => started.once('exit', ended))).toBe(0)
  }
  // Without a window manager nothing can be minimised or told to be in front: what main asks for is noted instead.
  await app.electron.evaluate(({ BrowserWindow }) => {
    const noted: number[] = []
    const { focus } = BrowserWindow.prototype
    BrowserWindow.prototype.focus = function () {
      noted.push(this.id)
      focus.call(this)
    }
    Object.assign(globalThis, { noted })
  })
  const brought = (): Promise<number[]> => app.electron.evaluate(() => (globalThis as unknown as { noted: number[] }).noted)
  const ids = await Promise.all(windows.map(async (page) => (await app.electron.browserWindow(page)).evaluate((window) => window.id)))
  await startAgain('--profile=second')
  await expect.poll(brought).toEqual([ids[2]])
  await startAgain('--profile=first')
  await expect.poll(async () => ids.slice(0, 2).includes((await brought())[1] ?? 0)).toBe(true)
  await startAgain()
  await expect.poll(async () => (await brought()).length).toBe(3)
  expect(pagesOf('workspace')).toHaveLength(3)
  await forgetTraffic()
  expect((await readUser(windows[2])).value?.row?.email).toBe('second@example.com')
  expect([...tokensAt(first)]).toEqual([])
})

test('signed out everywhere: no window has a session, and the next start asks on both servers', async () => {
  expect((await call(windows[2], 'session.signOutEverywhere', { clearsCache: false })).value).toEqual({ profiles: 2 })
  for (const page of windows) expect(await readUser(page)).toMatchObject({ ok: false, failure: { code: 'SESSION_ENDED' } })
  await app.quit()
  app = await world.launch()
  await app.signInWindow()
  await openWindow(app.workspace, 'second')
  await signInOf(second)
})
