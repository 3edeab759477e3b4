import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { openProfiles } = await import('../../../src/main/settings/profiles')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-profiles-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const server = (name: string) => ({ name, origin: 'https://a.example.com', apiPath: '/api/v2', dialect: 'bearer' as const })
const names = (): string[] => openProfiles(folder).list().map(({ name }) => name)

describe('the list of servers', () => {
  it('opens a file from before labels, colours and forgetting, with their usual values', () => {
    const before = { id: 'test', ...server('Old'), isDemo: false, callBudgetMs: 15_000, extraCaFile: null, lastUser: null, staySignedIn: true }
    writeFileSync(join(folder, 'profiles.json'), JSON.stringify({ value: { currentId: 'test', profiles: [before] } }))
    const opened = openProfiles(folder)
    expect(opened.wasRecovered).toBe(false)
    expect(opened.current()).toMatchObject({ name: 'Old', label: 'none', labelText: '', color: 'grey', lastUsedAt: null })
  })
  it('takes names for one that people cannot tell apart, and a profile for its own', () => {
    const store = openProfiles(folder)
    const { id } = store.add(server('Intranet'))
    expect(['intranet ', 'ＩＮＴＲＡＮＥＴ', 'Intranet'].map((name) => store.isNameTaken(name))).toEqual([true, true, true])
    expect(store.isNameTaken('Intranet', id)).toBe(false)
    expect(store.isNameTaken('Intranet 2')).toBe(false)
  })
  it('keeps the person\'s order; ids that are left out stay behind the named ones, unknown and repeated ones change nothing', () => {
    const store = openProfiles(folder)
    const [a, b, c] = ['A', 'B', 'C'].map((name) => store.add(server(name)).id) as [string, string, string]
    store.reorder([c, 'gone', b, c])
    expect(names()).toEqual(['C', 'B', 'Demo', 'A'])
    store.reorder([a])
    expect(names()).toEqual(['A', 'C', 'B', 'Demo'])
  })
  it('notes which one was used last, and when', () => {
    const store = openProfiles(folder, () => 1234)
    const { id } = store.add(server('A'))
    store.setCurrent(id)
    expect(openProfiles(folder).current()).toMatchObject({ id, lastUsedAt: 1234 })
  })
  it('gives the demo back once, under a name that is free', () => {
    const store = openProfiles(folder)
    expect(store.addDemo().id).toBe('demo')
    store.add(server('demo 2'))
    store.change('demo', { name: 'Mine' })
    store.add(server('Demo'))
    store.forget({ id: 'demo', deletesData: true, userIds: [] })
    const again = store.addDemo()
    expect(again).toMatchObject({ name: 'Demo 3', isDemo: true })
    // What is still to be removed under the usual id would take the new one's data with it.
    expect(again.id).not.toBe('demo')
    expect(names()).toEqual(['demo 2', 'Demo', 'Demo 3'])
  })
  it('forgets in one write, and remembers what is still to be removed until it is told', () => {
    const store = openProfiles(folder)
    const { id } = store.add(server('A'))
    store.forget({ id, deletesData: true, userIds: [1, 4] })
    expect(openProfiles(folder).find(id)).toBeNull()
    expect(openProfiles(folder).forgotten()).toEqual([{ id, deletesData: true, userIds: [1, 4] }])
    store.endForgetting(id)
    expect(openProfiles(folder).forgotten()).toEqual([])
  })
})
