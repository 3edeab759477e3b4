import type { ActionId } from '@shared/actions/actions'
import { type KeyOverrides, NO_OVERRIDES, resolveKeys, type ResolvedKeys } from '@shared/actions/resolve-keys'
import { ariaOf, isStroke, shownKeys, strokeDigit } from '@shared/actions/strokes'
import { computed, type ComputedRef, inject, type InjectionKey, onBeforeUnmount, onMounted, provide } from 'vue'
import type { ImeGuard } from '@renderer/ime'
import { useAnnouncer } from '../stores/announcer'
import { type ActionCentre, type ActionHandlers, createActionCentre } from './action-centre'
import { useIme } from './use-ime'

/** The keys in use, for whoever hears or shows them. */
export interface ActionKeys {
  readonly resolved: ComputedRef<ResolvedKeys>
  /** Whether an event is one of the action's keys. */
  is(event: KeyboardEvent, id: ActionId): boolean
  /** The digit, of an action whose keys stand for several. */
  digit(event: KeyboardEvent, id: ActionId): number | null
  /** The action's first keys as people read them; empty where it has none. */
  shown(id: ActionId): string
  /** All of them. */
  allShown(id: ActionId): string[]
  /** For `aria-keyshortcuts`; undefined where it has none. */
  aria(id: ActionId): string | undefined
}

const keysKey: InjectionKey<ActionKeys> = Symbol('action-keys')
const centreKey: InjectionKey<ActionCentre> = Symbol('action-centre')

function createActionKeys(platform: () => string, overrides: () => KeyOverrides): ActionKeys {
  const resolved = computed(() => resolveKeys(platform(), overrides()))
  const allShown = (id: ActionId): string[] => resolved.value[id].map((one) => shownKeys(one, platform()))
  return {
    resolved,
    is: (event, id) => resolved.value[id].some((one) => isStroke(event, one)),
    digit: (event, id) => resolved.value[id].map((one) => (isStroke(event, one) ? strokeDigit(event, one) : null)).find((one) => one !== null) ?? null,
    shown: (id) => allShown(id)[0] ?? '',
    allShown,
    aria: (id) => resolved.value[id].map((one) => ariaOf(one, platform())).join(' ') || undefined,
  }
}

export interface ProvideActionsOptions {
  readonly ime: ImeGuard
  /** As Node names it. */
  readonly platform: () => string
  /** Keys that the person chose. */
  readonly overrides: () => KeyOverrides
}

/** One per window, made by the shell, which listens for all its pages. */
export function provideActions({ ime, platform, overrides }: ProvideActionsOptions): { readonly centre: ActionCentre; readonly keys: ActionKeys } {
  const keys = createActionKeys(platform, overrides)
  const centre = listening(keys, ime)
  provide(keysKey, keys)
  provide(centreKey, centre)
  return { centre, keys }
}

/** The keys of the window; a component outside a shell (in a test) has those of the table. */
export function useActionKeys(): ActionKeys {
  return inject(
    keysKey,
    () =>
      createActionKeys(
        () => '',
        () => NO_OVERRIDES,
      ),
    true,
  )
}

/** The window's; a component outside a shell (in a test) listens for itself. */
export function useActionCentre(): ActionCentre {
  const keys = useActionKeys()
  const ime = useIme()
  return inject(centreKey, () => listening(keys, ime), true)
}

/**
 * What this component does for these actions as long as it is on screen, by keys and by the native menu alike. Asked anew each
 * time: an action that is left out is not offered at the moment, one with a reason says it instead.
 */
export function useActions(handlers: () => ActionHandlers): void {
  const centre = useActionCentre()
  let end = (): void => undefined
  onMounted(() => (end = centre.offer(handlers)))
  onBeforeUnmount(() => end())
}

function listening(keys: ActionKeys, ime: ImeGuard): ActionCentre {
  const centre = createActionCentre({ ime, keys: () => keys.resolved.value, say: useAnnouncer().say })
  onMounted(() => window.addEventListener('keydown', centre.onKeyDown))
  onBeforeUnmount(() => window.removeEventListener('keydown', centre.onKeyDown))
  return centre
}
