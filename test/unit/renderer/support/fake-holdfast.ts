import type { CallName, EventName } from '@shared/bridge/names'
import { WORKSPACE_CALLS, WORKSPACE_EVENTS } from '@shared/bridge/names'
import { type CallOutput, CONTRACT } from '@shared/bridge/contract'
import type { EventPayload, WorkspaceBridge } from '@shared/bridge/events'
import type { Draft, DraftInput, Owner } from '@shared/drafts'
import type { EntryView } from '@shared/outbox'
import type { ProfileEntry, UnsentWork } from '@shared/profiles'
import type { Account } from '@shared/resources/account'
import type { Department } from '@shared/resources/department'
import type { PageView, PageViews, ViewName } from '@shared/page-views'
import { RESOURCE_NAMES, type ResourceName, type Row } from '@shared/resources/resource'
import type { Grants } from '@shared/resources/grants'
import type { LogRow } from '@shared/resources/log'
import type { Menu } from '@shared/resources/menu'
import type { Grantable } from '@shared/resources/options'
import type { Role } from '@shared/resources/role'
import type { User } from '@shared/resources/user'
import type { Failure, Result } from '@shared/result'
import type { LeftServer, AppState, SessionView } from '@shared/views'
import { seededAccount, seededDepartmentRows, seededDepartments, seededGrantable, seededGrants, seededProfiles, seededRoleRows, seededRoles, seedState, seedUsers } from './fake-data'
import { isOpen, outboxHandlers, standingOf, summaryOf } from './fake-outbox'
import { logHandlers } from './fake-logs'
import { profileHandlers } from './fake-profiles'
import { recordHandlers } from './fake-records'

type Handler = (input: never) => unknown

/** What a call meets before it is answered: nothing, a wait that the test ends, or a failure. */
interface Fate {
  /** Answers this failure instead. */
  failure?: Failure
  /** Answers this value instead. */
  answer?: unknown
  /** The answer is one that main cannot give: what it does to a page is what is tested. */
  isImpossible?: true
  /** The answer waits for this. */
  gate?: Promise<unknown>
}

export interface FakeHoldfast {
  readonly bridge: WorkspaceBridge
  readonly calls: { name: CallName; input: unknown; callId: string | undefined }[]
  readonly drafts: Map<string, Draft>
  /** How pages were left, by `<profile>/<user>`. */
  readonly views: Map<string, PageViews>
  users: User[]
  departments: Department[]
  menus: Menu[]
  roles: Role[]
  /** Of each role. */
  grants: Grants[]
  grantable: Grantable
  logs: LogRow[]
  /** All commands ever submitted; the open ones are the outbox. */
  entries: EntryView[]
  /** What `outbox.look` finds on the server, where it is not the row of the fake's own tables. */
  readonly serverRows: Map<string, CallOutput<'outbox.look'>['server']>
  /** What the server makes of a record that is written; as it comes, by default. */
  stored: (row: Row) => Row
  /** Writes wait in the outbox instead of going through. */
  isQueueing: boolean
  /** Why they wait, where the server was asked. */
  because: Failure | null
  isPaused: boolean
  /** When the oldest of what waits was submitted. */
  oldestAt: number | null
  /** Of the outbox; grows with each push. */
  revision: number
  cachedRows: number
  account: Account
  state: AppState
  profiles: ProfileEntry[]
  left: LeftServer[]
  /** Pending changes of people who are not signed in. */
  unsent: UnsentWork[]
  /** Decides the fate of the next calls of a name, first in first out. */
  next(name: CallName, fate: Fate): void
  /** Decides the fate of every call of a name until it is set to null. */
  always(name: CallName, fate: Fate | null): void
  push<Name extends EventName>(name: Name, payload: EventPayload<Name>): void
  setSession(change: Partial<SessionView>): void
  /** Changes these entries and tells the pages. */
  changeEntries(entryIds: readonly string[], change: Partial<EntryView>): void
  callsOf(name: CallName): unknown[]
}

/**
 * Main's side of the bridge, in memory: a server with users and departments, a draft store, an outbox, and pushes. It
 * keeps main's rules that the page relies on: a saved draft loses exactly what was sent, and inputs have to be plain data.
 */
export function createFakeHoldfast(options: { state?: Partial<AppState>; users?: User[]; entries?: EntryView[]; delayMs?: number } = {}): FakeHoldfast {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const queued = new Map<CallName, Fate[]>()
  const standing = new Map<CallName, Fate>()
  const cancelled = new Set<string>()
  const overlays = new Map(RESOURCE_NAMES.map((resource) => [resource, overlayOf(options.entries ?? [], resource)]))

  const fake: FakeHoldfast = {
    bridge: undefined as unknown as WorkspaceBridge,
    calls: [],
    drafts: new Map(),
    views: new Map(),
    users: options.users ?? seedUsers(),
    departments: seededDepartmentRows,
    menus: [],
    roles: seededRoleRows(),
    grants: seededGrants,
    grantable: seededGrantable,
    logs: [],
    entries: options.entries ?? [],
    serverRows: new Map(),
    stored: (row) => row,
    isQueueing: false,
    because: null,
    isPaused: false,
    oldestAt: null,
    revision: 1,
    cachedRows: 4310,
    account: seededAccount,
    profiles: seededProfiles,
    left: [],
    unsent: [],
    state: seedState({ outbox: summaryOf(options.entries ?? [], false), ...options.state }),
    next: (name, fate) => void queued.set(name, [...(queued.get(name) ?? []), fate]),
    always: (name, fate) => void (fate ? standing.set(name, fate) : standing.delete(name)),
    push: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    setSession: (change) => {
      fake.state = { ...fake.state, session: { ...fake.state.session, ...change } }
      fake.push('session.changed', fake.state.session)
    },
    changeEntries: (entryIds, change) => {
      fake.entries = fake.entries.map((entry) => (entryIds.includes(entry.entryId) ? { ...entry, ...change } : entry))
      const since = fake.revision
      fake.revision += 1
      const told = fake.entries.filter(({ entryId }) => entryIds.includes(entryId))
      fake.push('outbox.changed', {
        ...standingOf(fake),
        // Without ids it is too much to be told one by one: whoever shows some of it asks again.
        since: entryIds.length > 0 ? since : fake.revision,
        changed: told.filter(isOpen),
        removed: told.filter((entry) => !isOpen(entry)).map(({ entryId }) => entryId),
        overlaid: RESOURCE_NAMES.filter((resource) => overlayOf(fake.entries, resource) !== overlays.get(resource)),
      })
      for (const resource of RESOURCE_NAMES) overlays.set(resource, overlayOf(fake.entries, resource))
    },
    callsOf: (name) => fake.calls.filter((call) => call.name === name).map(({ input }) => input),
  }

  async function call(name: CallName, input: unknown, callId?: string): Promise<Result<unknown>> {
    structuredClone(input)
    fake.calls.push({ name, input, callId })
    const fate = queued.get(name)?.shift() ?? standing.get(name)
    if (options.delayMs) await new Promise((resolve) => setTimeout(resolve, options.delayMs))
    await fate?.gate
    if (callId && cancelled.has(callId)) return { ok: false, failure: { code: 'CANCELLED', message: 'cancelled', retryable: false } }
    if (fate?.failure) return { ok: false, failure: fate.failure }
    if (fate && 'answer' in fate) return fate.isImpossible ? { ok: true, value: fate.answer } : answered(name, fate.answer)
    const value = (handlers(fake, cancelled)[name] as Handler | undefined)?.(input as never)
    if (isFailure(value)) return { ok: false, failure: value.failure }
    return answered(name, value ?? null)
  }

  const areas: Record<string, Record<string, unknown>> = { on: {} }
  for (const name of WORKSPACE_CALLS) {
    const [area = '', verb = ''] = name.split('.')
    areas[area] ??= {}
    areas[area][verb] = (input: unknown, callId?: string) => call(name, input, callId)
  }
  for (const name of WORKSPACE_EVENTS) {
    areas['on'] = {
      ...areas['on'],
      [name]: (listener: (payload: never) => void) => {
        const set = listeners.get(name) ?? new Set()
        listeners.set(name, set.add(listener))
        return () => set.delete(listener)
      },
    }
  }
  Object.assign(fake, { bridge: areas as unknown as WorkspaceBridge })
  return fake
}

/** What main could not answer no fake may: a page that is tested on it would be wrong on the real one. */
function answered(name: CallName, value: unknown): Result<unknown> {
  const parsed = CONTRACT[name].output.safeParse(value)
  // The page takes a rejected call for a failure of main's; nobody takes this one, and the run fails by it.
  if (!parsed.success) void Promise.reject(new Error(`The fake's answer to ${name} is none of main's: ${parsed.error.message}`))
  return { ok: true, value }
}

/** What the outbox lays over the rows of this kind. */
function overlayOf(entries: readonly EntryView[], resource: ResourceName): string {
  return JSON.stringify(entries.filter((entry) => entry.resource === resource && isOpen(entry)).map(({ entryId, verb, recordId, edits }) => [entryId, verb, recordId, edits]))
}

function isFailure(value: unknown): value is { failure: Failure } {
  return typeof value === 'object' && value !== null && 'failure' in value
}

function viewerOf({ state: { profile, session } }: FakeHoldfast): string {
  return `${profile.id}/${session.userId}`
}

const notFound = { failure: { code: 'NOT_FOUND', message: 'not there', retryable: false } } as const

function handlers(fake: FakeHoldfast, cancelled: Set<string>): Partial<Record<CallName, Handler>> {
  return {
    ...profileHandlers(fake),
    ...recordHandlers(fake),
    ...outboxHandlers(fake),
    ...logHandlers(fake),
    'app.state': () => fake.state,
    'data.servers': () => [{ profileId: 'demo', cacheBytes: 2_097_152, dataBytes: 524_288 }],
    'preferences.set': (change: Partial<AppState['preferences']>) => {
      fake.state = { ...fake.state, preferences: { ...fake.state.preferences, ...change } }
      return fake.state.preferences
    },
    'session.signOut': () => fake.setSession({ state: 'signed-out', cause: 'signed-out', until: null, since: Date.now() }),
    'session.signOutEverywhere': () => {
      fake.setSession({ state: 'signed-out', cause: 'signed-out', until: null, since: Date.now() })
      return { profiles: fake.profiles.length }
    },
    'account.read': () => fake.account,
    'options.roles': () => ({ rows: seededRoles }),
    'options.departments': () => ({ rows: seededDepartments }),
    'drafts.keep': ({ owner, ...draft }: DraftInput) => {
      const isOwner = owner.profileId === fake.state.profile.id && owner.userId === fake.state.session.userId
      if (!isOwner) return { failure: { code: 'SESSION_ENDED', message: 'not yours', retryable: false } }
      const keptAt = Date.now()
      fake.drafts.set(draft.draftId, { ...draft, keptAt, server: owner.server ?? null })
      return { keptAt }
    },
    'drafts.list': () =>
      [...fake.drafts.values()].map(({ draftId, resource, recordId, title, keptAt, server, marks }) => ({ draftId, resource, recordId, title, keptAt, server, ...(marks ? { hasMarks: true } : {}) })),
    'drafts.read': ({ draftId }: { draftId: string }) => fake.drafts.get(draftId) ?? notFound,
    'drafts.discard': ({ draftId }: { draftId: string }) => (fake.drafts.delete(draftId) ? null : notFound),
    'views.read': () => fake.views.get(viewerOf(fake)) ?? {},
    'views.keep': ({ owner, name, view }: { owner: Owner; name: ViewName; view: PageView }) => {
      if (`${owner.profileId}/${owner.userId}` !== viewerOf(fake)) return { failure: { code: 'SESSION_ENDED', message: 'not yours', retryable: false } }
      fake.views.set(viewerOf(fake), { ...fake.views.get(viewerOf(fake)), [name]: view })
      return null
    },
    'forms.claim': () => ({ isMine: true }),
    'calls.cancel': ({ callId }: { callId: string }) => void cancelled.add(callId),
  }
}
