// The account's own password: what the server gets to see, what its refusals become, and what an answer that never came means.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPasswordsResource, type PasswordChange } from '../../../../src/main/backend/resources/passwords'
import { failureOf, stateReached } from '../../../support/client'
import { cutAfter, type Fault, gatewayPage, hold, inject, plainText } from '../../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../../support/session-world'

const PATH = '/sys/user/password'
const NEXT = 'Fresh-"Passw0rd"\\1'
const json = (status: number, body: unknown) => inject({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const refused = (message: string, code = 20_400) => json(200, { code, type: 'error', message })
const RULE = String.raw`password must validate against "/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[\\S]{8,}$/"`

let world: SessionWorld
/** The bodies that came as far as the proxy. */
let bodies: string[]
const listen: Fault = (ask, { body }) => {
  bodies.push(body.toString())
  return ask()
}
beforeEach(async () => {
  world = await createSessionWorld()
  // A token that was taken before is what a session that ends is told from a wrong header by.
  await world.client.read()
  bodies = []
})
afterEach(() => world.close())

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const changeOf = (more: Partial<Record<'current' | 'password' | 'repeat', string>> = {}): PasswordChange => {
  const { current, password, repeat } = { current: 'admin', password: NEXT, repeat: NEXT, ...more }
  return { username: 'admin', current: bytes(current), password: bytes(password), repeat: bytes(repeat) }
}
const send = (change = changeOf()): Promise<void> => createPasswordsResource(world.client.authorized).change(change)
const sendThrough = (fault: Fault, change = changeOf()): Promise<void> => {
  world.proxy.on({ path: PATH, times: 1 }, listen, fault)
  return send(change)
}
const signsIn = async (password: string): Promise<boolean> => (await world.client.session.signIn({ kind: 'password', username: 'admin', password, staySignedIn: false })).kind === 'signed-in'
const requests = (): number => world.proxy.requests.filter(({ path }) => path.endsWith(PATH)).length

describe('a change', () => {
  it('reaches the server with exactly four keys, and the old password no longer signs in', async () => {
    world.proxy.on({ path: PATH }, listen)
    await send()
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([{ username: 'admin', password_orig: 'admin', password: NEXT, password_confirmation: NEXT }])
    expect([await signsIn('admin'), await signsIn(NEXT)]).toEqual([false, true])
  })

  it('leaves nothing of it in the bytes it came in, whether it went through or not', async () => {
    const isWiped = ({ current, password, repeat }: PasswordChange): boolean => [...current, ...password, ...repeat].every((byte) => byte === 0)
    const [wrong, right] = [changeOf({ current: 'nope' }), changeOf()]
    await failureOf(send(wrong))
    await send(right)
    expect([isWiped(wrong), isWiped(right)]).toEqual([true, true])
  })
})

describe('a refusal in known words is about a field', () => {
  it.each([
    ['a wrong current password', { current: 'nope' }, { current: 'wrongCurrent' }],
    ['one that breaks the rule', { password: 'weak', repeat: 'weak' }, { password: 'rule' }],
    ['two different ones', { repeat: 'Other-Passw0rd' }, { repeat: 'notEqual' }],
  ])('%s', async (_name, typed, fields) => {
    expect(await failureOf(send(changeOf(typed)))).toMatchObject({ code: 'VALIDATION', fields })
    expect(await signsIn('admin')).toBe(true)
  })

  it('the rule of the original, however often its backslashes were escaped; another rule in its own words', async () => {
    expect(await failureOf(sendThrough(refused(RULE.replaceAll('\\\\', '\\'))))).toMatchObject({ fields: { password: 'rule' } })
    const other = 'password must validate against "/^.{14,}$/"'
    expect(await failureOf(sendThrough(refused(other)))).toMatchObject({ code: 'VALIDATION', fields: { password: other } })
  })
})

describe('any other refusal', () => {
  it.each([20_400, 20_000])('is shown as the server said it (%i)', async (code) => {
    expect(await failureOf(sendThrough(refused('本月已修改过密码', code)))).toMatchObject({ code: 'REFUSED', message: '本月已修改过密码' })
  })

  it('never quotes a password, not even where the server does: in its words, under Details, in a text in place of an answer', async () => {
    const quoting = { code: 20_400, type: 'error', message: `"${NEXT}" was used before, like admin`, data: `UPDATE … '${NEXT}'` }
    const failures = [
      await failureOf(sendThrough(json(200, quoting))),
      await failureOf(sendThrough(refused(`password must validate against /${NEXT}/`))),
      await failureOf(sendThrough(plainText(`array(1) { ${NEXT} }`, { done: false }))),
    ]
    expect(failures.map(({ code }) => code)).toEqual(['REFUSED', 'VALIDATION', 'UNKNOWN'])
    expect(failures[0]).toMatchObject({ message: '"[hidden]" was used before, like [hidden]' })
    expect(failures[2]?.details?.['text']).toContain('[hidden]')
    expect(JSON.stringify(failures)).not.toContain(JSON.stringify(NEXT).slice(1, -1))
  })

  it('of an account without the permission, or by a gateway, keeps its own code', async () => {
    expect(await failureOf(sendThrough(json(200, { code: 50_016, message: '权限不足' })))).toMatchObject({ code: 'FORBIDDEN', details: { permission: '/sys/user/password/put' } })
    expect(await failureOf(sendThrough(gatewayPage(405)))).toMatchObject({ code: 'REFUSED', details: { cause: 'gateway' } })
    expect(await signsIn('admin')).toBe(true)
  })
})

describe('a session that ends in the middle', () => {
  it('50014 is renewed, and the same bytes go once more', async () => {
    world.proxy.on({ path: PATH, times: 1 }, listen, json(401, { code: 50_014, message: 'Expired token' }))
    world.proxy.on({ path: PATH }, listen)
    await send()
    expect(world.server.control.counts()).toMatchObject({ refresh: 1 })
    expect([bodies.length, new Set(bodies).size]).toEqual([2, 1])
    expect(await signsIn(NEXT)).toBe(true)
  })

  it('50015 opens the sign-in window; the call waits, and goes on when the same person is back', async () => {
    world.server.control.expireAllTokens()
    const call = sendThrough(json(401, { code: 50_015, message: 'Signature verification failed' }))
    await stateReached(world.client, 'suspended')
    expect(world.client.prompt.opens).toBe(1)
    await world.client.signIn()
    await call
    expect([requests(), await signsIn(NEXT)]).toEqual([2, true])
  })

  it('is never sent as somebody else', async () => {
    world.server.control.expireAllTokens()
    const call = failureOf(sendThrough(json(401, { code: 50_015, message: 'Signature verification failed' })))
    await stateReached(world.client, 'suspended')
    await world.client.signIn('test', 'test')
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect([requests(), await signsIn('admin')]).toEqual([1, true])
  })
})

describe('an answer that never came', () => {
  it.each([
    ['the connection dies', cutAfter, true],
    ['a gateway gives up on the server behind it', () => gatewayPage(504), false],
  ])('%s: it is not known whether it was changed, and it is not sent again', async (_name, fault, isChanged) => {
    expect(await failureOf(sendThrough(fault()))).toMatchObject({ code: 'UNKNOWN' })
    expect([requests(), await signsIn(NEXT)]).toEqual([1, isChanged])
  })

  it('not in time: the same', async () => {
    const late = hold('answer')
    const call = failureOf(sendThrough(late))
    await late.reached()
    await world.clock.advance(15_000)
    expect(await call).toMatchObject({ code: 'UNKNOWN' })
    late.release()
    expect([requests(), await signsIn(NEXT)]).toEqual([1, true])
  })

  it('what surely never left is no such thing', async () => {
    await world.proxy.down()
    expect(await failureOf(send())).toMatchObject({ code: 'OFFLINE' })
    await world.proxy.up()
    expect(await signsIn('admin')).toBe(true)
  })
})
