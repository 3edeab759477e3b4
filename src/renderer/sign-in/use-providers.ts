import type { SignInProvider } from '@shared/bridge/contract'
import type { SignInBridge } from '@shared/bridge/events'
import type { Failure } from '@shared/result'
import { onBeforeUnmount, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { settled } from './bridge'

export interface ProviderOffer {
  readonly provider: SignInProvider
  readonly host: string
}

/** What stands between the click and the answer. */
interface ProviderRound extends ProviderOffer {
  /** `waiting`: the answer comes by itself. `paste`: the person brings the address. */
  readonly step: 'waiting' | 'paste'
}

export interface Providers {
  readonly offers: ShallowRef<readonly ProviderOffer[]>
  readonly round: ShallowRef<ProviderRound | null>
  /** Resolves with the failure it ended in; null when there is nothing to tell. */
  open(offer: ProviderOffer, staySignedIn: boolean): Promise<Failure | null>
  paste(address: string): Promise<Failure | null>
  cancel(): void
}

/** The other ways in of the chosen server. Asked beside the form, which never waits for them. */
export function useProviders(bridge: SignInBridge, profileId: Readonly<Ref<string>>): Providers {
  const offers = shallowRef<readonly ProviderOffer[]>([])
  const round = shallowRef<ProviderRound | null>(null)

  const cancel = (): void => {
    if (round.value === null) return
    round.value = null
    void bridge.signIn.cancelProvider()
  }
  const ask = async (id: string): Promise<void> => {
    cancel()
    offers.value = []
    if (id === '') return
    const answer = await settled(() => bridge.signIn.providers({ profileId: id }))
    if (answer.ok && id === profileId.value) offers.value = answer.value
  }
  watch(profileId, ask, { immediate: true })
  onBeforeUnmount(cancel)

  return {
    offers,
    round,
    cancel,
    open: async (offer, staySignedIn) => {
      const mine: ProviderRound = { ...offer, step: 'waiting' }
      round.value = mine
      const answer = await settled(() => bridge.signIn.openProvider({ profileId: profileId.value, provider: offer.provider, staySignedIn }))
      // Given up, or begun anew: that has told whatever there was to tell.
      if (round.value !== mine) return null
      round.value = answer.ok && answer.value.next === 'paste' ? { ...offer, step: 'paste' } : null
      return answer.ok || answer.failure.code === 'CANCELLED' ? null : answer.failure
    },
    paste: async (address) => {
      const mine = round.value
      const answer = await settled(() => bridge.signIn.pasteAddress({ address }))
      if (answer.ok || round.value !== mine) return null
      // A wrong address may be put right; anything else has used the answer up.
      if (answer.failure.fields?.['address'] === undefined) round.value = null
      return answer.failure
    },
  }
}
