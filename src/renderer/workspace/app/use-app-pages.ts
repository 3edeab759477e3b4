import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { type RouteLocationNormalized, useRouter } from 'vue-router'
import { useAppState } from '../stores/app-state'

const isOfApp = (route: RouteLocationNormalized): boolean => route.meta['isOfApp'] === true

/** Where one was before a page of the program itself was opened, by whatever way, as long as it is the same one's work. */
const useReturn = defineStore('return-path', () => {
  const appState = useAppState()
  const path = ref<string | null>(null)
  /** Ways to such a page that are begun and not ended: its program may still have to be loaded. */
  const underWay = ref(0)
  useRouter().afterEach((to, from) => {
    if (isOfApp(to) && !isOfApp(from)) path.value = from.fullPath
  })
  watch(
    () => appState.holder,
    () => (path.value = null),
  )
  return { path, underWay }
})

export interface AppPages {
  /** Somebody is on the way to one of them: nothing that happens by itself may lead elsewhere. */
  readonly isUnderWay: () => boolean
  openServers(): Promise<void>
  openSettings(): Promise<void>
  /** Who is signed in here, and their password. */
  openProfile(): Promise<void>
  /** With the details of one entry, if it is named. */
  openOutbox(entryId?: string): Promise<void>
  openJournal(): Promise<void>
  openDrafts(): Promise<void>
  /** Getting started. */
  openHelp(): Promise<void>
  /** What each version brought. */
  openNews(): Promise<void>
  /** Back to where one was, or to the first page. */
  leave(): Promise<void>
}

/** The pages of the program itself: there in every stage of the shell, also without a session. */
export function useAppPages(): AppPages {
  const router = useRouter()
  const back = useReturn()
  const open = async (name: 'servers' | 'settings' | 'profile' | 'outbox' | 'journal' | 'drafts' | 'help' | 'whats-new', query: Record<string, string> = {}): Promise<void> => {
    back.underWay++
    await router.push({ name, query }).finally(() => back.underWay--)
  }
  return {
    isUnderWay: () => back.underWay > 0,
    openServers: () => open('servers'),
    openSettings: () => open('settings'),
    openProfile: () => open('profile'),
    openOutbox: (entryId) => open('outbox', entryId === undefined ? {} : { entry: entryId }),
    openJournal: () => open('journal'),
    openDrafts: () => open('drafts'),
    openHelp: () => open('help'),
    openNews: () => open('whats-new'),
    leave: async () => {
      await router.push(back.path ?? { name: 'home' })
    },
  }
}
