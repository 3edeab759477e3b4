// What the log keeps of faults inside pages, and of a fault that comes again and again.
import { describe, expect, it } from 'vitest'
import { createPageFaults } from '../../../src/main/app/page-faults'
import { createRepeats } from '../../../src/main/log-repeats'

const ID = '0a1b2c3d'

describe('a fault inside a page', () => {
  it('is one line with the id that the page shows, and says how often it happened', () => {
    const lines: string[] = []
    const note = createPageFaults({ warn: (line) => void lines.push(line) }, () => 0)
    note({ id: ID, where: 'The page users', text: 'Error: x', count: 1 })
    note({ id: ID, where: 'The page users', text: 'Error: x', count: 10 })
    expect(lines).toEqual([`[${ID}] The page users: Error: x`, `[${ID}] The page users (10 times by now): Error: x`])
  })

  it('cannot fill the log: of more than thirty in a minute only the number is written, with the next one', () => {
    const lines: string[] = []
    let nowMs = 0
    const note = createPageFaults({ warn: (line) => void lines.push(line) }, () => nowMs)
    const many = (count: number) => Array.from({ length: count }, (_, at) => note({ id: ID, where: 'A script', text: `Error: ${at}`, count: 1 }))
    many(35)
    expect(lines).toHaveLength(30)
    nowMs = 60_000
    many(1)
    expect(lines.slice(30)).toEqual(['5 more faults of pages were left out.', `[${ID}] A script: Error: 0`])
  })
})

describe('the same fault again', () => {
  it('is counted: a line at ten and a hundred, and one each time that somebody was told an id, which leads to the first', () => {
    const repeats = createRepeats()
    expect(repeats.next('Error: disk', 'first', false)).toBe('[first] Error: disk')
    const next = Array.from({ length: 8 }, (_, at) => repeats.next('Error: disk', `id${at}`, false))
    expect(next.filter((line) => line !== null)).toEqual([])
    expect(repeats.next('Error: disk', 'tenth', false)).toBe('[tenth] The same as [first], 10 times by now.')
    expect(repeats.next('Error: disk', 'told', true)).toBe('[told] The same as [first], 11 times by now.')
    expect(repeats.next('Error: other', 'second', false)).toBe('[second] Error: other')
  })

  it('is whole again when it was not seen for long, so that memory stays small', () => {
    const repeats = createRepeats()
    repeats.next('Error: old', 'old', false)
    for (let at = 0; at < 100; at++) repeats.next(`Error: ${at}`, 'new', false)
    expect(repeats.next('Error: old', 'again', false)).toBe('[again] Error: old')
  })
})
