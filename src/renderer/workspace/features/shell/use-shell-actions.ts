import type { ActionId } from '@shared/actions/actions'
import type { MenuEntry } from '@shared/resources/account'
import { computed, type ComputedRef, nextTick, onScopeDispose, type Ref, ref } from 'vue'
import { useMenuTitle } from '../../app/menu-titles'
import { useAppPages } from '../../app/use-app-pages'
import { useSessionActions } from '../../app/use-session-actions'
import { useText } from '../../i18n/use-text'
import { useAccount } from '../../stores/account'
import { useAppState } from '../../stores/app-state'
import { useOutbox } from '../../stores/outbox'
import type { ActionCentre, ActionHandler, ActionHandlers } from '../../ui/action-centre'

/** What of the window the actions are about. */
interface ShellParts {
  /** The pages of the account's menu; none before they are known. */
  readonly pages: () => readonly MenuEntry[]
  readonly goTo: (entry: MenuEntry) => void
  readonly hasMenu: () => boolean
  readonly toggleMenu: () => void
}

interface ShellActions {
  /** The dialog that is open. */
  readonly opened: Ref<'shortcuts' | 'about' | null>
  /** The pages by the names that the window's own menu has for them. */
  readonly titled: ComputedRef<readonly { readonly id: number; readonly title: string }[]>
}

/** What can be done on whatever page, and the reasons why something that a page would offer cannot be done here. */
export function useShellActions(centre: ActionCentre, parts: ShellParts): ShellActions {
  const { t } = useText()
  const pages = useAppPages()
  const session = useSessionActions()
  const appState = useAppState()
  const accounts = useAccount()
  const outbox = useOutbox()
  const titleOf = useMenuTitle()
  const opened: ShellActions['opened'] = ref(null)

  /** Done by another page, which is opened first. */
  function elsewhere(id: ActionId, open: () => Promise<void>): () => Promise<void> {
    const run = async (): Promise<void> => {
      await open()
      await nextTick()
      // It may not have opened: somebody keeps editing where they are.
      if (centre.handlerOf(id)?.run !== run) centre.run(id)
    }
    return run
  }
  const testConnection = elsewhere('testConnection', pages.openServers)
  const exportActivity = elsewhere('exportActivity', pages.openJournal)

  function goToPage(choice: number | null): void {
    const entry = parts.pages().find(({ id }) => id === choice)
    if (entry) parts.goTo(entry)
  }

  const ofWindow = (): ActionHandlers => {
    const isDemo = appState.state?.profile.isDemo === true
    const signedOut = appState.state?.session.state === 'signed-out' ? t('reasons.signedOut') : null
    return {
      servers: { run: pages.openServers },
      settings: { run: pages.openSettings },
      signOut: { run: session.signOut, reason: signedOut },
      testConnection: { run: testConnection, reason: isDemo ? t('reasons.demo') : null },
      exportActivity: { run: exportActivity, reason: outbox.summary === null ? t('reasons.signedOut') : null },
      goToPage: { run: goToPage, reason: parts.pages().length === 0 ? t('reasons.noPages') : null },
      outbox: { run: () => pages.openOutbox() },
      activity: { run: pages.openJournal },
      drafts: { run: pages.openDrafts },
      account: { run: pages.openProfile, reason: accounts.account ? null : t('reasons.signedOut') },
      toggleMenu: { run: parts.toggleMenu, reason: parts.hasMenu() ? null : t('reasons.noMenu') },
      gettingStarted: { run: pages.openHelp },
      whatsNew: { run: pages.openNews },
      shortcuts: { run: () => (opened.value = 'shortcuts') },
      about: { run: () => (opened.value = 'about') },
    }
  }

  /** What only some pages offer, said where they are not. */
  const ofOtherPages = (): ActionHandlers => {
    const not = (reason: string): ActionHandler => ({ run: () => undefined, reason })
    const notHere = not(t('reasons.notHere'))
    const noRecord = not(t('reasons.noRecord'))
    return {
      ...{ refresh: notHere, find: notHere, nextPage: notHere, previousPage: notHere, toggleAside: notHere, newRecord: notHere },
      ...{ editRow: noRecord, copyLink: noRecord, changeStatus: noRecord, deleteRow: noRecord },
      save: not(t('reasons.nothingToSave')),
      revert: not(t('reasons.nothingToDiscard')),
    }
  }

  // In the set-up: before any page is there, so that each goes before.
  onScopeDispose(centre.offer(ofWindow, true))
  onScopeDispose(centre.offer(ofOtherPages, true))
  return { opened, titled: computed(() => parts.pages().map((entry) => ({ id: entry.id, title: titleOf(entry) }))) }
}
