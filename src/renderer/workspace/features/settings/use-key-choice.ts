import { ACTION_IDS, type ActionId } from '@shared/actions/actions'
import { keyRefusal, type KeyRefusal } from '@shared/actions/own-keys'
import { keysTakenBy, type KeyOverrides, ownKeys, resolveKeys } from '@shared/actions/resolve-keys'
import { shownKeys, strokeOf } from '@shared/actions/strokes'
import { computed, type ComputedRef, type Ref, ref } from 'vue'
import { useAppState } from '../../stores/app-state'
import { useIme } from '../../ui/use-ime'

/** What became of a press, or of a reset. `keys` as people read them. */
type KeyOutcome =
  | { readonly kind: 'done'; readonly id: ActionId; readonly keys: string }
  | { readonly kind: 'reset'; readonly id: ActionId }
  | { readonly kind: 'taken'; readonly id: ActionId; readonly keys: string; readonly other: ActionId }
  | { readonly kind: 'notReset'; readonly id: ActionId; readonly keys: string; readonly other: ActionId }
  | { readonly kind: 'refused'; readonly id: ActionId; readonly keys: string; readonly why: KeyRefusal | 'unknown' }

interface KeyChoice {
  /** The action whose next keys are waited for. */
  readonly recording: Ref<ActionId | null>
  readonly changed: ComputedRef<readonly ActionId[]>
  readonly outcome: Ref<KeyOutcome | null>
  begin(id: ActionId): void
  cancel(): void
  /** A key while keys are waited for: all of it is taken, but Tab, which moves on. */
  onKeyDown(event: KeyboardEvent): void
  reset(id: ActionId): void
  resetAll(): void
}

const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph']

/** A person's own keys: what is pressed is held against what may not be, and against the keys of all other actions. */
export function useKeyChoice(): KeyChoice {
  const appState = useAppState()
  const ime = useIme()
  const recording: Ref<ActionId | null> = ref(null)
  const outcome: Ref<KeyOutcome | null> = ref(null)
  const platform = computed(() => appState.state?.platform ?? '')
  const overrides = computed((): KeyOverrides => appState.state?.preferences.keys ?? {})
  const changed = computed(() => ACTION_IDS.filter((id) => id in overrides.value))

  function store(keys: KeyOverrides): void {
    void appState.setPreferences({ keys })
  }

  function without(id: ActionId): KeyOverrides {
    return Object.fromEntries(Object.entries(overrides.value).filter(([one]) => one !== id))
  }

  const others = (id: ActionId) => resolveKeys(platform.value, without(id))
  const shown = (keys: readonly string[]): string => keys.map((one) => shownKeys(one, platform.value)).join(' ')

  /** What was really pressed, also where the table knows no name for the modifier. */
  function shownPress({ ctrlKey, metaKey }: KeyboardEvent, keys: string): string {
    if (platform.value === 'darwin') return ctrlKey && !metaKey ? shown([keys]).replace('⌘', '⌃') : shown([keys])
    return metaKey ? shown([keys]).replace('Ctrl', platform.value === 'win32' ? 'Win' : 'Super') : shown([keys])
  }

  function refusal(event: KeyboardEvent, id: ActionId, keys: string | null): KeyRefusal | 'unknown' | null {
    if (keys === null) return 'unknown'
    // The key with the sign of the system; on macOS Ctrl moves the caret in every text field.
    if (platform.value !== 'darwin' && event.metaKey) return 'system'
    if (platform.value === 'darwin' && event.ctrlKey && !event.metaKey) return 'editing'
    return keyRefusal(id, keys, platform.value)
  }

  function choose(event: KeyboardEvent, id: ActionId): void {
    const keys = strokeOf(event)
    const why = refusal(event, id, keys)
    if (why !== null || keys === null) {
      outcome.value = { kind: 'refused', id, keys: keys === null ? '' : shownPress(event, keys), why: why ?? 'unknown' }
      return
    }
    const other = keysTakenBy(id, [keys], others(id))
    if (other !== null) {
      outcome.value = { kind: 'taken', id, keys: shown([keys]), other }
      return
    }
    const own = ownKeys(id, platform.value)
    store(own.length === 1 && own[0] === keys ? without(id) : { ...without(id), [id]: [keys] })
    recording.value = null
    outcome.value = { kind: 'done', id, keys: shown([keys]) }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const id = recording.value
    if (id === null || ime.owns(event)) return
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Tab' && isPlain) return
    event.preventDefault()
    event.stopPropagation()
    // The key that began it may still be held down.
    if (event.repeat || MODIFIERS.includes(event.key)) return
    if (event.key === 'Escape' && isPlain && !event.shiftKey) cancel()
    else choose(event, id)
  }

  function begin(id: ActionId): void {
    recording.value = id
    outcome.value = null
  }

  function cancel(): void {
    recording.value = null
    outcome.value = null
  }

  /** Its own keys may have been given to another meanwhile. */
  function reset(id: ActionId): void {
    const keys = ownKeys(id, platform.value)
    const other = keysTakenBy(id, keys, others(id))
    if (other === null) store(without(id))
    outcome.value = other === null ? { kind: 'reset', id } : { kind: 'notReset', id, keys: shown(keys), other }
  }

  function resetAll(): void {
    store({})
    outcome.value = null
  }

  return { recording, changed, outcome, begin, cancel, onKeyDown, reset, resetAll }
}
