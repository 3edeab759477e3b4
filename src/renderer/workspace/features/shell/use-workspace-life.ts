import { isolated } from '@shared/isolate'
import { computed, nextTick, onScopeDispose, provide, watch, watchEffect } from 'vue'
import { useRouter } from 'vue-router'
import { applyAppearance, fontScale } from '@renderer/appearance'
import { FONT_SIZE } from '@shared/views'
import { fontScaleKey } from '../../ui/font-scale'
import { useBridge } from '../../bridge'
import { useText, useWords } from '../../i18n/use-text'
import { preloadPages } from '../../router'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useDrafts } from '../../stores/drafts'
import { useOpenForms } from '../../stores/open-forms'
import { useOutbox } from '../../stores/outbox'
import { usePageViews } from '../../stores/page-views'
import { useProfiles } from '../../stores/profiles'
import { usePageTitle } from '../../app/use-page-title'
import { useAskedRecord } from './use-asked-record'
import { useStartPage } from './use-start-page'

/** What the window does by itself: look and language follow the preferences, the account follows the session. */
export function useWorkspaceLife(): void {
  // Before the forms, whose answer lets the window close.
  onScopeDispose(usePageViews().subscribe())
  onScopeDispose(useOpenForms().subscribe())
  onScopeDispose(useProfiles().subscribe())
  onScopeDispose(useOutbox().subscribe())
  useAppearance()
  useWindowTitle()
  useAccountOfSession()
  useStartPage()
  useAskedRecord()
}

function useAppearance(): void {
  const appState = useAppState()
  provide(
    fontScaleKey,
    computed(() => fontScale(appState.state?.preferences.fontSize ?? FONT_SIZE.usual)),
  )
  const { locale } = useWords().global
  watch(
    [() => appState.locale, () => appState.state?.preferences, () => appState.state?.profile] as const,
    ([chosen, preferences, profile]) => {
      if (!chosen || !preferences || !profile) return
      locale.value = chosen
      applyAppearance(document.documentElement, { ...preferences, locale: chosen })
    },
    { immediate: true },
  )
}

/** The window's title, by which a person finds it among others: page, server, program. */
function useWindowTitle(): void {
  const appState = useAppState()
  const { t } = useText()
  const page = usePageTitle()
  watchEffect(() => {
    const profile = appState.state?.profile
    if (!profile) return
    document.title = [page.value, profile.isDemo ? t('app.demo') : profile.name, 'Holdfast']
      .filter((part) => part !== null)
      .map(isolated)
      .join(' – ')
  })
}

function useAccountOfSession(): void {
  const appState = useAppState()
  const accounts = useAccount()
  const drafts = useDrafts()
  const outbox = useOutbox()
  const views = usePageViews()
  const router = useRouter()

  // Another user or another server: nothing of the one before stays on screen. The list of servers and the settings are
  // nobody's: they stay when someone signs in or out, and make room when the window is switched to another server.
  watch([() => appState.owner, () => appState.generation] as const, (_, [, generationBefore]) => {
    accounts.clear()
    drafts.clear()
    outbox.clear()
    views.clear()
    const isSwitched = appState.generation !== generationBefore
    if (isSwitched || router.currentRoute.value.meta['isOfApp'] !== true) void router.replace({ name: 'home' })
  })
  // Open is open, renewing or not: the account is read when a session begins, and again after each sign-in.
  watch(
    [() => appState.isSessionOpen, () => appState.holder] as const,
    ([isOpen]) => {
      if (isOpen) {
        void accounts.read()
        void views.load()
        // While the server is asked, the page that will most likely be shown is read from disk.
        preloadPages()
      }
      void drafts.refresh()
      void outbox.load()
    },
    { immediate: true },
  )
  // What went out while nobody waited may have left a draft of what the server keeps otherwise.
  watch(
    () => outbox.departures,
    () => void drafts.refresh(),
  )
  watch(
    () => appState.state?.session.state,
    (session) => {
      if (session !== 'signed-out') return
      accounts.clear()
      outbox.clear()
      views.clear()
    },
  )
}

/** Tells main once that the shell is on screen: the second frame after mounting is painted for sure. */
export function useShellVisible(): () => Promise<void> {
  const bridge = useBridge()
  return async () => {
    await nextTick()
    requestAnimationFrame(() => requestAnimationFrame(() => void bridge.app.shellVisible()))
  }
}
