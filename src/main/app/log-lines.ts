import { release } from 'node:os'
import type { ConnectionView, SecretProtection, SessionView } from '@shared/views'
import type { Log } from '../log'
import type { ProfileRuntime } from './profiles/profile-runtime'

/** What the log tells of a run besides faults: how it began, and what became of sessions, connections and the keychain. */

/** The first line of a run, and what "Copy details" of a fault begins with; no path, and nobody's name. */
export function aboutLine(app: string, { versions, platform, arch }: Pick<NodeJS.Process, 'versions' | 'platform' | 'arch'>): string {
  return `Holdfast ${app} on Electron ${versions['electron']}, Chromium ${versions['chrome']}, Node ${versions.node}; ${platform} ${release()} ${arch}`
}

/** From now on each change of this profile's session and connection is a line. Of a session: how it stands, never what it holds. */
export function followInLog(log: Log, { profileId, server, session, connectivity }: Pick<ProfileRuntime, 'profileId' | 'server' | 'session' | 'connectivity'>): void {
  const [ofSession, ofConnection] = [log.of('session'), log.of('connection')]
  const name = `[${shortId(profileId)}]`
  ofSession.info(`${name} Server ${server === '' ? 'of the demo' : server}.`)
  let before = session.view()
  session.onChange((view) => {
    const line = sessionLine(before, view)
    before = view
    if (line !== null) ofSession.info(`${name} ${line}`)
  })
  let told = ''
  connectivity.onChange((view) => {
    const line = connectionLine(view)
    if (line === told) return
    told = line
    ofConnection.info(`${name} ${line}`)
  })
}

/** The keychain as it is, and each change of it. */
export function followKeychain(log: Log, secrets: { onChange(listener: (protection: SecretProtection) => void): unknown }): void {
  secrets.onChange(({ state, reason }) => {
    log.of('keychain').info(reason === null ? `${state}.` : `${state}: ${reason}.`)
  })
}

/** Enough to tell one from the other; what is named by the whole id is found by its beginning. */
function shortId(id: string): string {
  return id.slice(0, 8)
}

/** Null: nothing that a reader of the log would miss. A renewal under way ends in a line of its own, whatever comes of it. */
function sessionLine(before: SessionView, { state, cause, userId, renewals, renewalHeldUntil, isStored, waiting }: SessionView): string | null {
  const isRunning = state === 'active' || state === 'renewing'
  if (isRunning && renewalHeldUntil !== null && renewalHeldUntil !== before.renewalHeldUntil)
    return `The session could not be renewed; the next attempt is at ${new Date(renewalHeldUntil).toISOString()}.`
  if (isRunning && renewals > before.renewals) return `The session was renewed (${renewals}).`
  const wasRunning = before.state === 'active' || before.state === 'renewing'
  if (isRunning && (!wasRunning || userId !== before.userId)) return `Signed in as user ${userId ?? '?'}${isStored ? '; the session is stored' : ''}.`
  if (isRunning) return isStored === before.isStored ? null : `The session is ${isStored ? 'stored from now on' : 'in memory only from now on'}.`
  if (state === before.state && cause === before.cause) return null
  const words = { suspended: 'The session is suspended', ended: 'The session has ended', 'signed-out': 'Nobody is signed in' }[state]
  return `${words}${cause === null ? '' : `: ${cause}`}${waiting > 0 ? `; ${waiting} calls wait` : ''}.`
}

function connectionLine({ state, reason }: ConnectionView): string {
  if (state !== 'offline' || reason === null) return `${state}.`
  const facts = Object.entries(reason.facts).map(([fact, value]) => `${fact} ${value}`)
  return `offline: ${[reason.cause, ...facts].join(', ')}.`
}
