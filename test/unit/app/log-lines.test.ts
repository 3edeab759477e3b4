import { beforeEach, describe, expect, it } from 'vitest'
import { aboutLine, followInLog, followKeychain } from '../../../src/main/app/log-lines'
import type { Log, LogScope } from '../../../src/main/log'
import type { ConnectionView, SecretProtection, SessionView } from '../../../src/shared/views'

let lines: string[]
const of = (scope: LogScope) => ({ info: (line: string) => void lines.push(`${scope} ${line}`), warn: () => undefined, fault: () => undefined })
const log: Log = { ...of('app'), of }

/** Something that changes, and tells whoever listens. */
function changing<T>(first: T) {
  let now = first
  const listeners: ((view: T) => void)[] = []
  return {
    view: () => now,
    onChange: (listener: (view: T) => void) => {
      listeners.push(listener)
      return () => true
    },
    become: (some: Partial<T>) => {
      now = { ...now, ...some }
      for (const listener of listeners) listener(now)
    },
  }
}

const NOBODY: SessionView = { state: 'signed-out', cause: 'first-start', userId: null, username: null, until: null, since: null, renewals: 0, renewalHeldUntil: null, waiting: 0, isStored: false }
let session: ReturnType<typeof changing<SessionView>>
let connectivity: ReturnType<typeof changing<ConnectionView>>
beforeEach(() => {
  lines = []
  session = changing(NOBODY)
  connectivity = changing<ConnectionView>({ state: 'unknown', syncedAt: null, since: null, reason: null })
})
const follow = (): void => {
  followInLog(log, { profileId: '0123456789ab', server: 'https://a.example.com/api', session, connectivity } as never)
  lines = []
}

describe('the log of a run', () => {
  it('begins with versions and platform, and no place of this computer', () => {
    const line = aboutLine('0.1.0', { versions: { ...process.versions, electron: '33.2.1', chrome: '130.0' }, platform: 'linux', arch: 'x64' })
    expect(line).toMatch(/^Holdfast 0\.1\.0 on Electron 33\.2\.1, Chromium 130\.0, Node \S+; linux \S+ x64$/)
  })
  it('says which server a profile leads to', () => {
    followInLog(log, { profileId: '0123456789ab', server: 'https://a.example.com/api', session, connectivity } as never)
    expect(lines).toEqual(['session [01234567] Server https://a.example.com/api.'])
  })
  it('tells how a session goes: signed in, renewed, held back, suspended, back, over; by number, never by name or token', () => {
    follow()
    session.become({ state: 'active', cause: null, userId: 1, username: 'huleitian', isStored: true, until: 99 })
    session.become({ state: 'renewing' })
    session.become({ state: 'active', renewals: 1 })
    session.become({ renewalHeldUntil: Date.UTC(2026, 0, 1) })
    session.become({ state: 'suspended', cause: 'expired', waiting: 2, isStored: false, renewalHeldUntil: null })
    session.become({ waiting: 3 })
    session.become({ state: 'active', cause: null, waiting: 0 })
    session.become({ isStored: true })
    session.become({ state: 'ended', cause: 'cancelled' })
    session.become({ state: 'signed-out', cause: 'signed-out' })
    expect(lines.map((line) => line.replace('session [01234567] ', ''))).toEqual([
      'Signed in as user 1; the session is stored.',
      'The session was renewed (1).',
      'The session could not be renewed; the next attempt is at 2026-01-01T00:00:00.000Z.',
      'The session is suspended: expired; 2 calls wait.',
      'Signed in as user 1.',
      'The session is stored from now on.',
      'The session has ended: cancelled.',
      'Nobody is signed in: signed-out.',
    ])
    expect(lines.join()).not.toContain('huleitian')
  })
  it('tells a connection with its cause, once for each state', () => {
    follow()
    connectivity.become({ state: 'online', syncedAt: 1 })
    connectivity.become({ syncedAt: 2 })
    connectivity.become({ state: 'offline', since: 3, reason: { cause: 'refused', facts: { port: '8080' } } as ConnectionView['reason'] })
    connectivity.become({ state: 'online', reason: null })
    expect(lines).toEqual(['connection [01234567] online.', 'connection [01234567] offline: refused, port 8080.', 'connection [01234567] online.'])
  })
  it('tells the keychain with its reason', () => {
    const secrets = changing<SecretProtection>({ state: 'checking', reason: null })
    followKeychain(log, secrets)
    secrets.become({ state: 'protected' })
    secrets.become({ state: 'memory-only', reason: 'locked' })
    expect(lines).toEqual(['keychain protected.', 'keychain memory-only: locked.'])
  })
})
