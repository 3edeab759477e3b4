import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { Locale } from '@shared/views'
import type { StoredUser } from '../support/backend/control'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import type { TourVariant } from './variants'
import { type TourWords, wordsFor } from './words/tour-words'

/** What the steps share: the server, the app of the moment, and the user whose form is open. */
export interface Stage {
  readonly locale: Locale
  readonly theme: 'light' | 'dark'
  readonly words: TourWords
  /** Where pictures and transcript go. */
  readonly folder: string
  readonly world: AppWorld
  /** Must not stand in anything that is printed or written. */
  readonly secrets: readonly string[]
  /** Passwords are the world's; the name is all a person has to know. */
  readonly account: 'admin'
  /** What the account's password is changed to. */
  readonly nextPassword: string
  app(): RunningApp
  page(): Page
  /** Starts the app as a person does, with the server and data folder of this tour. */
  start(): Promise<void>
  /** The version of the runtime, once the app has been started. */
  electron(): string | undefined
  /** The user whose form is open. */
  edited: number
  /** The users that were changed or deleted without a network, in that order. */
  readonly offlineIds: number[]
  /** That user, as the server has it now. */
  onServer(): Promise<StoredUser>
  close(): Promise<void>
}

/** With three accounts of the seed beside them. */
export const GENERATED_USERS = 4310
const CONTENT = { width: 1280, height: 800 }
const SYSTEM_LANGUAGE = { en: { LANG: 'en_US.UTF-8', LANGUAGE: 'en' }, 'zh-CN': { LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' } } as const
export const THEMES = { en: 'light', 'zh-CN': 'dark' } as const

/** Opens a world of its own for one language, and an empty folder for what the tour leaves behind. */
export async function openStage(locale: Locale, folder: string, variant: TourVariant = {}): Promise<Stage> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const theme = THEMES[locale]
  const words = wordsFor(locale)
  const nextPassword = `Aa1-${randomUUID()}`
  const world = await createAppWorld({ locale, theme, wire: variant.wire ?? 'http', backend: { generatedUsers: GENERATED_USERS, quirks: variant.quirks ?? {} }, profile: { name: words.serverName } })
  let app: RunningApp | undefined
  let version: string | undefined
  const running = (): RunningApp => {
    if (!app) throw new Error('The app has not been started.')
    return app
  }
  const stage: Stage = {
    locale,
    theme,
    words,
    folder,
    world,
    secrets: [world.passwords.admin, world.passwords.test, nextPassword, world.dataDir],
    nextPassword,
    account: 'admin',
    edited: 0,
    offlineIds: [],
    app: running,
    page: () => running().workspace,
    start: async () => {
      app = await world.launch({ env: SYSTEM_LANGUAGE[locale] })
      version = await app.electron.evaluate(() => process.versions.electron)
      await resizeContent(app)
    },
    electron: () => version,
    onServer: async () => {
      const user = await world.backend.control.user(stage.edited)
      if (!user) throw new Error('The server no longer has the user of this tour.')
      return user
    },
    close: () => world.close(),
  }
  return stage
}

/** The same size on every machine, whatever the window's frame takes. */
async function resizeContent({ electron, workspace }: RunningApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.getParentWindow() === null)
      ?.setContentSize(width, height)
  }, CONTENT)
  await workspace.waitForFunction(`innerWidth === ${CONTENT.width} && innerHeight === ${CONTENT.height}`)
}
