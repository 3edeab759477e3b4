import type { Captcha, CaptchaAnswer } from '@shared/captcha'
import type { SignInBridge } from '@shared/bridge/events'
import { computed, type ComputedRef, ref, type Ref, shallowRef, watch } from 'vue'
import { settled } from './bridge'

export interface CaptchaForm {
  /** What the chosen server wants to be read; null where it wants nothing, or is not known to. */
  readonly wanted: ComputedRef<Exclude<Captcha, { kind: 'none' }> | null>
  /** As it is typed. */
  readonly typed: Ref<string>
  /** What goes with the password; undefined where there is no picture to answer. */
  readonly answer: () => CaptchaAnswer | undefined
  readonly isAsking: Readonly<Ref<boolean>>
  /** Another picture was asked for and did not come: the one that is shown is the last that there was. */
  readonly isStale: Readonly<Ref<boolean>>
  /** Another picture. Each counts for one attempt only. */
  renew(): Promise<void>
}

/** The picture of the chosen server. Asked beside the form, which never waits for it. */
export function useCaptcha(bridge: SignInBridge, profileId: Readonly<Ref<string>>): CaptchaForm {
  const found = shallowRef<Captcha>({ kind: 'none' })
  const typed = ref('')
  const isAsking = ref(false)
  const isStale = ref(false)
  let latest = 0

  async function ask(): Promise<void> {
    const mine = ++latest
    isAsking.value = true
    const answer = await settled(() => bridge.signIn.captcha({ profileId: profileId.value }))
    if (mine !== latest) return
    isAsking.value = false
    const next: Captcha = answer.ok ? answer.value : { kind: 'none' }
    // A server that had one still has: it was not reached just now.
    isStale.value = next.kind === 'none' && found.value.kind !== 'none'
    if (isStale.value) return
    found.value = next
    typed.value = ''
  }

  watch(
    profileId,
    (id) => {
      latest++
      found.value = { kind: 'none' }
      isStale.value = isAsking.value = false
      typed.value = ''
      if (id !== '') void ask()
    },
    { immediate: true },
  )

  return {
    wanted: computed(() => (found.value.kind === 'none' ? null : found.value)),
    typed,
    answer: () => (found.value.kind === 'picture' ? { id: found.value.id, text: typed.value.trim() } : undefined),
    isAsking,
    isStale,
    renew: ask,
  }
}
