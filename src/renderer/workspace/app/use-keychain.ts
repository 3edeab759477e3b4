import type { Failure } from '@shared/result'
import { computed, type ComputedRef, ref, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useBridge } from '../bridge'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'

export interface Keychain {
  /** How to mend it on this desktop, as a sentence. */
  readonly mend: ComputedRef<string>
  readonly isTrying: Readonly<Ref<boolean>>
  readonly failure: Readonly<ShallowRef<Failure | null>>
  retry(): Promise<void>
}

/** Asking the keychain again, from the status bar and from the settings. */
export function useKeychain(platform: () => string): Keychain {
  const { t } = useText()
  const bridge = useBridge()
  const appState = useAppState()
  const isTrying = ref(false)
  const failure = shallowRef<Failure | null>(null)

  async function retry(): Promise<void> {
    if (isTrying.value) return
    isTrying.value = true
    const answer = await bridge.session.retryKeychain()
    failure.value = answer.ok ? null : answer.failure
    await appState.load()
    isTrying.value = false
  }

  const mend = computed(() => {
    const name = platform()
    return t(`status.secrets.mend.${name === 'darwin' || name === 'win32' ? name : 'linux'}`)
  })
  return { mend, isTrying, failure, retry }
}
