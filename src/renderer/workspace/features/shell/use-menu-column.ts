import { MENU_WIDTH } from '@shared/views'
import { computed, type ComputedRef, nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { useAppState } from '../../stores/app-state'
import { type ColumnWidth, useColumnWidth } from '../../ui/use-column-width'

/** Narrower than this the page needs the whole window: the menu lies over it while it is open. In CSS pixels. */
const roomForColumn = '(max-width: 719.98px)'

export interface MenuColumn extends ColumnWidth {
  /** There is no room for a column: the menu is a popover. */
  readonly isFolded: Readonly<Ref<boolean>>
  /** It can be seen, as a column or over the page. */
  readonly isShown: ComputedRef<boolean>
  toggle(): void
  /** What was over the page goes away; a column stays. */
  fold(): void
  /** Told by the popover itself, which closes by Escape and by a click elsewhere. */
  onToggle(event: Event): void
}

/** The column of the menu: hidden, folded, or as wide as the person made it. What is chosen is remembered with the preferences. */
export function useMenuColumn(column: Readonly<Ref<HTMLElement | null>>, toggler: Readonly<Ref<HTMLElement | null>>): MenuColumn {
  const appState = useAppState()
  const query = window.matchMedia(roomForColumn)
  const isFolded = ref(query.matches)
  const isOver = ref(false)
  const isHidden = computed(() => appState.state?.preferences.isMenuHidden ?? false)
  const width = useColumnWidth(
    MENU_WIDTH,
    () => appState.state?.preferences.menuWidth,
    (menuWidth) => appState.setPreferences({ menuWidth }),
  )

  function onRoom(event: MediaQueryListEvent): void {
    isFolded.value = event.matches
    isOver.value = false
  }
  onMounted(() => query.addEventListener('change', onRoom))
  onBeforeUnmount(() => query.removeEventListener('change', onRoom))

  /** What is about to be hidden takes the focus along to where it can be brought back. */
  async function hideColumn(isHiding: boolean): Promise<void> {
    if (isHiding && column.value?.contains(document.activeElement)) toggler.value?.focus()
    await appState.setPreferences({ isMenuHidden: isHiding })
    await nextTick()
  }

  return {
    ...width,
    isFolded,
    isShown: computed(() => (isFolded.value ? isOver.value : !isHidden.value)),
    toggle: () => {
      if (isFolded.value) column.value?.togglePopover?.()
      else void hideColumn(!isHidden.value)
    },
    fold: () => {
      if (isFolded.value) column.value?.hidePopover?.()
    },
    onToggle: (event) => {
      isOver.value = (event as ToggleEvent).newState === 'open'
      if (isOver.value) column.value?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus()
    },
  }
}
