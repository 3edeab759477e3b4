import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
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
const names = (): string[] =>
  openProfiles(folder)
    .list()
    .map(({ name }) => name)

describe('the list of servers', () => {
  it('opens a file from before labels, colours and removals, with their usual values', () => {
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
  it("keeps the person's order; ids that are left out stay behind the named ones, unknown and repeated ones change nothing", () => {
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
    store.endProfileRemoval(id)
    expect(openProfiles(folder).forgotten()).toEqual([])
  })
})

describe('F77: a profile that this version cannot read', () => {
  const good = { id: 'good', ...server('Good'), isDemo: false, callBudgetMs: 15_000, extraCaFile: null, lastUser: { userId: 1, username: 'admin' }, staySignedIn: true }
  const later = { ...good, id: 'later', name: 'Later', dialect: 'mtls', certificate: 'x' }
  const path = (): string => join(folder, 'profiles.json')
  const write = (value: object): void => {
    writeFileSync(path(), JSON.stringify({ value }))
  }
  const stored = () => (JSON.parse(readFileSync(path(), 'utf8')) as { value: { profiles: unknown[]; aside: { profiles: unknown[] }; [more: string]: unknown } }).value
  const withData = (id: string): void => {
    mkdirSync(join(folder, 'profiles', id), { recursive: true })
    writeFileSync(join(folder, 'profiles', id, 'user-1.db'), 'x')
  }

  it('F77: costs no other one its place, and is named by what can be read of it', () => {
    withData('later')
    write({ currentId: 'good', profiles: [later, good, null, 'nonsense', { id: '../x', name: 'Odd' }] })
    const opened = openProfiles(folder)
    expect([opened.wasRecovered, opened.current().id, opened.list().length]).toEqual([false, 'good', 1])
    expect(opened.left()).toEqual([
      { kind: 'unreadable', id: 'later', name: 'Later', url: 'https://a.example.com/api/v2', hasData: true },
      { kind: 'unreadable', id: null, name: null, url: null, hasData: false },
      { kind: 'unreadable', id: null, name: null, url: null, hasData: false },
      { kind: 'unreadable', id: null, name: 'Odd', url: null, hasData: false },
    ])
  })

  it('F77: stays in the file as it is, whatever this version writes there, for a later one that reads it', () => {
    write({ currentId: 'good', profiles: [later, good], shortcuts: { open: 'x' } })
    openProfiles(folder).add(server('Another'))
    const again = openProfiles(folder)
    again.reorder(['good'])
    expect(stored()).toMatchObject({ aside: { profiles: [later] }, shortcuts: { open: 'x' } })
    expect(again.left()).toMatchObject([{ id: 'later' }])
    // What can be read by now comes back into the list.
    write({ ...stored(), aside: { profiles: [{ ...later, dialect: 'bearer' }], forgotten: [], kept: [] } })
    expect(
      openProfiles(folder)
        .list()
        .map(({ id }) => id),
    ).toEqual(['good', expect.any(String), 'later'])
  })

  it('F78: an installation id in the list that is none stops no start, and is taken from nobody', () => {
    write({ currentId: 'good', profiles: [good], installationId: 'none' })
    const opened = openProfiles(folder)
    expect([opened.current().id, opened.installationId]).toEqual(['good', expect.stringMatching(/^[0-9a-f-]{36}$/)])
    expect(openProfiles(folder).installationId).toBe(opened.installationId)
  })

  it('F77: what is to be forgotten, or stays of a server that was removed, is kept too when this version cannot read it', () => {
    const [forgotten, kept] = [
      { id: 'going', deletesData: 'later' },
      { id: 'stays', title: 'A name of another kind' },
    ]
    write({ currentId: 'good', profiles: [good], forgotten: [forgotten, { id: 'gone', deletesData: true, userIds: [] }], kept: [kept] })
    openProfiles(folder).endProfileRemoval('gone')
    openProfiles(folder).addDemo()
    expect(stored()).toMatchObject({ aside: { forgotten: [forgotten], kept: [kept] } })
  })

  it('F77: nothing is lost, whichever entries are odd, through two rewrites (property)', () => {
    const entry = fc.oneof(fc.constant(good), fc.constant(later), fc.jsonValue({ maxDepth: 1 }), fc.record({ id: fc.constantFrom('a', 'b', 'good'), name: fc.string() }))
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        rmSync(folder, { recursive: true })
        mkdirSync(folder)
        write({ currentId: 'good', profiles: entries })
        openProfiles(folder).addDemo()
        openProfiles(folder).setCurrent('good')
        const kept = [...stored().profiles, ...stored().aside.profiles].map((one) => JSON.stringify(one))
        for (const one of entries) if (JSON.stringify(one) !== JSON.stringify(good)) expect(kept).toContain(JSON.stringify(one))
        if (entries.includes(good)) expect(openProfiles(folder).find('good')).toMatchObject({ name: 'Good' })
      }),
      { numRuns: 40 },
    )
  })

  it('F77: set up again under its own id, it has its data folder back, and is no longer set aside', () => {
    withData('later')
    write({ currentId: 'good', profiles: [later, good] })
    const opened = openProfiles(folder)
    expect(opened.add(server('Later'), 'later').id).toBe('later')
    expect(opened.left()).toEqual([])
    expect(stored().aside.profiles).toEqual([])
    // Only what is left over can be claimed.
    expect(opened.add(server('Thief'), 'good').id).not.toBe('good')
  })

  it('F77: a data folder that no profile leads to is named, one that was to stay says so, and one that is being deleted is neither', () => {
    for (const id of ['orphan', 'kept1', 'going']) withData(id)
    mkdirSync(join(folder, 'profiles', 'empty'), { recursive: true })
    write({ currentId: 'good', profiles: [good, { ...good, id: 'kept1', name: 'Kept' }, { ...good, id: 'going', name: 'Going' }] })
    const opened = openProfiles(folder)
    opened.forget({ id: 'kept1', deletesData: false, userIds: [] })
    opened.forget({ id: 'going', deletesData: true, userIds: [1] })
    expect(opened.left().map(({ kind, id, name }) => [kind, id, name])).toEqual([
      ['kept', 'kept1', 'Kept'],
      ['unknown', 'orphan', null],
    ])
  })

  it('F77: with nothing that can be read, the list has the demo, and says what it could not read', () => {
    write({ currentId: 'later', profiles: [later] })
    const opened = openProfiles(folder)
    expect(opened.list()).toMatchObject([{ isDemo: true }])
    expect(opened.left()).toMatchObject([{ name: 'Later' }])
    for (const name of ['profiles.json', 'profiles.backup.json']) writeFileSync(join(folder, name), 'x')
    expect(openProfiles(folder)).toMatchObject({ wasRecovered: true, wasBegunAnew: true })
  })
})

describe('F72: the server that a profile had before this program first changed anything', () => {
  const old = {
    id: 'p',
    name: 'P',
    origin: 'https://h.example',
    apiPath: '/staging/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    extraCaFile: null,
    lastUser: null,
    staySignedIn: true,
  }
  /** As an older program writes the list: without what it does not know. */
  const writtenByOld = (some: object = {}): void => {
    writeFileSync(join(folder, 'profiles.json'), JSON.stringify({ value: { currentId: 'p', profiles: [{ ...old, ...some }] } }))
  }
  const before = (): string | null => openProfiles(folder).serverBefore('p')
  beforeEach(() => {
    writtenByOld()
  })

  it('F72: is the one of the first start, however often it is changed here afterwards', () => {
    expect(before()).toBe('https://h.example/staging/api/v2')
    openProfiles(folder).change('p', { apiPath: '/prod/api/v2' })
    expect(before()).toBe('https://h.example/staging/api/v2')
  })
  it('F72: is noted before the list is written: a kill in between finds it the same', () => {
    openProfiles(folder)
    rmSync(join(folder, 'profiles.backup.json'), { force: true })
    expect(before()).toBe('https://h.example/staging/api/v2')
  })
  it('F72: is not known any more when an older program has changed it in between', () => {
    openProfiles(folder).change('p', { name: 'Renamed' })
    writtenByOld({ apiPath: '/prod/api/v2' })
    expect(before()).toBeNull()
  })
  it('F72: stays known when the older program has left it as it was', () => {
    openProfiles(folder).change('p', { name: 'Renamed' })
    writtenByOld({ name: 'Again' })
    expect(before()).toBe('https://h.example/staging/api/v2')
  })
  it('F72: is not guessed when the note is gone', () => {
    openProfiles(folder).change('p', { apiPath: '/prod/api/v2' })
    for (const name of ['first-servers.json', 'first-servers.backup.json']) rmSync(join(folder, name), { force: true })
    expect(before()).toBeNull()
  })
  it('F72: is none for a server that was added by this program, and always the demo for the demo', () => {
    const opened = openProfiles(folder)
    const { id } = opened.add(server('New'))
    opened.addDemo()
    expect([opened.serverBefore(id), openProfiles(folder).serverBefore('demo'), opened.serverBefore('constructor')]).toEqual([null, '', null])
  })
})
