import type { DraftStorage } from '@shared/views'
import type { SecretStore } from '../secrets/secret-store'
import { kindOf, markOf } from './data-mark'

/** What is known of a file outside of its folder. */
export interface Known {
  readonly key: string
  /** It has been changed so often, at least, when it was opened last: a backup of the whole folder, put back, has not. */
  readonly witness: number
}

interface WitnessOptions {
  readonly path: string
  readonly secrets: SecretStore
  readonly keyAccount: string
}

/** The keychain item with the count of changes at the last opening, beside the one with the key. */
export function witnessAccount(keyAccount: string): string {
  return `${keyAccount}/changes`
}

export async function readWitness({ secrets, keyAccount }: WitnessOptions): Promise<number> {
  const text = (await secrets.read(witnessAccount(keyAccount))) ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** Each opening of a file that has held work counts as a change, and the keychain knows of it. */
export async function witnessed<Opened extends { readonly storage: DraftStorage; readonly countOpening: () => number }>(
  { secrets, keyAccount, path }: WitnessOptions,
  opened: Opened,
): Promise<Opened> {
  if (opened.storage !== 'durable' || kindOf(markOf(path)) === 'absent') return opened
  try {
    const changes = opened.countOpening()
    await secrets.write(witnessAccount(keyAccount), String(changes))
  } catch {
    // A full disk: what is there can be read, and the next opening that can be counted is.
  }
  return opened
}
