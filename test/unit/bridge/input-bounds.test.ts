// A page that is not itself any more hands over 30 MB: it is refused before anything is made of it, on every channel, and
// each input has bounds of its own below that. A new channel cannot forget them.
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerCall } from '../../../src/main/bridge/answer-call'
import { CONTRACT } from '../../../src/shared/bridge/contract'
import type { CallName } from '../../../src/shared/bridge/names'
import { fitsSize, LARGEST_INPUT, withinSize } from '../../../src/shared/size'
import { blownUp, type Giants, unboundedIn } from '../../support/schema-walk'

const [huge, large] = [giantsOf(30_000_000, 1000), giantsOf(LARGEST_INPUT / 2, 50)]
const NAMES = Object.keys(CONTRACT) as CallName[]

async function refusalOf(name: CallName, input: unknown): Promise<{ code: string; cause: unknown; words: number; reached: boolean }> {
  let reached = false
  const faults: unknown[] = []
  const answer = await answerCall({
    name,
    payload: { callId: null, input },
    handle: () => {
      reached = true
    },
    onFault: (error) => faults.push(error),
  })
  expect(faults).toEqual([])
  return { code: answer.ok ? 'ok' : answer.failure.code, cause: answer.ok ? null : answer.failure.details?.['cause'], words: JSON.stringify(answer).length, reached }
}

describe('what a page may hand over', () => {
  it.each(NAMES)('%s: each text, list and record has a bound of its own', (name) => {
    expect(unboundedIn(CONTRACT[name].input, name)).toEqual([])
  })

  it.each(NAMES)('%s: 30 MB in any place is a typed failure, and no handler sees it', async (name) => {
    const giants = huge
    for (const { path, value } of [
      ...blownUp(CONTRACT[name].input, giants),
      { path: [], value: giants.text },
      { path: [], value: giants.list(1) },
      { path: [], value: giants.record(1) },
      { path: ['more'], value: { more: giants.text } },
    ]) {
      const { code, cause, words, reached } = await refusalOf(name, value)
      // By its size alone: no schema has looked at it.
      expect({ path, code, cause, reached }).toEqual({ path, code: 'VALIDATION', cause: 'tooLarge', reached: false })
      expect(words).toBeLessThan(1000)
    }
  })

  it.each(NAMES)('%s: what is below the bound of the bridge is refused by the schema, at its place', async (name) => {
    for (const { path, value } of blownUp(CONTRACT[name].input, large)) {
      const parsed = CONTRACT[name].input.safeParse(value)
      // The place itself, something in it, or the whole record that it belongs to.
      const isThere = (parsed.error?.issues ?? []).some((issue) => issue.path.every((part, at) => at >= path.length || part === path[at]))
      expect({ path, isThere }).toEqual({ path, isThere: true })
      const { code, words, reached } = await refusalOf(name, value)
      expect([code, reached]).toEqual(['VALIDATION', false])
      expect(words).toBeLessThan(50_000)
    }
  })

  it('a list whose every entry is wrong, or an object of unknown fields, is answered in few words', async () => {
    const wrong = await refusalOf('outbox.drop', { entryIds: Array.from({ length: 100_000 }, () => 7) })
    const unknown = await refusalOf('departments.save', { id: 1, edits: { name: 'x', ...Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`field-${at}`, 1])) } })
    for (const { code, words } of [wrong, unknown]) expect([code, words < 20_000]).toEqual(['VALIDATION', true])
  })

  it('a draft keeps only what a record of its kind has, and never a password', () => {
    const draft = { draftId: randomUUID(), owner: { profileId: 'a', userId: 1 }, resource: 'users', recordId: -1, title: '', base: { id: -1, password: 'Old-Passw0rd' }, cursorField: 'tel' }
    const kept = CONTRACT['drafts.keep'].input.parse({
      ...draft,
      edits: { tel: '1', password: 'New-Passw0rd', passwordAgain: 'New-Passw0rd' },
      marks: { password: { sent: 'New-Passw0rd', kept: null, cause: 'other' } },
    })
    expect([kept.base, kept.edits, kept.marks]).toEqual([{ id: -1 }, { tel: '1' }, {}])
    expect(CONTRACT['drafts.keep'].input.safeParse({ ...draft, edits: { password: 'New-Passw0rd' } }).error?.issues).toMatchObject([{ path: ['edits'], message: 'empty' }])
  })
})

describe('the search for unbounded inputs', () => {
  it('finds texts, lists, records and kinds that it does not know, however they are wrapped', () => {
    const schema = z.object({
      text: z.string().trim().min(1),
      list: z.array(z.string().max(5)).nullable(),
      record: z.record(z.string(), z.unknown()).optional(),
      inner: z.object({ any: z.unknown(), url: z.url() }).transform((some) => some),
      either: z.union([z.literal(''), z.email()]).default(''),
      lazy: z.lazy(() => z.string()),
    })
    expect(unboundedIn(schema)).toEqual(['.text: text', '.list: list', '.record: record', '.inner.any: unknown', '.inner.url: text', '.either|1: text', '.lazy: lazy'])
    expect(unboundedIn(z.object({ ok: withinSize(z.record(z.string(), z.unknown()), 10), id: z.uuid(), few: z.array(z.boolean()).max(3) }))).toEqual([])
    // What is made of a bounded schema later is another one.
    expect(unboundedIn(withinSize(z.array(z.boolean()), 10).refine(() => true))).toEqual([': list'])
  })
})

describe('the size of an input', () => {
  it('counts texts, names and values, and stops at what is no plain data or goes round in a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    let deep: unknown = 1
    for (let level = 0; level < 10_000; level += 1) deep = [deep]
    for (const value of [circle, deep, new Map([['a', 1]]), new Uint16Array(10), new Date(), { inner: new Set() }]) expect(fitsSize(value, LARGEST_INPUT)).toBe(false)
    for (const value of [undefined, null, 1, 'text', [], {}, { a: [{ b: null }] }, Object.create(null)]) expect(fitsSize(value, 100)).toBe(true)
    expect([
      fitsSize('x'.repeat(100), 100),
      fitsSize('x'.repeat(101), 100),
      fitsSize({ ['n'.repeat(100)]: 1 }, 100),
      fitsSize(Array.from({ length: 20 }), 100),
      fitsSize(new Uint8Array(80), 100),
      fitsSize(new Uint8Array(101), 100),
    ]).toEqual([true, false, false, false, true, false])
  })
})

/** Each made once: they are what takes time here. @param nameLength of the fields of a record, which there are the fewer of. */
function giantsOf(size: number, nameLength: number): Giants {
  const record = once((value: unknown): Record<string, unknown> => {
    const made: Record<string, unknown> = {}
    for (let at = 0; at < size / (nameLength + 8); at += 1) made[`field-${at}`.padEnd(nameLength, '-')] = value
    return made
  })
  return { text: 'x'.repeat(size), list: once((item) => new Array<unknown>(Math.floor(size / 10)).fill(item)), record }
}

function once<Made>(make: (of: unknown) => Made): (of: unknown) => Made {
  const ready = new Map<string, Made>()
  return (of) => {
    const key = JSON.stringify(of)
    const made = ready.get(key) ?? make(of)
    ready.set(key, made)
    return made
  }
}
