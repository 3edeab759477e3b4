import { join } from 'node:path'
import { app, dialog, nativeTheme, session as electronSession } from 'electron'
import type { Locale } from '@shared/views'
import { createProfileNetwork } from '../backend/profile-network'
import { createCallsInFlight } from '../bridge/calls-in-flight'
import { createSignInHandlers, signInContext, type SignInHandlersDeps } from '../bridge/handlers/sign-in'
import { createWorkspaceHandlers } from '../bridge/handlers/workspace'
import { push } from '../bridge/push'
import { registerBridge } from '../bridge/register'
import { createLog } from '../log'
import { createKeychain, loadKeytar } from '../secrets/keychain'
import { serveApp } from '../security/app-protocol'
import { openExternalLink } from '../security/external-links'
import { hardenContents } from '../security/harden-contents'
import { hardenSession } from '../security/harden-session'
import { createSystemClock } from '../session/clock'
import { openPreferences } from '../settings/preferences'
import { openProfiles } from '../settings/profiles'
import { createSignInWindow } from '../windows/sign-in-window'
import { openWindowState } from '../windows/window-state'
import { createWorkspaceWindow } from '../windows/workspace-window'
import { createAskToClose } from './ask-to-close'
import { createClosing } from './closing'
import { createDemoHost, type StartDemo } from './demo-host'
import { setMenu } from './menu'
import { createReloadLimit } from './reload-limit'
import { createProfileRuntimes } from './profile-runtimes'
import { wordsFor } from './words'
import { createWorkspaces, type Workspace } from './workspaces'

export interface DesktopOptions {
  /** The profile to open; null for the last used. */
  readonly profileId: string | null
  readonly dataFolder: string
  /** The folder that holds the built `preload` and `renderer`. */
  readonly builtFolder: string
  readonly startDemo: StartDemo
}

/** Puts the parts together and opens the first window. */
export async function startDesktop({ profileId, dataFolder, builtFolder, startDemo }: DesktopOptions): Promise<void> {
  const log = createLog(dataFolder)
  process.on('uncaughtException', log.fault)
  process.on('unhandledRejection', log.fault)
  hardenContents(app, (url) => void openExternalLink(url, new Set()))
  log.info(`Holdfast ${app.getVersion()} on Electron ${process.versions.electron}`)
  await app.whenReady()

  hardenSession(electronSession.defaultSession)
  serveApp(electronSession.defaultSession, { root: join(builtFolder, 'renderer'), devServer: app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null) })

  const clock = createSystemClock()
  const preferences = openPreferences(dataFolder)
  const profiles = openProfiles(dataFolder)
  const secrets = createKeychain({ load: loadKeytar })
  void secrets.probe()
  const demo = createDemoHost({ start: startDemo, dataFolder, secrets, installationId: profiles.installationId })
  const systemLocale = (): Locale => (app.getPreferredSystemLanguages()[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en')
  const locale = (): Locale => {
    const { locale: chosen } = preferences.read()
    return chosen === 'system' ? systemLocale() : chosen
  }
  nativeTheme.themeSource = preferences.read().theme

  const runtimes = createProfileRuntimes(
    { profiles, secrets, clock, dataFolder, network: createProfileNetwork, demoOrigin: demo.origin, promptFor: (id) => workspaces.promptFor(id), onFault: log.fault },
    (runtime) => {
      runtime.session.onChange(tellSignIn)
    },
  )
  const preloads = join(builtFolder, 'preload')
  const windowState = openWindowState(dataFolder)
  const workspaces = createWorkspaces({
    createWindow: () => createWorkspaceWindow(preloads, windowState),
    createSignInWindow: (parent) => createSignInWindow(preloads, parent),
    runtimeOf: runtimes.of,
  })
  const signInDeps: SignInHandlersDeps = { profiles, preferences, secrets, locale, runtimeOf: runtimes.of }
  const tellSignIn = (): void => {
    for (const workspace of workspaces.all()) {
      const contents = workspace.signIn.contents()
      if (contents) push(contents, 'signIn.contextChanged', signInContext(signInDeps, workspace))
    }
  }

  const calls = createCallsInFlight()
  const closing = createClosing(createAskToClose(dialog, () => wordsFor(locale())), async () =>
    (await Promise.all(runtimes.all().map(({ stores }) => stores.inMemoryTitles()))).flat(),
  )
  registerBridge<Workspace, Workspace>({
    calls,
    workspaceOf: workspaces.byContents,
    signInOf: workspaces.bySignInContents,
    onFault: log.fault,
    signInHandlers: createSignInHandlers(signInDeps),
    workspaceHandlers: createWorkspaceHandlers({
      preferences,
      secrets,
      calls,
      runtimes: runtimes.all,
      systemLocale,
      startNotices: [...(preferences.wasRecovered ? (['preferencesRecovered'] as const) : []), ...(profiles.wasRecovered ? (['profilesRecovered'] as const) : [])],
      onShellVisible: announceShell,
      onReadyToClose: closing.ready,
    }),
  })

  const refreshMenu = (): void => {
    setMenu(wordsFor(locale()))
  }
  preferences.onChange((next) => {
    nativeTheme.themeSource = next.theme
    refreshMenu()
    tellSignIn()
    for (const { window } of workspaces.all()) push(window.webContents, 'preferences.changed', next)
  })
  secrets.onChange((protection) => {
    tellSignIn()
    for (const { window } of workspaces.all()) push(window.webContents, 'secrets.changed', protection)
  })
  refreshMenu()

  let isQuitting = false
  const reloads = createReloadLimit()
  const openWindow = (): void => {
    const chosen = (profileId === null ? null : profiles.find(profileId)) ?? profiles.current()
    const workspace = workspaces.open(chosen.id)
    closing.guard(workspace, () => {
      isQuitting = false
    })
    const { window } = workspace
    // A reload or a crash of the page leaves nobody to take the answers: its calls end, nothing is replayed for them.
    const { id } = window.webContents
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) calls.cancelAll(id)
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      calls.cancelAll(id)
      // Drafts are on the disk: a page that crashed comes back with them. One that crashes at every start stays down.
      if (reason !== 'clean-exit' && reloads.mayReload(clock.monotonicMs())) window.webContents.reload()
    })
    window.once('show', () => {
      void workspace.runtime().session.start().then(() => {
        workspace.runtime().session.askToSignIn()
      })
    })
  }
  app.on('second-instance', () => {
    workspaces.focus()
  })
  app.on('activate', () => {
    if (workspaces.all().length === 0) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' || isQuitting) app.quit()
  })
  // Closing asks first, which stops the quitting that asked for it: it goes on when the last window is gone.
  app.on('before-quit', () => {
    isQuitting = true
  })
  app.on('quit', () => {
    runtimes.close()
    void demo.close()
  })
  openWindow()
}

/** For `npm run bench:start`: tells the moment at which a person first sees the shell. */
function announceShell(): void {
  if (process.env['HOLDFAST_BENCH'] === '1') process.stdout.write('holdfast:shell-visible\n')
}
