import type { Owner } from '@shared/drafts'
import type { ServerHabit } from '@shared/kept'
import type { AppState, Preferences } from '@shared/views'
import type { Failure } from '@shared/result'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { resolveLocale } from '@renderer/appearance'
import { useBridge } from '../bridge'

/** Whose work it is: another person or server that comes meanwhile gets none of it. */
export interface Whose {
  readonly owner: Owner | null
  readonly holder: string
}

type Pushed = Pick<AppState, 'session' | 'secrets' | 'connection' | 'preferences'>

/**
 * The truths that main tells: server, session, secrets, connection, preferences. The page only mirrors them; what a
 * person changes here goes to main and comes back.
 */
export const useAppState = defineStore('app-state', () => {
  const bridge = useBridge()
  const state = shallowRef<AppState | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** Grows when the window shows another server: everything held for the one before is to be dropped. */
  const generation = ref(0)
  const isPreferenceUnstored = ref(false)
  /** Pushes that overtook the answer to `app.state` are newer than it. */
  let early: Partial<Pushed> = {}
  let latestLoad = 0
  /** Between a switch and the new state nobody is there: what is on screen belongs to the one before. */
  const isSwitching = ref(false)

  /** What this window has changed and main has not answered yet: a push about the change before must not turn it back meanwhile. */
  const underWay = new Set<Partial<Preferences>>()
  const withUnderWay = <Part extends Partial<Pushed>>(part: Part): Part => (part.preferences ? { ...part, preferences: Object.assign({}, part.preferences, ...underWay) as Preferences } : part)

  function patch(fresh: Partial<Pushed>): void {
    const part = withUnderWay(fresh)
    if (state.value) state.value = { ...state.value, ...part }
    else early = { ...early, ...part }
  }

  async function load(): Promise<void> {
    const mine = ++latestLoad
    const answer = await bridge.app.state()
    // An older question may be answered last, and about another server.
    if (mine !== latestLoad) return
    isSwitching.value = false
    failure.value = answer.ok ? null : answer.failure
    if (answer.ok) state.value = withUnderWay({ ...answer.value, ...early })
    early = {}
  }

  function subscribe(): () => void {
    const offs = [
      bridge.on['session.changed']((session) => patch({ session })),
      bridge.on['connection.changed']((connection) => patch({ connection })),
      bridge.on['preferences.changed']((preferences) => patch({ preferences })),
      bridge.on['secrets.changed']((secrets) => {
        patch({ secrets })
        // Where drafts go hangs on the keychain too, and has no push of its own.
        if (state.value) void load()
      }),
      bridge.on['workspace.switched'](() => {
        // At once, so that no form of the server before writes into the drafts of the next while the state is read.
        generation.value++
        isSwitching.value = true
        void load()
      }),
    ]
    return () => offs.forEach((off) => off())
  }

  async function setPreferences(change: Partial<Preferences>): Promise<void> {
    const before = state.value?.preferences
    underWay.add(change)
    if (before) patch({ preferences: { ...before, ...change } })
    const answer = await bridge.preferences.set(change)
    underWay.delete(change)
    isPreferenceUnstored.value = !answer.ok
    if (answer.ok) patch({ preferences: answer.value })
  }

  function dismissNotices(): void {
    if (state.value) state.value = { ...state.value, notices: [], leftAside: { servers: [], preferences: [] } }
  }

  /** A save has shown what this server does to texts; main has written it down. */
  function noteHabits(shown: readonly ServerHabit[]): void {
    const fresh = shown.filter((habit) => !state.value?.habits.includes(habit))
    if (state.value && fresh.length > 0) state.value = { ...state.value, habits: [...state.value.habits, ...fresh] }
  }

  /** Who the page belongs to: drafts and forms of one owner are never written under another. */
  const owner = computed(() => (state.value && !isSwitching.value ? `${state.value.profile.id}/${state.value.session.userId ?? ''}` : ''))
  /** Whose data is on screen. Another value: another person or another server is here, and what is held for the one before is to be dropped. */
  const holder = computed(() => `${owner.value} ${generation.value}`)
  /** The same as a draft names it; null while it is not known who is there. */
  const draftOwner = computed((): Owner | null => {
    const { profile, session } = isSwitching.value ? {} : (state.value ?? {})
    return profile && session && session.userId !== null ? { profileId: profile.id, userId: session.userId, server: profile.server } : null
  })
  const locale = computed(() => (state.value ? resolveLocale(state.value.preferences.locale, state.value.systemLocale) : null))
  const isSessionOpen = computed(() => !isSwitching.value && ['active', 'renewing'].includes(state.value?.session.state ?? ''))

  /** Calls can be served as far as the session goes: it runs, and its renewal is not held back. */
  const mayAsk = computed(() => isSessionOpen.value && (state.value?.session.renewalHeldUntil ?? null) === null)

  return {
    state,
    failure,
    generation,
    isPreferenceUnstored,
    owner,
    holder,
    draftOwner,
    /** Who is here now: taken before anything is looked up or asked, for whoever acts on the answer. */
    whose: (): Whose => ({ owner: draftOwner.value, holder: holder.value }),
    locale,
    isSessionOpen,
    /** What this server is known to do to texts. */
    habits: computed((): readonly ServerHabit[] => (isSwitching.value ? [] : (state.value?.habits ?? []))),
    noteHabits,
    mayAsk,
    isSuspended: computed(() => state.value?.session.state === 'suspended'),
    load,
    subscribe,
    setPreferences,
    dismissNotices,
  }
})
