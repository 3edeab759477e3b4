import type { BackendHooks } from '../../../src/main/demo/hooks'
import type { Quirks } from './quirks'

/** The quirks of the business's rules and of the tables: who may sign in, what a name may be, what becomes of texts and numbers. */
export function rowQuirks(quirks: Readonly<Quirks>): Pick<BackendHooks, 'maySignIn' | 'refusesName' | 'storedText' | 'writeRow'> {
  return {
    maySignIn: (status) => status === 1 || quirks.disabledMaySignIn,
    refusesName: (isTaken) => isTaken && !quirks.duplicateNames,
    storedText: (text) => {
      const held = quirks.trimsText ? text.trim() : text
      if (quirks.threeByteText) return held.replace(/[\u{10000}-\u{10ffff}].*$/su, '')
      return quirks.threeByteMarks ? held.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '????') : held
    },
    writeRow: (row, casts = []) => {
      if (!quirks.numbersAsStrings) return row
      return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === 'number' && !casts.includes(column) ? String(value) : value]))
    },
  }
}
