// What ends or hangs where nothing catches it is told once, in a window that the system draws, and what was typed is there
// afterwards. Crash dumps are made only where they were asked for, stay here, and go with the session.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { filesBelow } from '../support/secret-search'

/** What the person would have read, and the buttons. */
interface Asked {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

let world: AppWorld
test.beforeEach(async () => {
  world = await createAppWorld()
})
test.afterEach(() => world.close())

/** Stands in for the system's message boxes: writes down what they say, and answers with the button of this name, else with the first. */
async function answerQuestions({ electron }: RunningApp, ...buttons: readonly string[]): Promise<void> {
  await electron.evaluate(({ dialog }, wanted) => {
    const asked: unknown[] = []
    const left = [...wanted]
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = ((...given: { message: string; detail: string; buttons: string[] }[]) => {
      const { message, detail, buttons: offered } = given.at(-1) ?? { message: '', detail: '', buttons: [] }
      asked.push({ message, detail, buttons: offered })
      const at = offered.indexOf(left[0] ?? '')
      if (at >= 0) left.shift()
      return Promise.resolve({ response: Math.max(at, 0), checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  }, buttons)
}

function asked({ electron }: RunningApp): Promise<Asked[]> {
  return electron.evaluate(() => (globalThis as unknown as { asked: Asked[] }).asked)
}

const log = (): string => readFileSync(join(world.dataDir, 'logs', 'main.log'), 'utf8')
const dumps = (): string[] => filesBelow(join(world.dataDir, 'crash-dumps'), 'dumps').flatMap(([name]) => (name.endsWith('.dmp') ? [name] : []))

/** Opens the record anew and waits until what was typed is on screen. Playwright gives a page up for good that has crashed once, so main asks it. */
async function isOffered({ electron }: RunningApp, phone: string): Promise<void> {
  const seen = (): Promise<string> =>
    electron.evaluate(
      ({ webContents }) =>
        webContents.getAllWebContents()[0]?.executeJavaScript(`
          if (!document.querySelector('[data-testid=field-tel]')) document.querySelectorAll('[data-testid^="row-"]')[3]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
          document.querySelector('[data-testid=restore-draft]')?.click()
          document.body.innerText + [...document.querySelectorAll('input')].map(({ value }) => value).join(' ')
        `) as Promise<string>,
    )
  await expect.poll(seen).toContain(phone)
}

async function typeInto({ workspace }: RunningApp, phone: string): Promise<void> {
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('field-tel').fill(phone)
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')
}

test('an error of main, a page that crashes and one that hangs are told, each once and with what was kept; the draft is there afterwards', async () => {
  const preferences = join(world.dataDir, 'preferences.json')
  const { value } = JSON.parse(readFileSync(preferences, 'utf8')) as { value: object }
  writeFileSync(preferences, JSON.stringify({ value: { ...value, keepsCrashDumps: true } }))
  const app = await world.launch()
  const { electron } = app
  await app.signIn('admin', world.passwords.admin)
  await typeInto(app, '13900000001')

  await test.step('an error that nobody caught: details with an id that the log knows; the same kind is told once', async () => {
    await answerQuestions(app, 'Show details', 'Continue')
    await electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('first trouble, token=abc.def.ghi')
      })
      void Promise.reject(new Error('second trouble'))
    })
    await expect.poll(async () => (await asked(app)).length).toBe(2)
    const [first, second] = await asked(app)
    expect(first?.message).toBe('An unexpected error occurred')
    expect(first?.detail).toContain('Drafts and pending changes are kept on this computer.')
    expect(first?.buttons).toEqual(['Continue', 'Restart Holdfast', 'Show details', 'Open log folder'])
    const [, id = ''] = /Log ID: ([0-9a-f]{8})/.exec(second?.detail ?? '') ?? []
    expect(log()).toMatch(new RegExp(`\\[error\\] +\\(crash\\) +\\[${id}\\] Error: (first|second) trouble`))
    await expect.poll(log).toContain('second trouble')
    expect([log(), second?.detail].join('\n')).not.toContain('abc.def')
    expect(await asked(app)).toHaveLength(2)
  })

  await test.step('a page that crashes is loaded again, and offers what was typed', async () => {
    await answerQuestions(app)
    await electron.evaluate(({ webContents }) => {
      process.kill(webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0, 'SIGSEGV')
    })
    await expect.poll(async () => (await asked(app)).map(({ message }) => message)).toEqual(['A window crashed and was reloaded'])
    await isOffered(app, '13900000001')
    // Chosen before the start: it leaves a dump, which is its owner's alone.
    await expect.poll(() => dumps().length).toBeGreaterThan(0)
    for (const name of dumps()) expect(statSync(join(world.dataDir, 'crash-dumps', ...name.split('/').slice(1))).mode & 0o077).toBe(0)
  })

  await test.step('a window that hangs is restarted when the person says so, and that is no further crash', async () => {
    await answerQuestions(app, 'Restart window')
    // Chromium waits for 15 seconds before it says so: it is said here in its place, of a page that does hang.
    await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents()
      void contents?.executeJavaScript('for (;;);').catch(() => undefined)
      contents?.emit('unresponsive')
    })
    // What is asked of a page that hangs is never answered: first it has to be gone.
    await expect.poll(log).toContain('The window that did not answer goes on.')
    await isOffered(app, '13900000001')
    expect((await asked(app)).map(({ message }) => message)).toEqual(['A window is not responding'])
  })

  await test.step('signing out takes the dumps with it', async () => {
    await electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.executeJavaScript('holdfast.session.signOut({ clearsCache: false })') as Promise<unknown>)
    await expect.poll(dumps).toEqual([])
  })

  await test.step('the log tells how the run began, and what became of the session', () => {
    expect(log()).toMatch(/\(app\) +Holdfast \S+ on Electron/)
    expect(log()).toMatch(/\(session\) +\[test\] Signed in as user 1\./)
    expect(log()).toContain('The session is stored from now on.')
    expect(log()).toMatch(/\(keychain\) +protected\./)
    expect(log()).toMatch(/\(data\) +The data file of user 1 was made/)
    expect(log()).toMatch(/\(session\) +\[test\] Nobody is signed in: signed-out\./)
  })
})
