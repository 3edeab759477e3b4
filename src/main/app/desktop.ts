import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { app, dialog, nativeTheme, powerMonitor, safeStorage, session as electronSession } from 'electron'
import type { ActionId } from '@shared/actions/actions'
import { resolveKeys } from '@shared/actions/resolve-keys'
import type { Locale } from '@shared/views'
import type { CompiledCode } from '../entry'
import { createLog, type Log, logFolder, newLogId } from '../log'
import { createEncryptedItems, encryptedItemsFile } from '../secrets/encrypted-items'
import { createKeychain, loadKeytar } from '../secrets/keychain'
import { chooseKeychain } from '../secrets/moving-keychain'
import { serveApp } from '../security/app-protocol'
import { openExternalLink, openOwnFolder } from '../security/external-links'
import { hardenContents } from '../security/harden-contents'
import { hardenSession, wallIn } from '../security/harden-session'
import { tightenFolder } from '../security/private-files'
import type { SecretStore } from '../secrets/secret-store'
import { type Clock, createSystemClock } from '../session/clock'
import { openPreferences, type PreferencesStore } from '../settings/preferences'
import { openProfiles } from '../settings/profiles'
import { WINDOWS_PARTITION } from './windows/web-preferences'
import { readCommandLine } from './command-line'
import { createFaultGuard, type FaultGuard } from './crash/fault-guard'
import { createDemoHost, type StartDemo } from './demo-host'
import { openFieldMenus } from './windows/field-menu'
import { aboutLine, followInLog, followKeychain } from './log-lines'
import { machineId } from './machine-id'
import { type ApplicationMenu, createApplicationMenu } from './menu/application-menu'
import { createPageFaults } from './page-faults'
import { watchNetwork } from './profiles/network-watch'
import { serveBridge } from './serve-bridge'
import { systemLocale } from './system-locale'
import { createCompositionRoot, type CompositionRoot } from './composition-root'
import { wordsFor } from './messages'

export interface DesktopOptions {
  /** The profile to open; null for the last used. */
  readonly profileId: string | null
  /** A link to a record to begin with; null for none. */
  readonly link: string | null
  readonly dataFolder: string
  /** Whether main was read or came compiled, for the log. */
  readonly compiledCode: CompiledCode
  /** The folder that holds the built `preload` and `renderer`. */
  readonly builtFolder: string
  readonly startDemo: StartDemo
}

/** Puts the parts together and opens the first window. A start that fails is told, and ends the program. */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const log = createLog(options.dataFolder)
  const guard = createFaultGuard({ log, dataFolder: options.dataFolder })
  try {
    await openDesktop(options, log, guard)
  } catch (error) {
    await guard.cannotStart(error)
    // Without a window, a program that stays would hold the lock and keep the next start from saying what is wrong.
    app.exit(1)
  }
}

async function openDesktop({ profileId, link, dataFolder, compiledCode, builtFolder, startDemo }: DesktopOptions, log: Log, guard: FaultGuard): Promise<void> {
  hardenContents(app, (url) => void openExternalLink(url, new Set()))
  app.on('session-created', hardenSession)
  log.info(aboutLine(app.getVersion(), process))
  log.info(`Compiled code: ${compiledCode}.`)
  const preferences = openPreferences(dataFolder)
  guard.keepDumps(preferences)
  await app.whenReady()

  await prepareNetwork(builtFolder, log.fault)

  const clock = createSystemClock()
  const profiles = openProfiles(dataFolder)
  const itemsFile = encryptedItemsFile(dataFolder)
  const load = () => chooseKeychain({ loadKeytar, encryptedItems: () => createEncryptedItems(safeStorage, itemsFile), hasEncryptedItems: () => existsSync(itemsFile) })
  const secrets = createKeychain({ load })
  followKeychain(log, secrets)
  const keychainAsked = secrets.probe()
  const demo = createDemoHost({ start: startDemo, dataFolder, secrets, installationId: profiles.installationId })
  const locale = localeOf(preferences)
  nativeTheme.themeSource = preferences.read().theme
  openFieldMenus(app, () => wordsFor(locale()))

  const compositionRoot = createCompositionRoot({
    ...{ profiles, preferences, secrets, clock, dataFolder, builtFolder, demoOrigin: demo.origin, locale, dialog },
    machine: machineId({ platform: process.platform, localAppData: process.env['LOCALAPPDATA'] }),
    onFault: log.fault,
    log: log.of('request').info,
    note: (scope, line) => {
      log.of(scope).info(line)
    },
    faults: guard.faults,
    onRuntime: (runtime) => {
      followInLog(log, runtime)
      guard.followSession(runtime)
    },
  })
  guard.attach({ compositionRoot, secrets, locale })
  const menu = makeMenu(compositionRoot, { locale, preferences, openLogFolder: () => void openOwnFolder(logFolder(dataFolder)) })
  serveBridge({
    compositionRoot,
    profiles,
    preferences,
    secrets,
    systemLocale,
    tellMenu: menu.tell,
    onShellVisible: announceShell,
    log: { ...log.of('bridge'), newId: newLogId },
    openLogFolder: () => openOwnFolder(logFolder(dataFolder)),
    onPageFault: createPageFaults(log.of('page'), () => performance.now()),
  })
  followSettings(compositionRoot, { preferences, secrets, menu })
  followSystem(compositionRoot, clock)
  followSessionEnd(compositionRoot)
  app.on('quit', () => {
    compositionRoot.runtimes.close()
    void demo.close()
  })
  void keychainAsked.then(compositionRoot.servers.resumeProfileRemoval)
  if (link === null) compositionRoot.show(profileId)
  else void compositionRoot.recordLinks.open(link)
  await tightenFolder(dataFolder)
}

/** The windows' session gets our pages and no network; the default one, which nobody uses, gets neither. */
async function prepareNetwork(builtFolder: string, onFault: Log['fault']): Promise<void> {
  // Names are asked of the system alone, and of no service on the web that Chromium knows.
  app.configureHostResolver({ secureDnsMode: 'off' })
  const devServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null)
  const windows = electronSession.fromPartition(WINDOWS_PARTITION)
  await Promise.all([wallIn(windows, devServer), wallIn(electronSession.defaultSession, null)])
  serveApp(windows, { root: join(builtFolder, 'renderer'), devServer, onFault })
}

function localeOf(preferences: PreferencesStore): () => Locale {
  return () => {
    const { locale } = preferences.read()
    return locale === 'system' ? systemLocale() : locale
  }
}

interface MenuParts {
  readonly locale: () => Locale
  readonly preferences: PreferencesStore
  readonly openLogFolder: () => void
}

/** What of the menu main does itself; the rest is asked of the page in front. */
function makeMenu({ broadcast, openWindow, workspaces, show }: CompositionRoot, { locale, preferences, openLogFolder }: MenuParts): ApplicationMenu {
  const newWindow = (): void => {
    const [front] = workspaces.all()
    if (front) openWindow(front.runtime().profileId)
    else show(null)
  }
  const own: Partial<Record<ActionId, () => void>> = {
    newWindow,
    openLogFolder,
    quit: () => {
      app.quit()
    },
  }
  return createApplicationMenu({
    app,
    platform: process.platform,
    front: () => workspaces.all()[0]?.window ?? null,
    words: () => wordsFor(locale()),
    keys: () => resolveKeys(process.platform, preferences.read().keys),
    act: (id, choice) => {
      const act = own[id]
      if (act) act()
      else broadcast.front('actions.asked', { id, choice })
    },
  })
}

interface Settings {
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly menu: ApplicationMenu
}

/** Menu, theme and pages follow the person's choices, and the state of the keychain. */
function followSettings({ broadcast, tellSignIn }: CompositionRoot, { preferences, secrets, menu }: Settings): void {
  preferences.onChange((next) => {
    nativeTheme.themeSource = next.theme
    menu.refresh()
    tellSignIn()
    broadcast.all('preferences.changed', next)
  })
  secrets.onChange((protection) => {
    tellSignIn()
    broadcast.all('secrets.changed', protection)
  })
  menu.refresh()
}

/** What the operating system asks of the program. */
function followSystem({ workspaces, runtimes, recordLinks, show, quitting }: CompositionRoot, clock: Clock): void {
  app.on('second-instance', (_event, argv) => {
    const { profileId, link } = readCommandLine(argv)
    if (link === null) show(profileId)
    else void recordLinks.open(link)
  })
  // After sleep the network is another one, or the same one is back: asked at once, not when the next probe is due.
  const networkChanged = (): void => {
    for (const runtime of runtimes.all()) void runtime.networkChanged()
  }
  powerMonitor.on('resume', networkChanged)
  app.on('quit', watchNetwork({ clock, interfaces: networkInterfaces, onChange: networkChanged }))
  app.on('activate', () => {
    if (workspaces.all().length === 0) show(null)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' || quitting.is) app.quit()
  })
  // Closing asks first, which stops the quitting that asked for it: it goes on when the last window is gone.
  app.on('before-quit', () => {
    quitting.is = true
  })
}

/**
 * The computer shuts down, its user logs off, or a service manager ends the program: within seconds, and with nobody there to
 * answer. What can be written is written; a person's own quitting goes on asking before anything is lost.
 */
function followSessionEnd({ closing, workspaces }: CompositionRoot): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) return
    isEnding = true
    void closing.keepWithoutAsking(workspaces.all()).finally(() => {
      app.exit(0)
    })
  }
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    // A library of electron-store's listens from the moment it is loaded, and Chromium puts its own handler over that before
    // `ready`. Node asks the system for a signal with its first listener only: without letting go of that one, ours is never
    // called, and Chromium quits as a person does, with a question.
    process.removeAllListeners(signal)
    process.on(signal, end)
  }
  powerMonitor.on('shutdown', end)
  // Windows says it to each window.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', end)
  })
}

/** For `npm run bench:start`: tells the moment at which a person first sees the shell. */
function announceShell(): void {
  if (process.env['HOLDFAST_BENCH'] === '1') process.stdout.write('holdfast:shell-visible\n')
}
