import { app } from 'electron'
import type { ParsedInput } from '@shared/bridge/contract'
import type { WorkspaceCall } from '@shared/bridge/names'
import { failed } from '@shared/result'
import type { AppState } from '@shared/views'
import { openExternalLink } from '../../security/external-links'
import type { SecretStore } from '../../secrets/secret-store'
import type { PreferencesStore } from '../../settings/preferences'
import { toProfileView } from '../../settings/profiles'
import type { CallsInFlight } from '../calls-in-flight'
import type { WorkspaceHandlers } from '../call-handlers'
import { signOutOf } from '../../sync/signing-out'
import type { ProfilePort, WorkspacePort } from '../workspace-port'
import { outboxHandlers } from './outbox'
import { requireUser, ownStore } from './owner'
import { recordHandlers } from './records'

export interface WorkspaceHandlersDeps<Window> {
  readonly preferences: PreferencesStore
  readonly secrets: SecretStore
  readonly calls: CallsInFlight
  /** All profiles that were used in this run. */
  readonly runtimes: () => readonly ProfilePort[]
  readonly systemLocale: () => AppState['systemLocale']
  readonly startNotices: readonly AppState['notices'][number][]
  /** As it stands just now: what was set up again is no longer there. */
  readonly leftAside: () => AppState['leftAside']
  /** A page has painted its shell. */
  readonly onShellVisible: (window: Window) => void
  /** Resolves to an empty text, or to what went wrong. */
  readonly openLogFolder: () => Promise<string>
  /** Something went wrong inside of a page. */
  readonly onPageFault: (fault: ParsedInput<'app.noteFault'>) => void
  /** A page has kept its drafts and may close; `unkept` names those that it could not keep. */
  readonly onReadyToClose: (workspace: Window, unkept: readonly string[]) => void
}

type Area<Names extends WorkspaceCall, Window = WorkspacePort> = Pick<WorkspaceHandlers<Window>, Names>

/** What these handlers leave to those of other areas. */
type ElsewhereCall =
  | Extract<WorkspaceCall, `profiles.${string}` | `forms.${string}` | `logs.${string}` | `journal.${string}` | `data.${string}` | `views.${string}`>
  | 'session.signOutEverywhere'
  | 'links.takeRecord'
  | 'actions.tell'

export function createWorkspaceHandlers<Window extends WorkspacePort>(deps: WorkspaceHandlersDeps<Window>): Omit<WorkspaceHandlers<Window>, ElsewhereCall> {
  return { ...appHandlers(deps), ...sessionHandlers(deps), ...recordHandlers(), ...outboxHandlers(), ...draftHandlers(), ...callHandlers(deps) }
}

function appHandlers<Window extends WorkspacePort>(
  deps: WorkspaceHandlersDeps<Window>,
): Area<'app.state' | 'app.shellVisible' | 'app.readyToClose' | 'app.noteFault' | 'app.openLogFolder' | 'preferences.set', Window> {
  return {
    'app.state': async (_input, { window }) => {
      const runtime = window.runtime()
      const store = deps.secrets.protection().state === 'checking' ? null : await runtime.store()
      const notices = [...deps.startNotices]
      const recovered = store?.recovered() ?? null
      const place = store?.movedAsideTo() ?? ''
      if (recovered) notices.push(place === '' ? 'storeGone' : 'storeMovedAside')
      if (store?.problem() === 'deadly') notices.push('storeDeadly')
      if (store?.problem() === 'sealed') notices.push('storeSealed')
      if (store?.problem() === 'newer-schema') notices.push('storeNewer')
      if (store?.problem() === 'unopenable') notices.push('storeUnopenable')
      if (store?.problem() === 'lost') notices.push('storeLost')
      return {
        profile: toProfileView(runtime.profile()),
        session: runtime.session.view(),
        secrets: deps.secrets.protection(),
        connection: runtime.connectivity.view(),
        preferences: deps.preferences.read(),
        draftStorage: store?.storage() ?? (deps.secrets.protection().state === 'memory-only' ? 'memory-only' : 'durable'),
        outbox: runtime.outboxes.summary(),
        habits: store?.habits.list() ?? [],
        systemLocale: deps.systemLocale(),
        platform: process.platform,
        versions: { app: app.getVersion(), electron: process.versions.electron ?? '', chrome: process.versions['chrome'] ?? '', node: process.versions.node },
        notices,
        recovered: recovered && { place, ...recovered },
        leftAside: deps.leftAside(),
      }
    },
    'app.shellVisible': (_input, { window }) => {
      deps.onShellVisible(window)
      return null
    },
    'app.readyToClose': ({ unkept }, { window }) => {
      deps.onReadyToClose(window, unkept)
      return null
    },
    'app.noteFault': (fault) => {
      deps.onPageFault(fault)
      return null
    },
    'app.openLogFolder': async () => {
      if ((await deps.openLogFolder()) !== '') throw failed('STORAGE', 'The log folder could not be opened.')
      return null
    },
    'preferences.set': (some) => deps.preferences.change(some),
  }
}

function sessionHandlers({ secrets, runtimes }: { secrets: SecretStore; runtimes: () => readonly ProfilePort[] }): Area<'session.signIn' | 'session.signOut' | 'session.retryKeychain'> {
  return {
    'session.signIn': (_input, { window }) => {
      const { session } = window.runtime()
      void session.renewNow()
      session.askToSignIn()
      return null
    },
    'session.signOut': async (wish, { window }) => {
      await signOutOf(window.runtime(), wish)
      return null
    },
    'session.retryKeychain': async () => {
      await secrets.probe()
      const tried = await Promise.allSettled(runtimes().map(storedAgain))
      // One server's file that cannot be written must not keep the others' work in memory.
      const failure = tried.find((one) => one.status === 'rejected')
      if (failure) throw failure.reason
      return null
    },
  }
}

/** Takes what lived in memory into its files. Throws STORAGE; what could be moved is in use all the same. */
async function storedAgain({ session, stores, outboxes, caches }: ProfilePort): Promise<void> {
  await session.storeAgain()
  try {
    await stores.retry()
  } finally {
    await outboxes.reload()
    await caches.retry()
  }
}

export function draftHandlers(): Area<'drafts.keep' | 'drafts.list' | 'drafts.read' | 'drafts.discard'> {
  const storeOf = async (workspace: WorkspacePort) => {
    const store = await workspace.runtime().store()
    if (!store) throw failed('SESSION_ENDED', 'Nobody has signed in here yet.')
    return store
  }
  return {
    'drafts.keep': async (draft, { window }) => {
      requireUser(draft.owner, window)
      const store = await storeOf(window)
      requireUser(draft.owner, window)
      // The last words of a form may come when the address of its server has just been changed: they are that server's.
      return store.drafts.keep(draft, draft.owner.server)
    },
    // Names and times only: before the same user has signed in, the content stays closed.
    'drafts.list': async (_input, { window }) => (await window.runtime().store())?.drafts.list() ?? [],
    'drafts.read': async ({ draftId }, { window }) => (await ownStore(window)).drafts.read(draftId),
    'drafts.discard': async ({ draftId }, { window }) => {
      ;(await ownStore(window)).drafts.discard(draftId)
      return null
    },
  }
}

function callHandlers({ calls }: { calls: CallsInFlight }): Area<'connection.check' | 'links.openServerPage' | 'calls.cancel'> {
  return {
    'connection.check': async (_input, { window }) => {
      const { session, connectivity } = window.runtime()
      await Promise.all([session.renewNow(), connectivity.check()])
      return null
    },
    'links.openServerPage': async ({ path }, { window }) => {
      const runtime = window.runtime()
      const { origin, isDemo } = runtime.profile()
      // The original's web client keeps its routes behind a hash. The demo has no web client.
      if (isDemo || !(await openExternalLink(`${origin}/#${path}`, new Set([origin])))) {
        throw failed('NOT_FOUND', 'This server has no page to open.')
      }
      return null
    },
    'calls.cancel': ({ callId }, { webContentsId }) => {
      calls.cancel(webContentsId, callId)
      return null
    },
  }
}
