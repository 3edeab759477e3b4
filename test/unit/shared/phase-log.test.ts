// The log of an entry: short whatever happens, and nothing in it but words of closed sets.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logged, MOST_PHASES, type Phase, type PhaseStep, phaseSchema, phasesIn } from '../../../src/shared/phase-log'

const words = (log: readonly Phase[]): string[] => log.map(({ phase, note, times }) => [phase, note, times && `x${times}`].filter(Boolean).join(' '))
const tried: readonly PhaseStep[] = [{ phase: 'sending' }, { phase: 'unanswered', note: 'TIMEOUT' }, { phase: 'lookedUp', note: 'notFound' }, { phase: 'putOff', note: 'TIMEOUT' }]
const step = fc.record({ phase: fc.constantFrom(...phaseSchema.shape.phase.options), note: fc.constantFrom(undefined, 'OFFLINE', 'fields', 'found') }) as fc.Arbitrary<PhaseStep>
const weight = ({ times = 1 }: Phase): number => times

describe('the log of an entry', () => {
  it('counts a try that comes again as it came, with when it came first and last', () => {
    let log = logged([], [{ phase: 'queued' }], 0)
    for (let round = 1; round <= 500; round += 1) for (const one of tried) log = logged(log, [one], round)
    expect(words(log)).toEqual(['queued', 'sending x500', 'unanswered TIMEOUT x500', 'lookedUp notFound x500', 'putOff TIMEOUT x500'])
    expect(log.at(-1)).toMatchObject({ at: 1, lastAt: 500 })
  })

  it('tells a try that ended otherwise apart from those before', () => {
    const log = logged([], [...tried, ...tried, { phase: 'sending' }, { phase: 'saved' }], 7)
    expect(words(log)).toEqual(['sending x2', 'unanswered TIMEOUT x2', 'lookedUp notFound x2', 'putOff TIMEOUT x2', 'sending', 'saved'])
  })

  it('loses its middle when it is full, and says how much: how it began and how it ended stay', () => {
    const notes = ['OFFLINE', 'SERVER', 'TIMEOUT', 'UNKNOWN', 'BAD_REPLY', 'INTERNAL', 'STORAGE'] as const
    const many = Array.from({ length: 60 }, (_, index): PhaseStep => ({ phase: index % 2 ? 'sending' : 'putOff', note: notes[Math.floor(index / 2 + index / 14) % 7], at: index }))
    const log = logged([], [{ phase: 'queued' }, ...many, { phase: 'saved' }], 99)
    expect(log).toHaveLength(MOST_PHASES)
    expect([words(log)[0], words(log).at(-1), log.filter(({ phase }) => phase === 'more')]).toEqual(['queued', 'saved', [expect.objectContaining({ times: expect.any(Number) as number })]])
    expect(log.reduce((sum, one) => sum + weight(one), 0)).toBe(62)
  })

  it('stays short, keeps its first and its last, loses no count, and holds nothing but what its schema knows, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), fc.boolean(), (steps, isAtOnce) => {
        const log = isAtOnce ? logged([], steps, 5) : steps.reduce<Phase[]>((so, one, at) => logged(so, [one], at), [])
        expect(log.length).toBeLessThanOrEqual(MOST_PHASES)
        expect(JSON.stringify(log).length).toBeLessThan(2500)
        expect(log[0]?.phase).toBe(steps[0]?.phase)
        expect(log.reduce((sum, one) => sum + weight(one), 0)).toBe(steps.length)
        expect(phasesIn(JSON.parse(JSON.stringify(log)))).toEqual(log)
      }),
    )
  })

  it('of another program, or of a damaged file, is read as far as it is known', () => {
    const known = { phase: 'queued', at: 1 }
    expect(phasesIn([known, { phase: 'teleported', at: 2 }, { phase: 'saved', note: 'in the words of somebody', at: 3 }, null])).toEqual([known])
    for (const odd of [undefined, null, 'text', {}, 7]) expect(phasesIn(odd)).toEqual([])
  })
})
