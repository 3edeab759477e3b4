import type { LogFilter } from '@shared/resources/log'
import { computed, type ComputedRef, onScopeDispose, shallowRef, type ShallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useKeptView } from '../../records/use-kept-view'
import { useAppState } from '../../stores/app-state'
import { choiceShape, isInForce, localFilterOf, type LogChoice, NO_CHOICE, serverFilterOf } from './log-choice'

const debounceMs = 300

export interface LogChoices {
  readonly choice: Readonly<ShallowRef<LogChoice>>
  readonly isFiltered: ComputedRef<boolean>
  readonly local: ComputedRef<ReturnType<typeof localFilterOf>>
  /** As the server would be asked now: a range that counts from now moves on. */
  serverFilter(): LogFilter
  set(change: Partial<LogChoice>): void
  clear(): void
  /** Asks at once for what was typed last. */
  apply(): void
  /** That a filter of before this start is in force, once. */
  takeNotice(clear: string): string | null
}

/**
 * The filter of the page. What the server filters by asks it anew, a moment after the last letter.
 *
 * @param ask Called when what is asked of the server has changed.
 */
export function useLogChoice(ask: () => void): LogChoices {
  const appState = useAppState()
  const view = useKeptView('logs', choiceShape, (kept) => isInForce({ ...NO_CHOICE, ...kept }))
  // A link, as from a user's activity, asks for one person's requests, and for nothing that was filtered before.
  const linked = choiceShape.user.safeParse(useRoute().query['user'])
  const choice = shallowRef<LogChoice>(linked.success && linked.data !== '' ? { ...NO_CHOICE, user: linked.data } : { ...NO_CHOICE, ...view.read() })
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What of a choice the server is asked: blind to the time that passes. */
  const askedOf = (some: LogChoice): string => JSON.stringify([serverFilterOf(some, 0), some.range])
  let asked = askedOf(choice.value)

  function apply(): void {
    clearTimeout(timer)
    if (askedOf(choice.value) === asked) return
    asked = askedOf(choice.value)
    ask()
  }

  watch(choice, (now, before) => {
    view.keep({ ...now })
    clearTimeout(timer)
    const isTyped = now.uri !== before.uri || now.ip !== before.ip
    if (isTyped) timer = setTimeout(apply, debounceMs)
    else apply()
  })
  onScopeDispose(() => clearTimeout(timer))

  const me = computed(() => {
    const { userId, username } = appState.state?.session ?? {}
    return typeof userId === 'number' ? { id: userId, name: (username ?? '').slice(0, 200) } : null
  })
  return {
    choice,
    isFiltered: computed(() => isInForce(choice.value)),
    local: computed(() => localFilterOf(choice.value, me.value)),
    serverFilter: () => serverFilterOf(choice.value, Date.now()),
    set: (change) => {
      choice.value = { ...choice.value, ...change }
    },
    clear: () => {
      choice.value = NO_CHOICE
    },
    apply,
    takeNotice: view.takeNotice,
  }
}
