import { failed } from '@shared/result'
import type { Dialect } from '@shared/views'
import { findApi } from '../../backend/api-search'
import type { TestNetwork } from '../../backend/connection-test/connection-test'
import type { Clock } from '../../session/clock'
import type { ReadAddress, ServerAddress } from '../../settings/server-address'

export interface AddressFinderDeps {
  readonly clock: Clock
  /** A network for one search; `extraCa` is PEM text, or null. */
  readonly network: (extraCa: string | null) => Pick<TestNetwork, 'fetch' | 'close'>
}

/**
 * Where the API of a new address is. A server that does not answer now is taken by its likeliest place: servers are added
 * offline, too. Throws VALIDATION on `url`, `noHttps`, for an address without a scheme whose server does not speak TLS:
 * http is then the person's to choose.
 */
export type FindAddress = (read: ReadAddress, how: { readonly dialect: Dialect; readonly extraCa: string | null }) => Promise<ServerAddress>

export function createAddressFinder({ clock, network }: AddressFinderDeps): FindAddress {
  return async ({ origin, apiPath, otherPaths, hasScheme }, { dialect, extraCa }) => {
    // The address that holds the API's path is the person's word for it.
    if (hasScheme && otherPaths.length === 0) return { origin, apiPath }
    const { fetch, close } = network(extraCa)
    try {
      const place = await findApi({ origin, apiPaths: [apiPath, ...otherPaths], dialect, fetch, clock })
      if (place.kind === 'noTls' && !hasScheme) throw failed('VALIDATION', 'This server does not answer over https.', { fields: { url: 'noHttps' } })
      return { origin, apiPath: place.kind === 'found' ? place.apiPath : apiPath }
    } finally {
      close()
    }
  }
}
