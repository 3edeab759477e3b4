// What each server takes on this computer, and clearing its cache from the settings.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk } = await import('../../support/desk')
import { createServerData } from '../../../src/main/app/profiles/server-data'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { failureOf } from '../../support/client'
import type { Desk, Run } from '../../support/desk'
import { soon } from '../../support/soon'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  window = await run.signedIn('a')
  await window.runtime().reads.list('users', { page: 1, pageSize: 50, sort: [], filter: {} })
  await window.runtime().stores.of(1)
  await soon(async () => expect(await rows()).toBeGreaterThan(0))
})
afterEach(() => desk.close())

const rows = async (): Promise<number> => (await (await window.runtime().caches.of(1)).size()).rows
const dataOf = (of: Run) => createServerData({ profiles: of.profiles, runtimes: of.runtimes, dataFolder: desk.folder })

it('tells the sizes of the servers that have something here, and clears the cache of one that is open', async () => {
  const data = dataOf(run)
  expect(data.sizes()).toEqual([{ profileId: 'a', cacheBytes: expect.any(Number) as number, dataBytes: expect.any(Number) as number }])
  expect(data.sizes()[0]?.dataBytes).toBeGreaterThan(0)
  await data.clear('a')
  expect(await rows()).toBe(0)
})

it('removes the cache of a server that was not opened in this run, and leaves its data file', async () => {
  run.runtimes.close()
  const next = await desk.start()
  await dataOf(next).clear('a')
  expect(dataOf(next).sizes()).toMatchObject([{ profileId: 'a', cacheBytes: 0 }])
})

it('says by its code that a cache could not be removed', async () => {
  mkdirSync(join(desk.folder, 'profiles', 'b', 'user-1.cache.db'), { recursive: true })
  expect(await failureOf(dataOf(run).clear('b'))).toMatchObject({ code: 'STORAGE' })
})

it('knows no server that is not in the list', async () => {
  expect(await failureOf(dataOf(run).clear('elsewhere'))).toMatchObject({ code: 'NOT_FOUND' })
})
