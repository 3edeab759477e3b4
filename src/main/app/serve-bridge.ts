import type { AppState, Locale } from '@shared/views'
import type { ParsedInput } from '@shared/bridge/contract'
import { dataHandlers } from '../bridge/handlers/data'
import { formsHandlers } from '../bridge/handlers/forms'
import { logHandlers } from '../bridge/handlers/logs'
import { createProfileHandlers } from '../bridge/handlers/profiles'
import { createSignInHandlers } from '../bridge/handlers/sign-in'
import { createWorkspaceHandlers } from '../bridge/handlers/workspace'
import { push } from '../bridge/push'
import { type BridgeDeps, registerBridge } from '../bridge/register'
import type { SecretStore } from '../secrets/secret-store'
import type { PreferencesStore } from '../settings/preferences'
import { CACHE_LIMIT_BYTES } from '../store/cache-by-user'
import type { ProfilesStore } from '../settings/profiles'
import type { CompositionRoot } from './composition-root'
import type { ApplicationMenu } from './menu/application-menu'
import type { Workspace } from './windows/workspaces'

export interface ServeBridgeDeps {
  readonly compositionRoot: CompositionRoot
  readonly profiles: ProfilesStore
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly systemLocale: () => Locale
  /** A page has painted its shell. */
  readonly onShellVisible: () => void
  /** What the native menu can do in a window. */
  readonly tellMenu: ApplicationMenu['tell']
  readonly log: BridgeDeps<Workspace, Workspace>['log']
  readonly openLogFolder: () => Promise<string>
  /** Where the faults of pages are noted. */
  readonly onPageFault: (fault: ParsedInput<'app.noteFault'>) => void
}

/** Answers every call of the contract: each area's handlers, with what they may use. */
export function serveBridge(deps: ServeBridgeDeps): void {
  const { compositionRoot, profiles, preferences, secrets, log } = deps
  const { calls, workspaces, runtimes, closing, servers, journalFiles, logFiles, recordLinks } = compositionRoot
  registerBridge<Workspace, Workspace>({
    calls,
    workspaceOf: workspaces.byContents,
    signInOf: workspaces.bySignInContents,
    log,
    signInHandlers: {
      ...createSignInHandlers(compositionRoot.signInDeps),
      'signIn.noteFault': (fault) => {
        deps.onPageFault(fault)
        return null
      },
    },
    workspaceHandlers: {
      ...createWorkspaceHandlers({
        preferences,
        secrets,
        calls,
        runtimes: runtimes.all,
        systemLocale: deps.systemLocale,
        startNotices: [...recoveryNotice(preferences, ['preferencesRecovered', 'preferencesBegunAnew']), ...recoveryNotice(profiles, ['profilesRecovered', 'profilesBegunAnew'])],
        // What was to stay when its server was removed is no news.
        leftAside: () => ({ servers: profiles.left().filter(({ kind }) => kind !== 'kept'), preferences: [...preferences.unreadable()] }),
        onShellVisible: ({ window }) => {
          deps.onShellVisible()
          compositionRoot.firstPaints.noted(window)
        },
        onPageFault: deps.onPageFault,
        openLogFolder: deps.openLogFolder,
        onReadyToClose: closing.ready,
      }),
      ...createProfileHandlers<Workspace>({
        servers,
        has: (id) => profiles.find(id) !== null,
        onTestStep: ({ window }, testId, step) => {
          push(window.webContents, 'profiles.testStepped', { testId, step })
        },
      }),
      ...openFormsHandlers(compositionRoot),
      'links.takeRecord': (_input, { window }) => recordLinks.take(window),
      'actions.tell': (state, { window }) => {
        deps.tellMenu(window.window, state)
        return null
      },
      ...logHandlers<Workspace>({
        exportLogs: logFiles.export,
        onExportStep: ({ window }, exportId, step) => {
          push(window.webContents, 'logs.exportStepped', { exportId, ...step })
        },
      }),
      ...dataHandlers<Workspace>({ exportJournal: ({ window }, storeNow) => journalFiles.export(window, storeNow), cacheLimitBytes: CACHE_LIMIT_BYTES, servers: compositionRoot.serverData }),
    },
  })
}

type Notice = AppState['notices'][number]

/** What is said of a damaged file: that its backup is in use, or that nothing of it could be used. */
function recoveryNotice({ wasRecovered, wasBegunAnew }: Pick<ProfilesStore, 'wasRecovered' | 'wasBegunAnew'>, [recovered, begunAnew]: readonly [Notice, Notice]): Notice[] {
  if (!wasRecovered) return []
  return [wasBegunAnew ? begunAnew : recovered]
}

function openFormsHandlers({ openEditors, workspaces }: CompositionRoot): ReturnType<typeof formsHandlers> {
  return formsHandlers({
    claim: openEditors.claim,
    release: openEditors.release,
    show: (windowId, record) => {
      const workspace = workspaces.byContents(windowId)
      if (!workspace) return
      workspaces.focus(workspace)
      push(workspace.window.webContents, 'forms.asked', record)
    },
  })
}
