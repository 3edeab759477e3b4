import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Dialog } from 'electron'
import type { Locale } from '@shared/views'
import { createTestNetwork } from '../backend/connection-test/network'
import { createAnswerReader } from '../backend/answer-reader'
import { createProfileNetwork } from '../backend/profile-network'
import { type CallsInFlight, createCallsInFlight } from '../bridge/calls-in-flight'
import { signInContext, type SignInHandlersDeps } from '../bridge/handlers/sign-in'
import { push } from '../bridge/push'
import type { SecretStore } from '../secrets/secret-store'
import { openExternalLink } from '../security/external-links'
import type { Clock } from '../session/clock'
import type { PreferencesStore } from '../settings/preferences'
import type { ProfilesStore } from '../settings/profiles'
import { createSignInWindow, fitSignInWindow } from './windows/sign-in-window'
import { createFirstPaints, type FirstPaints } from './windows/first-paint'
import { openWindowState } from './windows/window-state'
import { createWorkspaceWindow } from './windows/workspace-window'
import { createAddressFinder } from './profiles/address-finder'
import { createAskToClose } from './windows/ask-to-close'
import { type Closing, createClosing, titlesLostWith } from './windows/close-guard'
import type { FaultWatch } from './crash/fault-watch'
import { createExaminerInElectron } from './examining-process'
import { createFileDialogs } from './file-dialogs'
import { createLogFiles, type LogFiles } from './log-files'
import { createJournalFiles, type JournalFiles } from './journal-files'
import { createOAuthTrips } from './oauth/oauth-trips'
import { createOpenEditors, type OpenEditors } from './windows/open-editors'
import type { ProfileRuntime, ProfileRuntimeDeps } from './profiles/profile-runtime'
import { createProfileRuntimes, type ProfileRuntimes } from './profiles/profile-runtimes'
import { createServerData } from './profiles/server-data'
import { createServers, type Servers } from './profiles/servers'
import { createBroadcast, type Broadcast } from './broadcast'
import { wordsFor } from './messages'
import { createRecordLinks, type RecordLinks } from './record-links'
import { createWorkspaceLife } from './windows/page-lifecycle'
import { createWorkspaces, type Workspaces } from './windows/workspaces'

/** The windows and what works behind them, put together. */
export interface CompositionRoot {
  readonly runtimes: ProfileRuntimes
  readonly workspaces: Workspaces
  readonly servers: Servers
  readonly serverData: ReturnType<typeof createServerData>
  readonly journalFiles: JournalFiles
  readonly logFiles: LogFiles
  readonly recordLinks: RecordLinks
  readonly broadcast: Broadcast
  readonly closing: Closing
  readonly firstPaints: FirstPaints
  readonly calls: CallsInFlight
  readonly openEditors: OpenEditors
  readonly signInDeps: SignInHandlersDeps
  /** Tells the sign-in windows that are open what they show now. */
  tellSignIn(): void
  openWindow(profileId: string): void
  /** The named profile in its window or a new one; without one, the window last in front. */
  show(profileId: string | null): void
  readonly quitting: { is: boolean }
}

export interface CompositionRootDeps {
  readonly profiles: ProfilesStore
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly dataFolder: string
  readonly machine: ProfileRuntimeDeps['machine']
  /** The folder that holds the built `preload` and `renderer`. */
  readonly builtFolder: string
  readonly demoOrigin: () => Promise<string>
  readonly locale: () => Locale
  readonly dialog: Dialog
  readonly onFault: (error: unknown) => void
  readonly log?: (line: string) => void
  readonly note?: ProfileRuntimeDeps['note']
  readonly faults: FaultWatch
  /** Of each profile that is used in this run, before its session starts to work. */
  readonly onRuntime?: (runtime: ProfileRuntime) => void
}

export function createCompositionRoot(deps: CompositionRootDeps): CompositionRoot {
  const { profiles, clock, locale } = deps
  const quitting = { is: false }
  const calls = createCallsInFlight()
  const openEditors = createOpenEditors()
  const broadcast = createBroadcast(() => workspaces)
  /** Where drafts are kept has no event of its own: pages read their state again when that of secrets changes. */
  const tellStorage = (): void => {
    broadcast.all('secrets.changed', deps.secrets.protection())
  }
  const thread = (name: string): { file: URL } => ({ file: pathToFileURL(join(deps.builtFolder, 'main', `${name}.cjs`)) })
  const runtimes = createProfileRuntimes(
    {
      ...deps,
      network: createProfileNetwork,
      cacheThread: thread('cache-worker'),
      examiner: createExaminerInElectron(deps.builtFolder),
      answers: createAnswerReader(thread('answer-worker'), deps.onFault),
      promptFor: (id) => workspaces.promptFor(id),
      onStorageLost: tellStorage,
    },
    (runtime) => {
      runtime.session.onChange(tellSignIn)
      broadcast.follow(runtime)
      deps.onRuntime?.(runtime)
    },
  )
  const findAddress = createAddressFinder({ clock, network: createTestNetwork })
  const signInDeps: SignInHandlersDeps = {
    ...deps,
    findAddress,
    runtimeOf: runtimes.of,
    unsent: () => servers.unsent(),
    trips: createOAuthTrips({ openExternal: openExternalLink, clock, locale }),
    onServerAdded: () => {
      tellServers()
    },
  }
  const tellSignIn = (): void => {
    for (const workspace of workspaces.all()) {
      const contents = workspace.signIn.contents()
      if (contents) push(contents, 'signIn.contextChanged', signInContext(signInDeps, workspace))
    }
  }
  const tellServers = (): void => {
    broadcast.all('profiles.changed', null)
    tellSignIn()
  }
  const workspaces = makeWorkspaces(deps, { runtimes, openEditors, tellServers, quitting })
  const closing = makeClosing(deps, { runtimes, workspaces })
  const lookAfter = createWorkspaceLife({ calls, clock, onPageGone: openEditors.releaseAll, faults: deps.faults })
  const firstPaints = createFirstPaints(clock)
  const openWindow = (profileId: string): void => {
    const workspace = workspaces.open(profileId)
    lookAfter(workspace)
    closing.guard(workspace, () => {
      quitting.is = false
    })
    firstPaints.after(workspace.window, () => void workspaces.askToSignIn(workspace))
  }
  const dialogs = createFileDialogs(deps.dialog, () => wordsFor(locale()))
  const journalFiles = createJournalFiles(dialogs)
  const logFiles = createLogFiles(dialogs)
  const servers = createServers({ ...deps, findAddress, runtimes, workspaces, dialogs, openWindow, testNetwork: createTestNetwork, tell: tellServers })
  const show = (wanted: string | null): void => {
    const known = wanted !== null && profiles.find(wanted) ? wanted : null
    const shown = known === null ? workspaces.all()[0] : workspaces.showing(known)[0]
    if (shown) workspaces.focus(shown)
    else openWindow(known ?? profiles.current().id)
  }
  const recordLinks = createRecordLinks({ profiles, workspaces, openWindow, showAny: () => show(null), dialog: deps.dialog, words: () => wordsFor(locale()) })
  return {
    runtimes,
    workspaces,
    servers,
    serverData: createServerData({ profiles, runtimes, dataFolder: deps.dataFolder }),
    journalFiles,
    logFiles,
    recordLinks,
    broadcast,
    closing,
    firstPaints,
    calls,
    openEditors,
    signInDeps,
    tellSignIn,
    openWindow,
    show,
    quitting,
  }
}

interface Behind {
  readonly runtimes: ProfileRuntimes
  readonly openEditors: OpenEditors
  readonly tellServers: () => void
  readonly quitting: { readonly is: boolean }
}

function makeWorkspaces(deps: CompositionRootDeps, { runtimes, openEditors, tellServers, quitting }: Behind): Workspaces {
  const preloads = join(deps.builtFolder, 'preload')
  const windowState = openWindowState(deps.dataFolder)
  return createWorkspaces({
    createWindow: (front) => createWorkspaceWindow(preloads, windowState, front),
    createSignInWindow: (parent) => createSignInWindow(preloads, parent),
    fitSignInWindow,
    runtimeOf: runtimes.of,
    isQuitting: () => quitting.is,
    onTurned: ({ window }) => {
      openEditors.releaseAll(window.webContents.id)
    },
    onFront: ({ runtime }) => {
      noteUse(deps.profiles, runtime().profileId, deps.clock.wallMs())
    },
    onChange: tellServers,
  })
}

function makeClosing({ dialog, locale }: CompositionRootDeps, { runtimes, workspaces }: { readonly runtimes: ProfileRuntimes; readonly workspaces: Workspaces }): Closing {
  return createClosing({
    ask: createAskToClose(dialog, () => wordsFor(locale())),
    destroy: workspaces.destroy,
    inMemoryTitles: (workspace) => {
      const others = workspaces
        .all()
        .filter((other) => other !== workspace)
        .map(({ runtime }) => runtime().profileId)
      const stores = runtimes.all().map((runtime) => ({ profileId: runtime.profileId, inMemoryTitles: runtime.stores.inMemoryTitles }))
      return titlesLostWith(workspace.runtime().profileId, others, stores)
    },
  })
}

/** How often the time of use of the same profile is written down again, in milliseconds. */
const USE_NOTED_EVERY_MS = 60_000

function noteUse(profiles: ProfilesStore, profileId: string, nowMs: number): void {
  const { id, lastUsedAt } = profiles.current()
  if (id !== profileId || nowMs - (lastUsedAt ?? 0) >= USE_NOTED_EVERY_MS) profiles.setCurrent(profileId)
}
