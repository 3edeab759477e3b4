import { CONNECTION_STEPS, type ConnectionStep } from '@shared/connection-test'
import type { ServerConnection } from '@shared/profiles'
import { FailureError } from '@shared/result'
import { type TestNetwork, testConnection } from '../../backend/connection-test/connection-test'
import type { Clock } from '../../session/clock'
import type { SecretToken } from '../../session/secret-token'
import { isPlainHttp, readAddress, type ServerAddress } from '../../settings/server-address'
import type { CaFiles } from './ca-files'

export interface ConnectionTesterDeps {
  readonly clock: Clock
  readonly caFiles: Pick<CaFiles, 'read'>
  /** The token of the session that runs with exactly this server in this profile; null without one. */
  readonly tokenOf: (profileId: string, address: ServerAddress) => SecretToken | null
  /** A network for one test; `extraCa` is PEM text, or null. */
  readonly network: (extraCa: string | null) => TestNetwork
}

export interface TestWatch {
  /** The profile whose form it is; null for a new one. */
  readonly profileId: string | null
  readonly signal: AbortSignal
  readonly onStep: (step: ConnectionStep) => void
}

/** "Test connection" with the values of a form, saved or not: reads the address, then walks the way. */
export function createConnectionTester({ clock, caFiles, network, tokenOf }: ConnectionTesterDeps) {
  return async (connection: ServerConnection, { profileId, signal, onStep }: TestWatch): Promise<ConnectionStep[]> => {
    const address = read(connection)
    if (typeof address === 'string') return stopAtAddress(address, onStep)
    const isPlain = isPlainHttp(address.origin)
    const isTls = address.origin.startsWith('https:')
    const extraCa = isTls && connection.extraCaFile !== null ? caFiles.read(connection.extraCaFile) : null
    const { dialect, callBudgetMs } = connection
    const pem = extraCa !== null && typeof extraCa !== 'string' ? extraCa.pem : null
    const token = profileId === null ? null : tokenOf(profileId, address)
    return testConnection({ ...address, token, dialect, callBudgetMs, extraCa, isPlainHttp: isPlain }, { network: network(pem), clock, signal, onStep })
  }
}

function read({ url, allowPlainHttp }: ServerConnection) {
  try {
    return readAddress(url, allowPlainHttp)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    return error.failure.fields?.['url'] === 'plainHttp' ? ('plainHttp' as const) : ('invalidAddress' as const)
  }
}

/** An address that nothing may be sent to: no step beyond it is tried. */
function stopAtAddress(cause: 'plainHttp' | 'invalidAddress', onStep: TestWatch['onStep']): ConnectionStep[] {
  const steps = CONNECTION_STEPS.map<ConnectionStep>((step) => (step === 'address' ? { step, state: 'failed', cause, facts: {} } : { step, state: 'skipped', cause: null, facts: {} }))
  for (const step of steps) onStep(step)
  return steps
}
