import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { SecretProtection } from '@shared/views'
import type { SecretStore } from './secret-store'

/** What of keytar is used. Never `findCredentials` or `findPassword`: they can crash the process on a locked keyring. */
export interface KeychainDriver {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

const SERVICE = 'holdfast'

const requireHere = createRequire(import.meta.url)

/** Loads keytar; null where its native module or the OS library behind it is absent. */
export function loadKeytar(): Promise<KeychainDriver | null> {
  try {
    return Promise.resolve(requireHere('keytar') as KeychainDriver)
  } catch {
    return Promise.resolve(null)
  }
}

export interface KeychainOptions {
  readonly load: () => Promise<KeychainDriver | null>
  /** How long one call may take before the keychain counts as hanging. */
  readonly callTimeoutMs?: number
}

type Reason = NonNullable<SecretProtection['reason']>

/**
 * The OS keychain behind `SecretStore`. Calls run one at a time: keytar uses the four threads that also serve files and
 * DNS, and a hanging keyring must not take them all. After one time-out it is not called again until the person asks;
 * writes still due are remembered and made then.
 */
export function createKeychain({ load, callTimeoutMs = 2000 }: KeychainOptions): SecretStore {
  const listeners = new Set<(protection: SecretProtection) => void>()
  /** Account -> value still to be written, or null still to be removed. */
  const due = new Map<string, string | null>()
  let protection: SecretProtection = { state: 'checking', reason: null }
  let driver: KeychainDriver | null = null
  let tail: Promise<unknown> = Promise.resolve()
  /** Reads and writes that come while the keychain is being probed wait for the outcome. */
  let probing: Promise<unknown> = Promise.resolve()

  const become = (state: SecretProtection['state'], reason: Reason | null): SecretProtection => {
    if (protection.state !== state || protection.reason !== reason) {
      protection = { state, reason }
      for (const listener of listeners) listener(protection)
    }
    return protection
  }

  /** One call, in turn, bounded; undefined when the keychain did not do it. */
  const call = <T>(run: (keytar: KeychainDriver) => Promise<T>): Promise<T | undefined> => {
    const turn = tail.then(async () => {
      if (!driver || protection.state === 'memory-only') return undefined
      try {
        return await withTimeout(run(driver), callTimeoutMs)
      } catch (error) {
        // One value that is refused (too long, say) is not a keychain that fails: it is asked for something small first.
        const isTimeout = error instanceof KeychainTimeout
        if (isTimeout || !(await withTimeout(takesAndGives(driver), callTimeoutMs).catch(() => false))) {
          become('memory-only', reasonOf(error))
          return undefined
        }
        // It works again, and nothing would ask a second time: where the keychain is at hand, nobody is offered to retry.
        return await withTimeout(run(driver), callTimeoutMs).catch(() => undefined)
      }
    })
    tail = turn
    return turn
  }

  const flush = async (): Promise<void> => {
    for (const [account, value] of [...due]) {
      const isDone = await call(async (keytar) => {
        if (value === null) await keytar.deletePassword(SERVICE, account)
        else await keytar.setPassword(SERVICE, account, value)
        return true
      })
      if (isDone && due.get(account) === value) due.delete(account)
    }
  }

  const put = async (account: string, value: string | null): Promise<boolean> => {
    due.set(account, value)
    await probing
    await flush()
    return !due.has(account)
  }

  const probe = async (): Promise<SecretProtection> => {
    driver ??= await load()
    if (!driver) return become('memory-only', 'absent')
    if (protection.state === 'memory-only') protection = { state: 'checking', reason: null }
    const isWorking = await call(takesAndGives)
    // A locked keyring takes the write and gives null back, without an error.
    if (isWorking !== undefined) become(isWorking ? 'protected' : 'memory-only', isWorking ? null : 'locked')
    await flush()
    return protection
  }

  return {
    protection: () => protection,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    probe: () => {
      const running = probe()
      probing = running
      return running
    },
    read: async (account) => {
      await probing
      const waiting = due.get(account)
      if (waiting !== undefined) return waiting
      return (await call((keytar) => keytar.getPassword(SERVICE, account))) ?? null
    },
    write: put,
    remove: (account) => put(account, null),
  }
}

/** Whether the keychain gives back a small value that it has just taken; leaves nothing of it behind. */
async function takesAndGives(keytar: KeychainDriver): Promise<boolean> {
  const [account, value] = [`probe/${randomBytes(6).toString('hex')}`, randomBytes(12).toString('hex')]
  await keytar.setPassword(SERVICE, account, value)
  const back = await keytar.getPassword(SERVICE, account)
  await keytar.deletePassword(SERVICE, account)
  return back === value
}

class KeychainTimeout extends Error {}

function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new KeychainTimeout())
    }, timeoutMs)
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}

/** libsecret's own words tell a locked keyring from a missing service; both arrive as plain errors. */
function reasonOf(error: unknown): Reason {
  if (error instanceof KeychainTimeout) return 'hanging'
  const text = error instanceof Error ? error.message : ''
  if (/lock/i.test(text)) return 'locked'
  return /not provided|autolaunch|connect|ServiceUnknown|D-Bus|dbus/i.test(text) ? 'absent' : 'failed'
}
