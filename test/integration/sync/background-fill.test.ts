import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ListQuery, ResourceName, Row } from '../../../src/shared/resources/resource'
import { USERS } from '../../../src/shared/resources/user'
import { failed } from '../../../src/shared/result'
import type { ConnectionView, SessionView } from '../../../src/shared/views'
import type { CallOptions } from '../../../src/main/backend/authorized'
import { type Cache, createCache } from '../../../src/main/store/cache'
import { type BackgroundFill, createBackgroundFill } from '../../../src/main/sync/reads/background-fill'
import { cacheThread } from '../../support/cache-thread'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'
import { eventually } from './reads-world'

const user = (id: number): Row => ({ ...USERS.blank, id, username: `user${id}` })

interface FillWorld {
  readonly clock: VirtualClock
  readonly fill: BackgroundFill
  /** What was asked of the server, and at which second. */
  readonly asked: { second: number; name: ResourceName; page: number }[]
  readonly calls: CallOptions[]
  /** Ids of what was put into each user's cache. */
  readonly put: Map<number, Set<number>>
  readonly swept: number[][]
  /** The ids on the server. */
  ids: number[]
  /** Requests stay unanswered until they are aborted. */
  isHung: boolean
  isForbidden: ResourceName | null
  session(change: Partial<SessionView>, epoch?: number): void
  connection(state: ConnectionView['state']): void
}

let opened: FillWorld[] = []
afterEach(() => {
  for (const world of opened) {
    world.fill.close()
    // Whatever a test did, nothing may go on after the end.
    expect(world.clock.pendingTimers).toBe(0)
  }
  opened = []
})

function createFillWorld(count: number, cacheOf?: (userId: number) => Promise<Cache>): FillWorld {
  const clock = createVirtualClock()
  const sessionListeners = new Set<(view: SessionView) => void>()
  const connectionListeners = new Set<(view: ConnectionView) => void>()
  let view = { state: 'active', userId: 1 } as SessionView
  let stamp = { userId: 1 as number | null, epoch: 1 }
  let connection: ConnectionView = { state: 'online', syncedAt: 0, since: null, reason: null }
  const list =
    (name: ResourceName) =>
    async (query: ListQuery, call: CallOptions = {}): Promise<{ rows: Row[]; total: number }> => {
      world.asked.push({ second: clock.monotonicMs() / 1000, name, page: query.page })
      world.calls.push(call)
      if (world.isForbidden === name) throw failed('FORBIDDEN', 'no')
      if (world.isHung)
        await new Promise((_, reject) => {
          call.signal?.addEventListener('abort', () => {
            reject(failed('CANCELLED', ''))
          })
        })
      if (name !== 'users') return { rows: [], total: 0 }
      const from = (query.page - 1) * query.pageSize
      return { rows: world.ids.slice(from, from + query.pageSize).map(user), total: world.ids.length }
    }
  const recorder = (userId: number) =>
    ({
      putRows: (_name, rows) => {
        const held = world.put.get(userId) ?? new Set()
        world.put.set(userId, held)
        for (const { id } of rows) held.add(id)
        return Promise.resolve()
      },
      replaceAll: () => Promise.resolve(),
      keepOnly: (_name, ids) => {
        world.swept.push([...ids])
        return Promise.resolve()
      },
    }) satisfies Pick<Cache, 'putRows' | 'replaceAll' | 'keepOnly'> as unknown as Cache
  const world: FillWorld = {
    clock,
    asked: [],
    calls: [],
    put: new Map(),
    swept: [],
    ids: Array.from({ length: count }, (_, index) => index + 1),
    isHung: false,
    isForbidden: null,
    session: (change, epoch = stamp.epoch) => {
      view = { ...view, ...change }
      stamp = { userId: view.userId, epoch }
      for (const listener of sessionListeners) listener(view)
    },
    connection: (state) => {
      connection = { ...connection, state }
      for (const listener of connectionListeners) listener(connection)
    },
    fill: createBackgroundFill({
      clients: { users: { list: list('users') }, departments: { list: list('departments') }, roles: { list: list('roles') }, menus: { list: list('menus') }, grants: { list: list('grants') } },
      session: {
        view: () => view,
        stamp: () => stamp,
        onChange: (listener) => {
          sessionListeners.add(listener)
          return () => sessionListeners.delete(listener)
        },
      },
      connectivity: {
        view: () => connection,
        onChange: (listener) => {
          connectionListeners.add(listener)
          return () => connectionListeners.delete(listener)
        },
      },
      cacheOf: cacheOf ?? ((userId) => Promise.resolve(recorder(userId))),
      clock,
    }),
  }
  opened.push(world)
  return world
}
const pages = (world: FillWorld): number[] => world.asked.filter(({ name }) => name === 'users').map(({ page }) => page)

describe('the background fill', () => {
  it('begins after two idle seconds, asks once a second, small resources first, and again a quarter of an hour later', async () => {
    const world = createFillWorld(450)
    await world.clock.advance(1999)
    expect(world.asked).toEqual([])
    await world.clock.advance(60_000)
    expect(world.asked.map(({ second }) => second)).toEqual([2, 3, 4, 5, 6, 7])
    expect(world.asked.map(({ name }) => name)).toEqual(['departments', 'roles', 'menus', 'users', 'users', 'users'])
    expect(pages(world)).toEqual([1, 2, 3])
    expect(world.put.get(1)?.size).toBe(450)
    world.asked.length = 0
    await world.clock.advance(15 * 60_000 - 60_000 + 5000)
    expect(world.asked).toEqual([])
    await world.clock.advance(2000)
    expect(world.asked).not.toEqual([])
  })

  it('stops at 50,000 rows, and does not take what it has not seen for gone', async () => {
    const world = createFillWorld(60_000)
    await world.clock.advance(400_000)
    expect(pages(world)).toHaveLength(250)
    expect(world.put.get(1)?.size).toBe(50_000)
    expect(world.swept).toEqual([])
  })

  it('gives way to a person at once, and goes on where it was two seconds after', async () => {
    const world = createFillWorld(1000)
    await world.clock.advance(6000)
    expect(pages(world)).toEqual([1, 2])
    world.isHung = true
    await world.clock.advance(1000)
    const running = world.calls.at(-1)
    expect(running?.signal?.aborted).toBe(false)
    const [first, second] = [world.fill.giveWay(), world.fill.giveWay()]
    expect(running?.signal?.aborted).toBe(true)
    world.isHung = false
    first()
    first()
    await world.clock.advance(60_000)
    expect(pages(world)).toEqual([1, 2, 3])
    second()
    await world.clock.advance(1999)
    expect(pages(world)).toEqual([1, 2, 3])
    await world.clock.advance(10_000)
    expect(pages(world)).toEqual([1, 2, 3, 3, 4, 5])
  })

  it('has one request at a time, however long the server takes', async () => {
    const world = createFillWorld(1000)
    world.isHung = true
    await world.clock.advance(600_000)
    expect(world.asked).toHaveLength(1)
  })

  for (const state of ['suspended', 'ended', 'signed-out'] as const) {
    it(`gives up when the session is ${state}, and asks nothing while it is`, async () => {
      const world = createFillWorld(1000)
      world.isHung = true
      await world.clock.advance(2000)
      world.session({ state })
      expect(world.calls.at(-1)?.signal?.aborted).toBe(true)
      world.isHung = false
      await world.clock.advance(3_600_000)
      expect(world.asked).toHaveLength(1)
    })
  }

  it('lets its own renewal of the session finish', async () => {
    const world = createFillWorld(1000)
    world.isHung = true
    await world.clock.advance(2000)
    world.session({ state: 'renewing' })
    expect(world.calls.at(-1)?.signal?.aborted).toBe(false)
  })

  it('asks as the user whose round it is, and begins anew for the next one, also in the pause between rounds', async () => {
    const world = createFillWorld(300)
    await world.clock.advance(60_000)
    expect(pages(world)).toEqual([1, 2])
    world.session({ userId: 2 }, 2)
    await world.clock.advance(60_000)
    expect(pages(world)).toEqual([1, 2, 1, 2])
    expect(new Set(world.calls.map(({ stamp }) => stamp?.userId))).toEqual(new Set([1, 2]))
    expect(world.put.get(2)?.size).toBe(300)
  })

  it('waits for the way to the server, and gives up when it is lost', async () => {
    const world = createFillWorld(300)
    world.connection('offline')
    await world.clock.advance(60_000)
    expect(world.asked).toEqual([])
    world.connection('online')
    world.isHung = true
    await world.clock.advance(2000)
    world.connection('offline')
    expect(world.calls.at(-1)?.signal?.aborted).toBe(true)
  })

  it('leaves out what the account may not list, and fetches the rest', async () => {
    const world = createFillWorld(300)
    world.isForbidden = 'roles'
    await world.clock.advance(60_000)
    expect(world.asked.filter(({ name }) => name === 'roles')).toHaveLength(1)
    expect(pages(world)).toEqual([1, 2])
  })

  it('takes rows for gone only when its pages fitted together', async () => {
    const world = createFillWorld(450)
    await world.clock.advance(5000)
    expect(pages(world)).toEqual([1])
    // Someone deletes user 1: user 201 moves to the first page, which was read already.
    world.ids = world.ids.filter((id) => id !== 1)
    await world.clock.advance(60_000)
    expect(world.put.get(1)?.has(201)).toBe(false)
    expect(world.swept).toEqual([])
    await world.clock.advance(15 * 60_000)
    expect(world.swept).toEqual([world.ids])
  })

  it('ends at once when it is closed', async () => {
    const world = createFillWorld(300)
    world.isHung = true
    await world.clock.advance(2000)
    world.fill.close()
    expect(world.calls.at(-1)?.signal?.aborted).toBe(true)
    await world.clock.advance(3_600_000)
    expect(world.asked).toHaveLength(1)
  })

  it('leaves a real cache with every row of the server and none that is gone', async () => {
    const cache = createCache({
      server: { here: '', before: null },
      path: null,
      key: null,
      thread: cacheThread,
      onFault: (error) => {
        throw error
      },
    })
    onTestFinished(() => cache.close())
    const world = createFillWorld(450, () => Promise.resolve(cache))
    await cache.putRows('users', [user(7), user(9999)], world.clock.wallMs() - 1000)
    await eventually(async () => {
      await world.clock.advance(1000)
      return (await cache.list('users', { page: 1, pageSize: 1, sort: [], filter: {} }))?.isComplete ?? false
    })
    expect(await cache.ids('users')).toEqual(world.ids)
    expect(await cache.list('roles', { page: 1, pageSize: 20, sort: [], filter: {} })).toMatchObject({ rows: [], isComplete: true })
  })
})
