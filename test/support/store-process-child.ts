import { writeSync } from 'node:fs'
import type { SecretStore } from '../../src/main/secrets/secret-store'

/** What a process that is going to be killed says. Written out before it goes on: a report is never ahead of the deed. */
export function report(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`)
}

/** A keychain that is open and holds this one key. */
export function keychainWith(key: string): SecretStore {
  const protection = { state: 'protected', reason: null } as const
  return {
    protection: () => protection,
    onChange: () => () => undefined,
    probe: () => Promise.resolve(protection),
    read: () => Promise.resolve(key),
    write: () => Promise.resolve(true),
    remove: () => Promise.resolve(true),
  }
}
