// A server that fails with a change: what it said goes to whoever has to mend it, with an id that the log knows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../../src/shared/resources/resource'
import { cutAfter, inject } from '../../support/fault-kinds'
import { createOutboxWorld, newUser, type OutboxWorld } from '../../support/outbox-world'

const USERS = '/sys/user/users'
const PAGE = '<html><head><title>Data too long for column &#39;tel&#39;</title></head><body>rows</body></html>'
let world: OutboxWorld
let base: Row
let lines: string[]
beforeEach(async () => {
  lines = []
  world = await createOutboxWorld({}, { log: (line) => lines.push(line) })
  base = await world.row('users', 5)
})
afterEach(() => world.close())

const save = () => world.submit({ resource: 'users', verb: 'update', recordId: 5, base, edits: { tel: '1' }, title: 'it' })
const why = () => world.outbox.views()[0]?.why

describe('a write that the server fails at', () => {
  it("keeps the title of its page, the time and the id of its line in the log, in the form's answer and in the outbox", async () => {
    world.proxy.on({ method: 'PUT', path: USERS }, inject({ status: 500, headers: { 'content-type': 'text/html' }, body: PAGE }))
    const queued = await save()
    const details = { status: 500, title: "Data too long for column 'tel'", requestId: expect.stringMatching(/^[0-9a-f]{8}$/) as string, at: expect.any(Number) as number }
    expect(queued).toMatchObject({ kind: 'queued', because: { code: 'SERVER', details } })
    expect(why()).toMatchObject({ kind: 'failure', failure: { details } })
    const { requestId } = queued.kind === 'queued' ? (queued.because?.details ?? {}) : {}
    expect(lines).toEqual([`Request ${String(requestId)} failed: PUT ${USERS}, SERVER, HTTP 500`])
  })

  it('keeps it also where the record cannot be read afterwards', async () => {
    world.proxy.on({ method: 'PUT', path: USERS }, (ask, request) => {
      world.proxy.on({ method: 'GET', path: USERS }, inject({ status: 500, body: 'no' }))
      return inject({ status: 500, body: 'disk full' })(ask, request)
    })
    expect(await save()).toMatchObject({ kind: 'queued', because: { code: 'UNKNOWN', details: { status: 500, text: 'disk full', requestId: expect.any(String) as string } } })
  })

  it('tells neither the log nor the person the password that its text repeats', async () => {
    world.proxy.on({ method: 'POST', path: USERS }, inject({ status: 500, body: `${'x'.repeat(490)} Fresh-Passw0rd` }))
    const queued = await world.submit({ resource: 'users', verb: 'create', recordId: -7, title: 'made', ...newUser('made') })
    expect(queued).toMatchObject({ kind: 'queued', because: { details: { status: 500 } } })
    expect(JSON.stringify([queued, lines, world.outbox.views().map((entry) => entry.why)])).not.toContain('Fresh')
  })

  it('has an id as well where no answer came at all', async () => {
    world.proxy.on({ method: 'DELETE', path: USERS, times: 1 }, () => Promise.resolve({ kind: 'cut' }))
    const queued = await world.submit({ resource: 'users', verb: 'remove', recordId: 5, base, title: 'it' })
    expect(queued).toMatchObject({ kind: 'queued', because: { details: { requestId: expect.any(String) as string } } })
    expect(lines).toHaveLength(1)
    world.proxy.clear()
    world.proxy.on({ method: 'DELETE', path: USERS, times: 1 }, cutAfter())
    await world.settle()
    expect(lines).toHaveLength(2)
  })
})
