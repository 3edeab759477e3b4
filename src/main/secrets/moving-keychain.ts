import type { KeychainDriver } from './keychain'

/**
 * A keychain to which the items of another one move, each when it is first asked for: written, read back, and only then removed
 * there. Killed at any moment, at least one of the two has it, and the new one is asked first.
 */
export function movingKeychain(to: KeychainDriver, from: KeychainDriver): KeychainDriver {
  return {
    getPassword: async (service, account) => {
      const moved = await to.getPassword(service, account)
      if (moved !== null) return moved
      const old = await from.getPassword(service, account)
      if (old === null) return null
      await to.setPassword(service, account, old)
      // A locked keyring takes a write and gives nothing back; a short-sighted one cuts what it took.
      if ((await to.getPassword(service, account)) === old) await from.deletePassword(service, account)
      return old
    },
    setPassword: async (service, account, password) => {
      await to.setPassword(service, account, password)
      if ((await to.getPassword(service, account)) === password) await from.deletePassword(service, account)
    },
    // The old one first: what is removed must not come back from there.
    deletePassword: async (service, account) => {
      const wasThere = await from.deletePassword(service, account)
      return (await to.deletePassword(service, account)) || wasThere
    },
  }
}

export interface KeychainChoice {
  /** keytar; null where its native module, or the library behind it, is absent. */
  readonly loadKeytar: () => Promise<KeychainDriver | null>
  /** Null where the system gives no key that is worth it. */
  readonly encryptedItems: () => KeychainDriver | null
  /** Whether there is anything that the second way has kept. */
  readonly hasEncryptedItems: () => boolean
}

/** keytar where it loads, with what was kept without it; else the system's key and our file; null where there is neither. */
export async function chooseKeychain({ loadKeytar, encryptedItems, hasEncryptedItems }: KeychainChoice): Promise<KeychainDriver | null> {
  const keytar = await loadKeytar()
  if (keytar === null) return encryptedItems()
  const kept = hasEncryptedItems() ? encryptedItems() : null
  return kept === null ? keytar : movingKeychain(keytar, kept)
}
