// A captcha where the server has one: what is asked, what goes with the password, and that every other server signs in as ever.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCaptchaSource } from '../../../src/main/backend/captcha'
import { failureOf, stateReached } from '../../support/client'
import { captivePortal, cutAfter, type Fault, gatewayPage, hold, inject, plainText } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'
import { createSignInDesk, type SignInDesk } from '../../support/sign-in-desk'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const PATH = '/sys/user/captcha'
const json = (body: unknown, status = 200): Fault => inject({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

interface World extends SessionWorld {
  readonly desk: SignInDesk
}

async function open({ dialect = 'bearer', captcha = true }: { dialect?: 'bearer' | 'x-token'; captcha?: boolean } = {}): Promise<World> {
  const world = await createSessionWorld({ generatedUsers: 3 }, { dialect })
  const desk = createSignInDesk(world.client, world.proxy.url, world.clock)
  closing.push(world.close, () => {
    desk.closeWindow()
    desk.close()
  })
  world.server.control.setCapabilities({ captcha })
  return { ...world, desk }
}

/** The bodies of sign-ins from now on. */
function heard({ proxy }: World): string[] {
  const logins: string[] = []
  proxy.on({ path: '/sys/user/login' }, (ask, { body }) => {
    logins.push(body.toString())
    return ask()
  })
  return logins
}

/** The picture, and what a person reads off it. */
async function look({ desk, server }: World): Promise<{ id: string; text: string }> {
  const found = await desk.call('signIn.captcha', { profileId: desk.profileId })
  if (found.kind !== 'picture') throw new Error(`no picture: ${found.kind}`)
  expect(found.image).toMatch(/^data:image\/png;base64,/)
  return { id: found.id, text: server.control.captchaText() ?? '' }
}
const submit = ({ desk }: World, captcha?: { id: string; text: string }, password = 'admin') =>
  desk.call('signIn.submit', { profileId: desk.profileId, username: 'admin', password: new TextEncoder().encode(password), staySignedIn: false, ...(captcha ? { captcha } : {}) })

describe.each(['bearer', 'x-token'] as const)('a server with a captcha, %s', (dialect) => {
  it('signs in with what is read off its picture, and looks at no password without it', async () => {
    const world = await open({ dialect })
    const logins = heard(world)
    expect(await failureOf(submit(world))).toMatchObject({ code: 'VALIDATION', fields: { captcha: 'required' } })
    const captcha = await look(world)
    await submit(world, captcha)
    expect(logins.map((body) => JSON.parse(body) as unknown).at(-1)).toEqual({ username: 'admin', password: 'admin', captcha_id: captcha.id, captcha: captcha.text })
    expect(world.client.session.view().state).toBe('active')
  })
})

describe('a captcha', () => {
  it('counts once: a wrong one, one that is too old, and one that went with a wrong password are gone', async () => {
    const world = await open()
    const { id } = await look(world)
    expect(await failureOf(submit(world, { id, text: 'nope' }))).toMatchObject({ fields: { captcha: 'wrong' } })
    const old = await look(world)
    world.server.control.expireCaptchas()
    expect(await failureOf(submit(world, old))).toMatchObject({ fields: { captcha: 'expired' } })
    const used = await look(world)
    expect(await failureOf(submit(world, used, 'wrong'))).toMatchObject({ fields: { password: 'wrongCredentials' } })
    expect(await failureOf(submit(world, used))).toMatchObject({ fields: { captcha: 'expired' } })
    await submit(world, await look(world))
  })

  it('is asked again when the session is over: calls wait for it, and go on', async () => {
    const world = await open()
    await world.client.read()
    world.server.control.expireAllTokens()
    const call = world.client.read()
    await stateReached(world.client, 'suspended')
    expect(await failureOf(submit(world, { ...(await look(world)), text: 'nope' }))).toMatchObject({ fields: { captcha: 'wrong' } })
    expect(world.client.session.view()).toMatchObject({ state: 'suspended', waiting: 1 })
    await submit(world, await look(world))
    await call
  })

  it('a refusal of one says what it says only where the server means it: another meaning of its code is no captcha', async () => {
    const world = await open({ captcha: false })
    world.proxy.on({ path: '/sys/user/login', times: 1 }, json({ code: 60_205, message: 'locked' }))
    expect((await failureOf(submit(world))).fields).toBeUndefined()
    world.proxy.on({ path: '/sys/user/login', times: 1 }, json({ code: 60_205, message: 'bad captcha' }))
    expect(await failureOf(submit(world, { id: 'x', text: '1' }))).toMatchObject({ fields: { captcha: 'wrong' } })
  })
})

describe('a server that has none', () => {
  it('is asked once, shows nothing, and signs in with the two fields that it always had', async () => {
    const world = await open({ captcha: false })
    const logins = heard(world)
    expect(await world.desk.call('signIn.captcha', { profileId: world.desk.profileId })).toEqual({ kind: 'none' })
    await submit(world)
    expect(logins.map((body) => JSON.parse(body) as unknown)).toEqual([{ username: 'admin', password: 'admin' }])
  })

  it.each<[string, Fault]>([
    ['404', gatewayPage(404)],
    ['no permission', json({ code: 50_016, message: '无操作权限' })],
    ['a login page', captivePortal()],
    ['a dump', plainText('string(2) "no"', { done: true })],
    ['a cut connection', cutAfter()],
    ['success without anything', json({ code: 20_000 })],
    ['switched off', json({ code: 20_000, data: { enabled: false, id: 'x', image: 'x' } })],
    ['a refusal', json({ code: 20_000, type: 'error', message: 'no', data: { enabled: true, id: 'x', image: 'x' } })],
  ])('says so by %s', async (_name, fault) => {
    const world = await open()
    world.proxy.on({ path: PATH }, fault)
    expect(await world.desk.call('signIn.captcha', { profileId: world.desk.profileId })).toEqual({ kind: 'none' })
  })

  it('or by saying nothing, for which it has four seconds; a sign-in waits for none of them', async () => {
    const world = await open({ captcha: false })
    const silent = hold()
    world.proxy.on({ path: PATH }, silent)
    const asked = createCaptchaSource(world.client.transport, { clock: world.clock, timeoutMs: 4000 }).ask()
    await silent.reached()
    await submit(world)
    await world.clock.advance(4000)
    expect(await asked).toEqual({ kind: 'none' })
    silent.release()
  })
})

it('a picture that cannot be shown is no missing captcha', async () => {
  const world = await open()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64')
  for (const data of [{ enabled: true, id: 'x', image: svg }, { enabled: true }, { enabled: true, id: '', image: 'R0lGODlhAQABAAAAACw=' }]) {
    world.proxy.on({ path: PATH, times: 1 }, json({ code: 20_000, data }))
    expect(await world.desk.call('signIn.captcha', { profileId: world.desk.profileId })).toEqual({ kind: 'unusable' })
  }
})
