import type { SecretProtection } from '@shared/views'

/**
 * Small secrets in the operating system's keychain. No method throws: a keychain that is absent, locked or hanging turns
 * the store into memory-only, which `protection` tells.
 */
export interface SecretStore {
  protection(): SecretProtection
  onChange(listener: (protection: SecretProtection) => void): () => void
  /** Writes, reads and removes a probe value; sets `protection`. Also the way back after a failure (the person asks). */
  probe(): Promise<SecretProtection>
  /** Null when there is none or the keychain does not answer; `protection` tells the two apart. */
  read(account: string): Promise<string | null>
  /** True when the value is in the keychain; false when it is kept in memory until the keychain works again. */
  write(account: string, value: string): Promise<boolean>
  remove(account: string): Promise<boolean>
}
