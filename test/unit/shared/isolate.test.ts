import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isolated } from '../../../src/shared/isolate'

const [FSI, PDI, RLO, RLI] = ['\u2068', '\u2069', '\u202E', '\u2067']

/** Where the isolate that begins at the first character ends, by the rules of UAX 9 (BD9); null when it does not. */
function endOf(text: string): number | null {
  let depth = 0
  for (const [at, letter] of [...text].entries()) {
    if (/[\u2066-\u2068]/.test(letter)) depth += 1
    if (letter === PDI) depth -= 1
    if (depth === 0) return at
  }
  return null
}

describe('a value in a sentence', () => {
  it('stays as it is where it cannot turn anything round', () => {
    for (const plain of ['admin', '王小明', 'Größe 7', '', '2026-11-23 09:00', '👩‍💻 Ada', 'a “b” (c)?']) expect(isolated(plain)).toBe(plain)
  })

  it('is isolated where it can: an override, a right-to-left name, a mark', () => {
    expect(isolated(`abc${RLO}gnp.exe`)).toBe(`${FSI}abc${RLO}gnp.exe${PDI}`)
    for (const name of ['שלום', 'محمد', 'a\u200Fb', '\u061Cx', '𐤀𐤁']) expect(isolated(name)).toBe(FSI + name + PDI)
  })

  it('cannot end the isolate early, nor leave it open', () => {
    expect(isolated(`a${PDI}${RLO}b`)).toBe(`${FSI}a${RLO}b${PDI}`)
    expect(isolated(`a${RLI}b`)).toBe(`${FSI}a${RLI}b${PDI}${PDI}`)
  })

  it('ends exactly where its isolate ends, whatever it holds', () => {
    const letter = fc.constantFrom('a', '王', 'ש', '\u202A', '\u202B', '\u202C', '\u202D', RLO, '\u2066', RLI, FSI, PDI, '\u200F', '😀', ' ', '”')
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 30 }), (letters) => {
        const shown = isolated(letters.join(''))
        if (shown === letters.join('')) expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u05E9\u200F]/)
        else expect(endOf(shown)).toBe([...shown].length - 1)
        // Nothing is lost of what can be seen.
        expect(shown.replace(/[\u2066-\u2069]/g, '')).toBe(letters.join('').replace(/[\u2066-\u2069]/g, ''))
      }),
    )
  })
})
