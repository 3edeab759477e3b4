import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { answerCall } from '../../../src/main/bridge/answer-call'
import { createCallsInFlight } from '../../../src/main/bridge/calls-in-flight'
import { CONTRACT } from '../../../src/shared/bridge/contract'
import { callChannel, SIGN_IN_CALLS, WORKSPACE_CALLS } from '../../../src/shared/bridge/names'
import { failed, failureSchema } from '../../../src/shared/result'

const draftId = randomUUID()
const call = (name: keyof typeof CONTRACT, input: unknown, handle: (input: never) => unknown, faults: unknown[] = []) =>
  answerCall({ name, payload: { callId: null, input }, handle, onFault: (error) => faults.push(error) })

describe('a call over the bridge', () => {
  it('gives the handler parsed input and the page the checked output', async () => {
    expect(await call('drafts.discard', { draftId }, ({ draftId: id }: { draftId: string }) => (id === draftId ? null : 'wrong'))).toEqual({ ok: true, value: null })
  })
  it('refuses input out of contract before the handler, and names the field', async () => {
    let ran = false
    const answer = await call('drafts.discard', { draftId: 'x' }, () => {
      ran = true
    })
    expect(answer).toMatchObject({ ok: false, failure: { code: 'VALIDATION' } })
    expect(Object.keys((answer as { failure: { fields: object } }).failure.fields)).toEqual(['draftId'])
    expect(ran).toBe(false)
  })
  it('names fields with the keys that the page has words for', async () => {
    const answer = await call('signIn.addServer', { name: ' ', url: '', dialect: 'bearer', allowPlainHttp: false }, () => null)
    expect(answer).toMatchObject({ ok: false, failure: { fields: { name: 'required', url: 'required' } } })
  })
  it('refuses a payload that is not one', async () => {
    for (const payload of [undefined, null, 7, {}, { callId: 'no-uuid', input: { draftId } }]) {
      expect(await answerCall({ name: 'drafts.discard', payload, handle: () => null, onFault: () => undefined })).toMatchObject({ ok: false, failure: { code: 'VALIDATION' } })
    }
  })
  it('turns a thrown failure into a value', async () => {
    const answer = await call('drafts.discard', { draftId }, () => {
      throw failed('STORAGE', 'full', { details: { cause: 'disk-full' } })
    })
    expect(answer).toMatchObject({ ok: false, failure: { code: 'STORAGE', details: { cause: 'disk-full' } } })
    expect(failureSchema.safeParse((answer as { failure: unknown }).failure).success).toBe(true)
  })
  it('tells the page nothing of a fault of ours, and the log everything', async () => {
    const faults: unknown[] = []
    const answer = await call(
      'drafts.discard',
      { draftId },
      () => {
        throw new Error('secret path and stack')
      },
      faults,
    )
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect(answer).toMatchObject({ ok: false, failure: { code: 'INTERNAL' } })
    expect(faults).toHaveLength(1)
  })
  it('lets no output out of contract through', async () => {
    const faults: unknown[] = []
    expect(await call('drafts.list', undefined, () => [{ token: 'x' }], faults)).toMatchObject({ ok: false, failure: { code: 'INTERNAL' } })
    expect(faults).toHaveLength(1)
  })
  it('strips what the contract does not name from an output', async () => {
    const summary = { draftId, resource: 'users', recordId: 4, title: 't', keptAt: 1, server: null }
    expect(await call('drafts.list', undefined, () => [{ ...summary, edits: { tel: 'secret' } }])).toEqual({ ok: true, value: [summary] })
  })
})

describe('the contract', () => {
  it('has each call once, under a channel of its own', () => {
    const names = [...WORKSPACE_CALLS, ...SIGN_IN_CALLS]
    expect(Object.keys(CONTRACT).sort()).toEqual([...names].sort())
    expect(new Set(names.map(callChannel)).size).toBe(names.length)
  })
})

describe('calls in flight', () => {
  it('are cancelled one by one, or all of a page that goes away, and never those of another page', () => {
    const calls = createCallsInFlight()
    const [a, b, other] = [calls.begin(1, 'a'), calls.begin(1, 'b'), calls.begin(2, 'a')]
    calls.cancel(1, 'a')
    expect([a.signal.aborted, b.signal.aborted, other.signal.aborted]).toEqual([true, false, false])
    calls.cancelAll(1)
    expect([b.signal.aborted, other.signal.aborted]).toEqual([true, false])
    other.end()
    calls.cancel(2, 'a')
    expect(other.signal.aborted).toBe(false)
  })
})
