import { LONGEST_IN_MENU, type MenuState, MOST_MENU_PAGES } from '@shared/actions/menu-state'
import { computed, onScopeDispose, watch } from 'vue'
import { useBridge } from '../../bridge'
import { useText } from '../../i18n/use-text'
import { useAnnouncer } from '../../stores/announcer'
import { type ActionCentre, isDialogOpen } from '../../ui/action-centre'

const cut = (words: string): string => (words.length > LONGEST_IN_MENU ? `${words.slice(0, LONGEST_IN_MENU - 1)}…` : words)

/** Tells main what its menu can do in this window, each time that becomes something else, and does what its menu asks for. */
export function useNativeMenu(centre: ActionCentre, pages: { readonly value: readonly Readonly<MenuState['pages'][number]>[] }): void {
  const bridge = useBridge()
  const announcer = useAnnouncer()
  const { t } = useText()

  const state = computed((): MenuState => {
    const offered = Object.entries(centre.all()).map(([id, { reason }]) => [id, reason ? cut(reason) : null] as const)
    return { actions: Object.fromEntries(offered), pages: pages.value.slice(0, MOST_MENU_PAGES).map(({ id, title }) => ({ id, title: cut(title) })) }
  })
  // By its text: the state is put together anew whenever anything that it is made of changes.
  watch(
    () => JSON.stringify(state.value),
    () => void bridge.actions.tell(state.value),
    { immediate: true },
  )

  onScopeDispose(
    bridge.on['actions.asked'](({ id, choice }) => {
      if (isDialogOpen()) announcer.say(t('reasons.dialogOpen'))
      else centre.run(id, choice)
    }),
  )
}
