import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { answerNoted } from '../../../src/main/bridge/answer-noted'
import { failed, failureSchema, type Failure, type Result } from '../../../src/shared/result'

let lines: string[]
let ids: number
const log = {
  newId: () => `0000000${(ids += 1)}`,
  warn: (line: string) => void lines.push(line),
  fault: (error: unknown, id: string) => void lines.push(`fault ${id} ${String(error)}`),
}
beforeEach(() => {
  lines = []
  ids = 0
})

/** A call that ends like this. */
const call = (handle: () => unknown, input: unknown = { draftId: randomUUID() }): Promise<Result<unknown>> => answerNoted(log, { name: 'drafts.discard', payload: { callId: null, input }, handle })
const throws =
  (error: unknown): (() => never) =>
  () => {
    throw error
  }
const failureOf = (answer: Result<unknown>): Failure => {
  if (answer.ok) throw new Error('It did not fail.')
  expect(failureSchema.safeParse(answer.failure).success).toBe(true)
  return answer.failure
}

describe('a failure on its way to a page', () => {
  it('has an id, and the log a line with the same one: the call, the code, and what is known of the cause', async () => {
    const { code, details } = failureOf(await call(throws(failed('OFFLINE', 'no', { details: { status: 502, cause: 'renewal', reason: { cause: 'refused', facts: {} } } }))))
    expect([code, details]).toEqual(['OFFLINE', { status: 502, cause: 'renewal', reason: { cause: 'refused', facts: {} }, requestId: '00000001' }])
    expect(lines).toEqual(['[00000001] drafts.discard failed: OFFLINE, HTTP 502, renewal, refused'])
  })
  it('keeps the id that the log knows already', async () => {
    const { details } = failureOf(await call(throws(failed('SERVER', 'no', { details: { requestId: '0a1b2c3d' } }))))
    expect([details?.['requestId'], lines]).toEqual(['0a1b2c3d', ['[0a1b2c3d] drafts.discard failed: SERVER']])
  })
  it('that is a fault of ours has the fault itself under the same id, and nothing of it in the page', async () => {
    const answer = await call(throws(new Error('the inside of it')))
    expect(failureOf(answer).details).toEqual({ requestId: '00000001' })
    expect(JSON.stringify(answer)).not.toContain('inside')
    expect(lines).toEqual(['fault 00000001 Error: the inside of it', '[00000001] drafts.discard failed: INTERNAL'])
  })
  it('names fields that do not fit, and repeats neither them nor the words of a server', async () => {
    failureOf(await call(() => null, { draftId: 'hunter2-geheim' }))
    failureOf(await call(throws(failed('REFUSED', 'hunter2-geheim is too short', { details: { text: 'hunter2-geheim' } }))))
    expect(lines).toEqual(['[00000001] drafts.discard failed: VALIDATION, fields draftId', '[00000002] drafts.discard failed: REFUSED'])
  })
  it('that a page wanted itself is not noted, and a success is not either', async () => {
    expect(failureOf(await call(throws(failed('CANCELLED', 'by the page')))).details).toBeUndefined()
    expect(await call(() => null)).toEqual({ ok: true, value: null })
    expect(lines).toEqual([])
  })
})
