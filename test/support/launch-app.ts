import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'

export interface LaunchOptions {
  readonly dataDir: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Runs in main as soon as it can be reached, before any page is there. */
  readonly onAttached?: (electron: ElectronApplication) => Promise<void>
  /** What to start in place of the project's own build, by an ordinary user and with Chromium's sandbox on. */
  readonly staged?: { readonly appDir: string; readonly executable: string; readonly loader: string }
}

/** The running app, as a person and a debugger see it. */
export interface RunningApp {
  readonly electron: ElectronApplication
  readonly workspace: Page
  /** The sign-in window, once it is open and painted. */
  signInWindow(): Promise<Page>
  /** True while a sign-in window is open. */
  hasSignInWindow(): boolean
  /** Signs in through the window as a person does. */
  signIn(username: string, password: string): Promise<void>
  /** False once its process has ended, however that came about. */
  isRunning(): boolean
  /** SIGKILL for the whole process tree: nothing gets the chance to tidy up. */
  kill(): Promise<void>
  /** Closes the window as a person does, and waits for the end of the program. */
  quit(): Promise<void>
}

/**
 * Holds back the app's `ready` until Playwright has attached. It adds this by itself only for an Electron that it finds by
 * itself; without it a window may come up while it attaches, and now and then it then waits for ever.
 */
export const PLAYWRIGHT_LOADER = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'lib/server/electron/loader.js')

/** Ends what hangs. A busy machine takes many times as long for a step as an idle one. */
const STEP_LIMIT_MS = 60_000

const isPage =
  (name: string) =>
  (page: Page): boolean =>
    page.url().startsWith(`app://holdfast/${name}/`)

/** Starts the built app on the runtime that the test runner found, on its own data folder. */
export async function launchApp({ dataDir, args = [], env = {}, onAttached, staged }: LaunchOptions): Promise<RunningApp> {
  const executable = staged?.executable ?? process.env['HOLDFAST_ELECTRON']
  if (!executable || !existsSync(executable)) throw new Error('HOLDFAST_ELECTRON names no Electron: run the tests by `npm run test:e2e`.')
  const electron = await _electron.launch({
    executablePath: executable,
    timeout: 120_000,
    // Playwright takes the sandbox away unless told not to; only root has to do without.
    chromiumSandbox: staged !== undefined || process.getuid?.() !== 0,
    args: ['-r', staged?.loader ?? PLAYWRIGHT_LOADER, staged?.appDir ?? resolve('.'), `--data-dir=${dataDir}`, ...args],
    env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en', ...env } as Record<string, string>,
  })
  // Asked for now: once the program has ended, Playwright no longer knows it.
  const main = electron.process()
  await onAttached?.(electron)
  electron.context().setDefaultTimeout(STEP_LIMIT_MS)
  const workspace = await pageOf(electron, isPage('workspace'))
  await workspace.getByTestId('shell').waitFor()
  const isRunning = (): boolean => main.exitCode === null && main.signalCode === null
  const openSignIn = (): Page | undefined => electron.windows().find(isPage('sign-in'))
  const signInWindow = async (): Promise<Page> => {
    const page = await pageOf(electron, isPage('sign-in'))
    await page.getByTestId('signin-submit').waitFor()
    return page
  }
  return {
    electron,
    workspace,
    signInWindow,
    hasSignInWindow: () => openSignIn() !== undefined,
    signIn: async (username, password) => {
      const page = await signInWindow()
      await page.getByTestId('signin-username').fill(username)
      await page.getByTestId('signin-password').fill(password)
      const closed = page.waitForEvent('close')
      // The window may be gone before the click has been told of.
      await page
        .getByTestId('signin-submit')
        .click()
        .catch(() => undefined)
      await closed
    },
    isRunning,
    kill: async () => {
      if (isRunning()) await killTree(main)
    },
    quit: async () => {
      const ended = electron.waitForEvent('close')
      await electron
        .evaluate(({ app }) => {
          app.quit()
        })
        .catch(() => undefined)
      await ended
    },
  }
}

/** The window that shows this page. A window is there before its page is, so a window event alone would be too early. */
async function pageOf(electron: ElectronApplication, isIt: (page: Page) => boolean): Promise<Page> {
  let found: Page | undefined
  await expect.poll(() => (found = electron.windows().find(isIt)) !== undefined, { message: 'a window with its page', timeout: STEP_LIMIT_MS }).toBe(true)
  return found as Page
}

/** Kills main; Chromium's children notice their parent's death by the closed pipe and end themselves. */
async function killTree(main: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => main.once('exit', resolve))
  main.kill('SIGKILL')
  await ended
}
