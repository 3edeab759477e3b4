// Work made offline, through kills and cuts at random points: at the end the server holds exactly what was reported.
// OFFLINE_CUTS plays more rounds (20 for the issue's own count); OFFLINE_SEED repeats them.
import { expect, type Page, test } from '@playwright/test'
import type { EntryView } from '../../src/shared/outbox'
import type { User } from '../../src/shared/resources/user'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { cutAfter, cutBefore, inject, tearAnswer } from '../support/fault-kinds'
import type { RunningApp } from '../support/launch-app'
import { mulberry32 } from '../support/offline-fuzz'
import { answerOf, submitting } from '../support/page-bridge'

const rounds = Number(process.env['OFFLINE_CUTS'] ?? 2)
const first = Number(process.env['OFFLINE_SEED'] ?? Date.now() % 1_000_000)
const WRITES = { path: /\/sys\/(user\/users|dept\/depts)/ }
const LIST = { page: 1, pageSize: 50, sort: [{ field: 'id' as const, direction: 'asc' as const }], filter: {} }

let world: AppWorld
test.afterEach(() => world.close())

for (let round = 1; round <= rounds; round += 1) {
  // In turn, so that connections are cut under TLS as well.
  const wire = round % 2 === 0 ? 'tls' : 'http'
  test(`offline work, killed and cut at random points, loses nothing (round ${round}, ${wire})`, async () => {
    test.setTimeout(480_000)
    // The runner reads this file in more than one process: a seed in a title would be another one in each.
    console.info(`OFFLINE_SEED=${first + round - 1}`)
    const random = mulberry32(first + round - 1)
    world = await createAppWorld({ wire, backend: { generatedUsers: 30 } })
    let app = await world.launch()
    await app.signIn('admin', world.passwords.admin)
    const { rows } = await answerOf(app.workspace, 'users.list', LIST)
    await answerOf(app.workspace, 'departments.list', { ...LIST, sort: [] })
    const users = rows.filter(({ id }) => id > 3)
    await world.proxy.down()
    const [a, b, c, gone] = users as [User, User, User, User]

    const work: ((page: Page) => Promise<unknown>)[] = [
      (page) => answerOf(page, 'users.save', { ...submitting(1), id: a.id, base: a, edits: { tel: '111' } }),
      (page) => answerOf(page, 'users.save', { ...submitting(1), id: b.id, base: b, edits: { email: 'b@example.com' } }),
      (page) => answerOf(page, 'users.save', { ...submitting(1), id: c.id, base: c, edits: { tel: '333', listorder: 7 } }),
      (page) => answerOf(page, 'departments.create', { ...submitting(1), id: -101, values: { name: 'Made offline' } }),
      (page) => answerOf(page, 'users.create', { ...submitting(1), id: -102, values: { username: 'made.offline', password: 'Fresh-Passw0rd', roleIds: [2], departmentIds: [-101] } }),
      (page) => answerOf(page, 'users.remove', { ...submitting(1), id: gone.id, base: gone }),
    ]
    const killAt = Math.floor(random() * (work.length + 1))
    for (const [at, step] of work.entries()) {
      if (at === killAt) app = await startAgain(app)
      expect(await step(app.workspace)).toMatchObject({ kind: 'queued' })
    }
    if (killAt === work.length) app = await startAgain(app)
    expect(await entries(app.workspace)).toHaveLength(work.length)

    // Someone else changes the same field of one of them meanwhile.
    await world.backend.control.updateUser(b.id, { email: 'theirs@example.com' })
    for (let cut = 0; cut < 4; cut += 1) {
      trouble(random)
      await world.proxy.up()
      await answerOf(app.workspace, 'connection.check')
      if (random() < 0.5) await settled(app.workspace)
      else await world.proxy.waitFor(({ path }) => WRITES.path.test(path), { limitMs: 5_000 }).catch(() => undefined)
      if (random() < 0.3) app = await startAgain(app)
      await world.proxy.down()
    }
    world.proxy.clear()
    await world.proxy.up()
    await answerOf(app.workspace, 'connection.check')
    await expect.poll(async () => (await states(app.workspace)).join()).toBe('conflict')
    const [asks] = await entries(app.workspace)
    expect(asks?.why).toMatchObject({ conflict: 'fields', theirs: { email: 'theirs@example.com' } })
    await answerOf(app.workspace, 'outbox.decide', { entryId: asks?.entryId ?? '', decision: { kind: 'fields', choices: { email: 'mine' } } })
    await expect.poll(() => states(app.workspace)).toEqual([])

    const onServer = (id: number) => world.backend.control.user(id)
    expect([(await onServer(a.id))?.tel, (await onServer(b.id))?.email, (await onServer(c.id))?.tel, (await onServer(c.id))?.listorder]).toEqual(['111', 'b@example.com', '333', 7])
    expect(await onServer(gone.id)).toBeUndefined()
    const made = await world.backend.control.userByName('made.offline')
    const departments = await answerOf(app.workspace, 'departments.list', { ...LIST, sort: [], filter: { name: 'Made offline' } })
    expect(departments.rows).toHaveLength(1)
    expect(made?.dept).toEqual([departments.rows[0]?.id])
    expect((await answerOf(app.workspace, 'users.list', { ...LIST, filter: { username: 'made.offline' } })).total).toBe(1)
    expect(await answerOf(app.workspace, 'drafts.list')).toEqual([])
  })
}

async function entries(page: Page): Promise<EntryView[]> {
  return (await answerOf(page, 'outbox.list', { limit: 200 })).entries
}

async function states(page: Page): Promise<string[]> {
  return (await entries(page)).map(({ state }) => state)
}

/** Nothing is on its way just now. */
async function settled(page: Page): Promise<void> {
  await expect.poll(async () => (await states(page)).includes('sending')).toBe(false)
}

/** Killed, and started again: signed in by the stored session, with everything that was queued. */
async function startAgain(app: RunningApp): Promise<RunningApp> {
  await app.kill()
  const next = await world.launch()
  await expect.poll(async () => (await answerOf(next.workspace, 'app.state')).session.state).toBe('active')
  return next
}

function trouble(random: () => number): void {
  world.proxy.clear()
  const faults = [cutAfter(), cutBefore(), tearAnswer(), inject({ status: 503, body: '<html>down</html>' })]
  const fault = faults[Math.floor(random() * (faults.length + 1))]
  if (fault) world.proxy.on({ ...WRITES, method: ['PUT', 'POST', 'DELETE'][Math.floor(random() * 3)] as string, times: 1 }, fault)
}
