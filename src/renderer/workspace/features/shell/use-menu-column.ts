import { MENU_WIDTH } from '@shared/views'
import { computed, type ComputedRef, nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { useAppState } from '../../stores/app-state'

/** Narrower than this the page needs the whole window: the menu lies over it while it is open. In CSS pixels. */
const roomForColumn = '(max-width: 719.98px)'

export interface MenuColumn {
  /** There is no room for a column: the menu is a popover. */
  readonly isFolded: Readonly<Ref<boolean>>
  /** It can be seen, as a column or over the page. */
  readonly isShown: ComputedRef<boolean>
  /** In CSS pixels, while it is being changed too. */
  readonly width: ComputedRef<number>
  toggle(): void
  /** What was over the page goes away; a column stays. */
  fold(): void
  /** Told by the popover itself, which closes by Escape and by a click elsewhere. */
  onToggle(event: Event): void
  /** Shows a width without remembering it. */
  tryWidth(width: number): void
  /** Remembers the width, or the one that is shown. */
  keepWidth(width?: number): void
}

/** The column of the menu: hidden, folded, or as wide as the person made it. What is chosen is remembered with the preferences. */
export function useMenuColumn(column: Readonly<Ref<HTMLElement | null>>, toggler: Readonly<Ref<HTMLElement | null>>): MenuColumn {
  const appState = useAppState()
  const query = window.matchMedia(roomForColumn)
  const isFolded = ref(query.matches)
  const isOver = ref(false)
  const tried = ref<number | null>(null)
  const isHidden = computed(() => appState.state?.preferences.isMenuHidden ?? false)
  const width = computed(() => tried.value ?? appState.state?.preferences.menuWidth ?? MENU_WIDTH.usual)

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
    isFolded,
    isShown: computed(() => (isFolded.value ? isOver.value : !isHidden.value)),
    width,
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
    tryWidth: (wanted) => {
      tried.value = within(wanted)
    },
    keepWidth: (wanted = width.value) => {
      tried.value = null
      if (within(wanted) !== appState.state?.preferences.menuWidth) void appState.setPreferences({ menuWidth: within(wanted) })
    },
  }
}

function within(width: number): number {
  return Math.round(Math.min(MENU_WIDTH.most, Math.max(MENU_WIDTH.least, width)))
}
