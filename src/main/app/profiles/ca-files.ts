import { failed, type FailureError } from '@shared/result'
import { type ExtraCa, readExtraCa } from '../../backend/certificates/certificate-check'
import type { ProfilesStore } from '../../settings/profiles'

/** The CA files that this program may open on a page's word. */
export interface CaFiles {
  /** The person chose this file in the system's own dialog. Throws VALIDATION on `extraCaFile`. */
  chosen(file: string): ExtraCa & { readonly file: string }
  /** Throws VALIDATION on `extraCaFile`: `unreadable`, also for a file that nobody chose; `notACertificate`. */
  requireCa(file: string): void
  /** The same as a value, for the connection test. */
  read(file: string): ExtraCa | 'unreadable' | 'notACertificate'
}

/**
 * A page names files by path, and a page that an attacker controls could name any. Only what a person chose in this run, or
 * what a profile holds already, is opened; of any other path a page learns nothing, not even whether it exists.
 */
export function createCaFiles(profiles: Pick<ProfilesStore, 'list'>, read: typeof readExtraCa = readExtraCa): CaFiles {
  const chosenFiles = new Set<string>()
  const mayRead = (file: string): boolean => chosenFiles.has(file) || profiles.list().some(({ extraCaFile }) => extraCaFile === file)
  const readIfAllowed = (file: string): ReturnType<typeof readExtraCa> => (mayRead(file) ? read(file) : 'unreadable')
  return {
    chosen: (file) => {
      const found = read(file)
      if (typeof found === 'string') throw notUsable(found)
      chosenFiles.add(file)
      return { file, ...found }
    },
    requireCa: (file) => {
      const found = readIfAllowed(file)
      if (typeof found === 'string') throw notUsable(found)
    },
    read: readIfAllowed,
  }
}

function notUsable(cause: 'unreadable' | 'notACertificate'): FailureError {
  return failed('VALIDATION', 'This file cannot be used as a CA certificate.', { fields: { extraCaFile: cause } })
}
