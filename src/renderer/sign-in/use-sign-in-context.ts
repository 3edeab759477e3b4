import type { SignInContext } from '@shared/bridge/contract'
import type { SignInBridge } from '@shared/bridge/events'
import type { Failure } from '@shared/result'
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef, watch } from 'vue'
import { applyAppearance } from '@renderer/appearance'
import { settled } from './bridge'

/** What this window is for, as main tells it and tells it anew; look and language follow. */
export function useSignInContext(bridge: SignInBridge): { context: ShallowRef<SignInContext | null>; failure: ShallowRef<Failure | null> } {
  const context = shallowRef<SignInContext | null>(null)
  const failure = shallowRef<Failure | null>(null)

  watch(context, (now) => now && applyAppearance(document.documentElement, { theme: now.theme, locale: now.locale, fontSize: now.fontSize }))
  const off = bridge.on['signIn.contextChanged']((next) => (context.value = next))
  onMounted(async () => {
    const answer = await settled(() => bridge.signIn.context())
    // A push that came first is newer than this answer.
    if (answer.ok) context.value ??= answer.value
    else failure.value = answer.failure
  })
  onBeforeUnmount(off)
  return { context, failure }
}

/** The window takes the height that its content needs, in every language and with every message. */
export function useFittedHeight(bridge: SignInBridge, content: ShallowRef<HTMLElement | null>): void {
  let told = ''
  const observer = new ResizeObserver(() => {
    const rect = content.value?.getBoundingClientRect()
    const height = Math.min(1000, Math.max(100, Math.ceil(rect?.height ?? 0)))
    // Another zoom is another width, and another size of the window, even where the height is the same.
    const size = `${rect?.width ?? 0} ${height}`
    if (size === told) return
    told = size
    void bridge.signIn.fit({ height })
  })
  onMounted(() => content.value && observer.observe(content.value))
  onBeforeUnmount(() => observer.disconnect())
}
