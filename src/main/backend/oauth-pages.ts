import { z } from 'zod'
import { BACKEND_CODES } from '@shared/backend-codes'
import { SIGN_IN_PROVIDERS, type SignInProvider } from '@shared/bridge/contract'
import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import type { ProviderPages } from '../session/ports'
import { readEnvelope } from './envelope'
import { readAuthAddress } from './oauth-address'
import { prepare, type Transport } from './transport'

/** Without parameters they answer the page's address; with `code` and `state` they sign in. */
export const PROVIDER_PATHS: Readonly<Record<SignInProvider, string>> = {
  github: '/sys/user/githubauth',
  gitee: '/sys/user/giteeauth',
}

const offerSchema = z.object({ auth_url: z.string() })

export interface ProviderPagesOptions {
  readonly clock: Clock
  /** For both questions together, which go out at once. */
  readonly timeoutMs: number
}

/** Asks the server which third parties it knows. An extra that nobody waits for: any failure means "none". */
export function createProviderPages(transport: Transport, { clock, timeoutMs }: ProviderPagesOptions): ProviderPages {
  /** Null: the server has answered that it does not offer this one. */
  const answers = new Map<SignInProvider, string | null>()
  const ask = async (provider: SignInProvider): Promise<void> => {
    if (answers.has(provider)) return
    const budget = createBudget(clock, timeoutMs)
    try {
      const answer = await transport.send(prepare({ method: 'GET', path: PROVIDER_PATHS[provider], bound: 'small' }), null, budget.signal)
      const reading = readEnvelope(answer)
      if (reading.kind === 'envelope') answers.set(provider, reading.envelope.code === BACKEND_CODES.OK ? fitAddress(reading.envelope.data) : null)
    } catch {
      // Not known, so not offered for now; the next window asks again.
    } finally {
      budget.release()
    }
  }
  let asking: Promise<unknown> | null = null
  return {
    offered: async () => {
      asking ??= Promise.all(SIGN_IN_PROVIDERS.map(ask)).finally(() => {
        asking = null
      })
      await asking
      return new Map(SIGN_IN_PROVIDERS.flatMap((provider) => known(provider, answers.get(provider))))
    },
  }
}

function known(provider: SignInProvider, address: string | null | undefined): readonly (readonly [SignInProvider, string])[] {
  return address ? [[provider, address]] : []
}

function fitAddress(data: unknown): string | null {
  const offer = offerSchema.safeParse(data)
  return offer.success && readAuthAddress(offer.data.auth_url) ? offer.data.auth_url : null
}
