import { describe, expect, it } from 'vitest'
import { mutantsOf, mutated } from '../../mutation/mutants'

const of = (text: string): string[] => mutantsOf(text).map((mutant) => mutated(text, mutant))

describe('mutants', () => {
  it('turn operators, truth values and conditions round, one at a time', () => {
    expect(of('const a = b === c && d')).toEqual(['const a = b === c || d', 'const a = b !== c && d'])
    expect(of('const a = b ?? true')).toEqual(['const a = b', 'const a = b ?? false'])
    expect(of('if (!a) b = c ? d : e')).toEqual(['if (true) b = c ? d : e', 'if (false) b = c ? d : e', 'if (a) b = c ? d : e', 'if (!a) b = d', 'if (!a) b = e'])
  })

  it('leave a call out', () => {
    expect(of('void save(a)')).toEqual([';'])
  })

  it('leave alone what is no code that runs: types, imports, and sums of texts', () => {
    expect(of("import a from 'b'\ninterface C { d: true }\nconst e = 'f' + g as true")).toEqual([])
  })
})
