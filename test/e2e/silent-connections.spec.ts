// F61 in Chromium's own network stack: kept connections that have fallen silent (sleep, a router that forgot them), with
// and without the system's word that the machine has woken up. Nothing here is measured in time: what counts is which
// requests go where.
import { expect, test } from '@playwright/test'
import type { User } from '../../src/shared/resources/user'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { hold } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { createSilentWire, type SilentWire } from '../support/silent-wire'

const ROLES = '/sys/user/getroleoptions'
const SOCKETS = 6
const owner = { profileId: 'test', userId: 1 }

let wire: SilentWire
let world: AppWorld
let app: RunningApp
async function start(callBudgetMs: number): Promise<void> {
  wire = await createSilentWire()
  world = await createAppWorld({ profile: { origin: wire.url, callBudgetMs } })
  wire.target = world.proxy.url
  app = await world.launch()
  await app.signIn('admin', world.passwords.admin)
  await expect(app.workspace.locator('[data-testid^="row-"]').first()).toBeVisible()
}
test.afterEach(async () => {
  await world.close()
  await wire.close()
})

interface Answer {
  readonly ok: boolean
  readonly value?: { readonly row?: User }
}
function call(name: string, input?: unknown): Promise<Answer> {
  return app.workspace.evaluate(
    async ([path, given]) => {
      const [area = '', verb = ''] = (path as string).split('.')
      const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input: unknown) => Promise<unknown>>> }
      return holdfast[area]?.[verb]?.(given)
    },
    [name, input] as const,
  ) as Promise<Answer>
}
const arrived = (path: string): number => world.proxy.requests.filter((request) => request.path.endsWith(path)).length

/** All six connections of the reads have been used, and are kept. */
async function warmAll(): Promise<void> {
  const held = hold('answer')
  const rule = world.proxy.on({ method: 'GET', path: ROLES }, held)
  const reads = Array.from({ length: SOCKETS }, () => call('options.roles'))
  await held.reached(SOCKETS)
  held.release()
  await Promise.all(reads)
  rule.remove()
  world.proxy.forgetRequests()
}

test('F61: at the wake-up, reads that hang on dead connections are asked once more and answered; a write that hangs is left alone', async () => {
  // Long enough that nothing but the wake-up can end it.
  await start(300_000)
  const base = (await call('users.get', { id: 5 })).value?.row
  const acting = hold('answer')
  let puts = 0
  world.proxy.on(
    { method: 'PUT' },
    (ask) => {
      puts += 1
      return ask()
    },
    acting,
  )
  const write = call('users.save', { owner, id: 5, base, edits: { tel: '13800000000' }, draftId: null })
  await acting.reached()
  await warmAll()
  wire.fallSilent()
  const reads = Array.from({ length: 9 }, () => call('options.roles'))
  await expect.poll(() => wire.swallowed).toBeGreaterThanOrEqual(SOCKETS)
  expect(arrived(ROLES)).toBe(0)
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))
  for (const answer of await Promise.all(reads)) expect(answer.ok).toBe(true)
  expect(arrived(ROLES)).toBe(9)
  acting.release()
  expect(await write).toMatchObject({ ok: true, value: { kind: 'done' } })
  expect(puts).toBe(1)
  expect((await world.backend.control.user(5))?.tel).toBe('13800000000')
})

test('F61: without the wake-up, one time limit is all that dead connections cost: the next reads meet none of them', async () => {
  await start(4000)
  await warmAll()
  wire.fallSilent()
  await call('options.roles')
  expect(wire.swallowed).toBeGreaterThanOrEqual(1)
  await call('connection.check')
  await expect(app.workspace.getByTestId('status-connection')).toContainText('Online')
  const before = wire.swallowed
  world.proxy.forgetRequests()
  for (const answer of await Promise.all(Array.from({ length: SOCKETS }, () => call('options.roles')))) expect(answer.ok).toBe(true)
  expect(wire.swallowed).toBe(before)
  expect(arrived(ROLES)).toBe(SOCKETS)
})
