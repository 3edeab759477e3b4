import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import { createBridge } from '@renderer/workspace/bridge'
import { createFakeHoldfast } from '../support/fake-holdfast'

const query = { page: 1, pageSize: 20, sort: [], filter: {} }

describe('the workspace bridge', () => {
  it('strips reactive proxies, which the structured clone of the context bridge refuses', async () => {
    const fake = createFakeHoldfast()
    const answer = await createBridge(fake.bridge).users.list(reactive({ ...query, filter: { username: undefined } }))
    expect(answer.ok).toBe(true)
    expect(fake.calls[0]?.input).toEqual({ ...query, filter: {} })
    expect(() => structuredClone(reactive({ nested: reactive({}) }))).toThrow()
  })

  it('cancels by call id when the signal aborts', async () => {
    const fake = createFakeHoldfast()
    let open = (): void => undefined
    fake.next('users.list', { gate: new Promise<void>((resolve) => (open = resolve)) })
    const abort = new AbortController()
    const answer = createBridge(fake.bridge).users.list(query, abort.signal)
    await Promise.resolve()
    abort.abort()
    open()
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } })
    const sent = fake.calls.find(({ name }) => name === 'users.list')
    expect(fake.callsOf('calls.cancel')).toEqual([{ callId: sent?.callId }])
  })

  it('does not send what was cancelled before', async () => {
    const fake = createFakeHoldfast()
    const answer = await createBridge(fake.bridge).users.list(query, AbortSignal.abort())
    expect(answer).toMatchObject({ ok: false, failure: { code: 'CANCELLED' } })
    expect(fake.calls).toEqual([])
  })

  it('leaves settled calls alone when their signal aborts later', async () => {
    const fake = createFakeHoldfast()
    const abort = new AbortController()
    await createBridge(fake.bridge).users.list(query, abort.signal)
    abort.abort()
    expect(fake.callsOf('calls.cancel')).toEqual([])
  })

  it('hands secrets over as the bytes that they are', async () => {
    const fake = createFakeHoldfast()
    const secret = new TextEncoder().encode('Sesame-Open-7')
    await createBridge(fake.bridge).account.changePassword({ owner: { profileId: 'demo', userId: 1 }, current: secret, password: secret, repeat: secret })
    expect(fake.callsOf('account.changePassword')).toEqual([{ owner: { profileId: 'demo', userId: 1 }, current: secret, password: secret, repeat: secret }])
  })

  it('turns a rejection into a failure', async () => {
    const fake = createFakeHoldfast()
    const broken = { ...fake.bridge, account: { ...fake.bridge.account, read: () => Promise.reject(new Error('gone')) } }
    const bridge = createBridge(broken)
    const answer = await bridge.account.read()
    expect(answer).toMatchObject({ ok: false, failure: { code: 'INTERNAL', message: 'gone', details: { requestId: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown } } })
    const id = answer.ok ? '' : answer.failure.details?.['requestId']
    expect(fake.callsOf('app.noteFault')).toMatchObject([{ id, where: 'The call account.read', count: 1 }])
  })

  it('gives the same fault the id of the first, and tells the log of it at ten, not each time', () => {
    const fake = createFakeHoldfast()
    const { noteFault } = createBridge(fake.bridge)
    const fault = (): Error => Object.assign(new Error('again'), { stack: 'Error: again\n    at somewhere' })
    const one = fault()
    const ids = [noteFault(one, 'A promise'), noteFault(one, 'The page users'), ...Array.from({ length: 9 }, () => noteFault(fault(), 'A promise'))]
    expect(new Set(ids).size).toBe(1)
    expect(fake.callsOf('app.noteFault')).toMatchObject([{ count: 1 }, { count: 10 }])
  })
})
