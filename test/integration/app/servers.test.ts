// The list of servers with real sessions, stores and back-ends under it; only windows, dialogs and the keychain are made up.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { createDesk, pushesTo } = await import('../../support/desk')
import type { ProfileEntry, ProfileInput } from '../../../src/shared/profiles'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { certificatePem, makeCertificate } from '../../support/certificates'
import { failureOf, until } from '../../support/client'
import type { Desk, Run } from '../../support/desk'
import { hold, inject } from '../../support/fault-kinds'

let desk: Desk
let run: Run
let window: Workspace
beforeEach(async () => {
  desk = await createDesk('a', 'b')
  run = await desk.start()
  window = await run.signedIn('a')
})
afterEach(() => desk.close())

const entry = (id: string): ProfileEntry => run.servers.list(window).find((found) => found.id === id) as ProfileEntry
function inputOf(id: string, some: Partial<ProfileInput> = {}): ProfileInput {
  const { name, origin, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile } = entry(id)
  return { id, name, url: origin, label, labelText, color, writeMode, dialect, callBudgetMs, extraCaFile, allowPlainHttp: false, ...some }
}
const added = (some: Partial<ProfileInput> = {}): ProfileInput => ({ ...inputOf('a'), id: null, name: 'C', url: 'https://c.example.com', ...some })
const proxy = (id: string) => desk.proxy(id)
/** The keychain's items of one profile, without the installation's id. */
const itemsOf = (id: string): string[] => [...desk.items.keys()].map((account) => account.slice(account.indexOf('/') + 1)).filter((account) => account.startsWith(`${id}/`))
const draft = (draftId: string = randomUUID()) => ({ draftId, resource: 'users' as const, recordId: 4, title: 'wangwei', base: {}, edits: { tel: '1' }, cursorField: null })
const storeOf = async () => (await window.runtime().store()) as NonNullable<Awaited<ReturnType<ReturnType<Workspace['runtime']>['store']>>>

describe('the list', () => {
  it('tells of each server its session, when it was used, and the windows that show it', async () => {
    run.workspaces.open('a')
    expect(entry('a')).toMatchObject({ session: 'active', windows: 2, isHere: true, lastUsername: 'admin', lastUsedAt: run.clock.wallMs(), label: 'none' })
    expect(entry('b')).toMatchObject({ session: null, windows: 0, isHere: false, lastUsername: null, lastUsedAt: null })
  })
  it('holds nothing secret', () => {
    expect(JSON.stringify(run.servers.list(window))).not.toContain('eyJ')
  })
  it('opens a server here or in another window, and not one that is gone', () => {
    run.servers.open({ id: 'b', inNewWindow: true }, window)
    expect(entry('b').windows).toBe(1)
    run.servers.open({ id: 'b', inNewWindow: false }, window)
    expect([entry('b').windows, entry('b').isHere, run.profiles.current().id]).toEqual([2, true, 'b'])
    expect(pushesTo(window, 'workspace.switched')).toHaveLength(1)
    run.servers.open({ id: 'b', inNewWindow: false }, window)
    expect(pushesTo(window, 'workspace.switched')).toHaveLength(1)
    expect(() => {
      run.servers.open({ id: 'gone', inNewWindow: false }, window)
    }).toThrow('NOT_FOUND')
  })
})

describe('saving a server', () => {
  it.each<[string, Partial<ProfileInput>, Record<string, string>]>([
    ['a name that is in the list, whatever its case', { name: 'B' }, { name: 'taken' }],
    ['no address', { url: 'ftp://c.example.com' }, { url: 'invalid' }],
    ['plain http to another machine without a word', { url: 'http://c.example.com' }, { url: 'plainHttp' }],
    ['a CA file that nobody chose', { extraCaFile: '/etc/hostname' }, { extraCaFile: 'unreadable' }],
  ])('refuses %s, and names the field', async (_name, some, fields) => {
    expect(await failureOf(run.servers.save(added(some), window))).toMatchObject({ code: 'VALIDATION', fields })
    expect(run.profiles.list()).toHaveLength(2)
  })
  it('looks for the API below the typed path, and keeps the place where it is', async () => {
    const { origin } = new URL(proxy('b').url)
    for (const [index, typed] of [`${origin}/ruoyi/`, `${origin}/admin/#/login`, `${origin}/backend/index.php`, origin].entries()) {
      expect(await run.servers.save(added({ name: `C${index}`, url: typed }), window)).toMatchObject({ origin, apiPath: '/api/v2' })
    }
    proxy('b').on({ path: /^\/(?!deep\/)/ }, inject({ headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }))
    proxy('b').on({ path: '/deep/index.php/' }, inject({ status: 401, headers: { 'content-type': 'application/json' }, body: '{"code":50015}' }))
    expect(await run.servers.save(added({ name: 'Deep', url: `${origin}/deep/admin/` }), window)).toMatchObject({ apiPath: '/deep/index.php/api/v2' })
    // Nothing found: the likeliest place. A server may be added while it cannot be reached.
    expect(await run.servers.save(added({ name: 'Nowhere', url: 'https://c.example.com/ruoyi/' }), window)).toMatchObject({ apiPath: '/ruoyi/api/v2' })
  })
  it('asks nobody where a known server is: who is signed in stays where they are', async () => {
    proxy('a').on({}, inject({ status: 404, body: 'Not Found' }))
    proxy('a').forgetRequests()
    expect(await run.servers.save(inputOf('a', { dialect: 'x-token' }), window)).toMatchObject({ apiPath: '/api/v2' })
    expect(proxy('a').requests.filter(({ path }) => path.includes('index.php'))).toEqual([])
  })
  it('tries https for an address without a scheme, and leaves http to the person', async () => {
    const { host, origin } = new URL(proxy('b').url)
    expect(await failureOf(run.servers.save(added({ url: host }), window))).toMatchObject({ code: 'VALIDATION', fields: { url: 'noHttps' } })
    expect(await run.servers.save(added({ url: `http://${host}/x/` }), window)).toMatchObject({ origin, apiPath: '/api/v2' })
    // With the scheme it is the person's word, and a server that is off may still be added.
    expect(await run.servers.save(added({ name: 'D', url: `https://${host}` }), window)).toMatchObject({ origin: `https://${host}` })
    expect(await run.servers.save(added({ name: 'E', url: 'c.example.com' }), window)).toMatchObject({ origin: 'https://c.example.com' })
  })
  it('adds it as it was typed, and tells the pages', async () => {
    const before = run.told.changes
    const saved = await run.servers.save(added({ url: 'http://c.example.com/index.php/api/v2/#/login', allowPlainHttp: true, label: 'production', labelText: 'not used', color: 'red' }), window)
    expect(saved).toMatchObject({ name: 'C', origin: 'http://c.example.com', apiPath: '/index.php/api/v2', label: 'production', labelText: '', color: 'red', session: null })
    expect(run.told.changes).toBe(before + 1)
    // Agreed to once: the same address needs no second word, another one does.
    await run.servers.save({ ...inputOf(saved.id), name: 'D' }, window)
    expect(await failureOf(run.servers.save({ ...inputOf(saved.id), url: 'http://d.example.com' }, window))).toMatchObject({ fields: { url: 'plainHttp' } })
  })
  it('lets the demo have another name and label, and nothing else', async () => {
    const demo = run.servers.addDemo(window)
    expect(run.servers.addDemo(window).id).toBe(demo.id)
    const saved = await run.servers.save(
      { ...inputOf('a', { name: 'Playground', label: 'custom', labelText: 'mine' }), id: demo.id, url: 'https://evil.example.com', dialect: 'x-token', extraCaFile: '/etc/hostname' },
      window,
    )
    expect(saved).toMatchObject({ name: 'Playground', label: 'custom', labelText: 'mine', origin: '', isDemo: true, dialect: 'bearer', extraCaFile: null })
  })
  it('takes a changed dialect and time limit from the next call on; the session goes on', async () => {
    await run.servers.save(inputOf('a', { dialect: 'x-token', callBudgetMs: 2000 }), window)
    proxy('a').forgetRequests()
    await window.runtime().reads.account()
    expect(proxy('a').requests.filter(({ headers }) => headers['x-token'] !== undefined && headers['authorization'] === undefined)).toHaveLength(1)
    const hung = hold()
    proxy('a').on({}, hung)
    const call = failureOf(window.runtime().reads.account())
    await hung.reached()
    await run.clock.advance(2000)
    expect(await call).toMatchObject({ code: 'TIMEOUT' })
    expect(entry('a').session).toBe('active')
    expect(desk.servers['a']?.server.control.counts().refresh).toBe(0)
  })
  it('takes a CA file that was chosen, and one that the profile has already', async () => {
    const file = join(desk.folder, 'ca.pem')
    writeFileSync(file, certificatePem(await makeCertificate({ name: 'Company CA', isCa: true })))
    run.choices.file = file
    expect(await run.servers.chooseCaFile(window)).toMatchObject({ file, subject: 'CN=Company CA' })
    await run.servers.save(inputOf('a', { extraCaFile: file }), window)
    const next = await desk.start()
    await next.servers.save({ ...inputOf('a'), name: 'A2' }, window)
    expect(next.profiles.find('a')).toMatchObject({ name: 'A2', extraCaFile: file })
  })
  it("takes no server's certificate, and no text, for a CA", async () => {
    const leaf = certificatePem(await makeCertificate({ name: 'a.example.com', hosts: ['a.example.com'] }))
    for (const text of [leaf, 'no certificate', '']) {
      run.choices.file = join(desk.folder, 'some.pem')
      writeFileSync(run.choices.file, text)
      expect(await failureOf(run.servers.chooseCaFile(window))).toMatchObject({ code: 'VALIDATION', fields: { extraCaFile: 'notACertificate' } })
      expect(await failureOf(run.servers.save(inputOf('a', { extraCaFile: run.choices.file }), window))).toMatchObject({ fields: { extraCaFile: 'unreadable' } })
    }
  })
})

describe('removing a server', () => {
  it('keeps the last one, and one that another window shows', async () => {
    const besides = run.workspaces.open('b')
    expect(await failureOf(run.servers.forget({ id: 'b', deleteData: false }, window))).toMatchObject({ code: 'CONFLICT', details: { cause: 'shown' } })
    run.workspaces.destroy(besides)
    await run.servers.forget({ id: 'b', deleteData: false }, window)
    expect(await failureOf(run.servers.forget({ id: 'a', deleteData: false }, window))).toMatchObject({ code: 'CONFLICT', details: { cause: 'last' } })
    expect(entry('a').session).toBe('active')
  })
  it('turns its own window to another server first, ends its calls, and takes its tokens out of the keychain', async () => {
    desk.servers['a']?.server.control.expireAllTokens()
    const call = failureOf(window.runtime().reads.account())
    await until(() => window.runtime().session.view().waiting === 1)
    expect(itemsOf('a')).toContain('a/tokens')
    await run.servers.forget({ id: 'a', deleteData: false }, window)
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(window.runtime().profileId).toBe('b')
    expect(pushesTo(window, 'workspace.switched')).toHaveLength(1)
    expect(itemsOf('a')).not.toContain('a/tokens')
    expect(run.profiles.list().map(({ id }) => id)).toEqual(['b'])
    // The one that is open now asks for the server that the window shows.
    expect(run.signIns()).toHaveLength(1)
  })
  it('leaves drafts and their key where they are, unless the person wants them gone', async () => {
    ;(await storeOf()).drafts.keep(draft())
    await run.servers.forget({ id: 'a', deleteData: false }, window)
    expect(existsSync(join(desk.folder, 'profiles', 'a', 'user-1.db'))).toBe(true)
    expect(itemsOf('a')).toEqual(['a/1/db'])
  })
  it('takes drafts, their key and those of former users with it when the person wants that', async () => {
    ;(await storeOf()).drafts.keep(draft())
    const folder = join(desk.folder, 'profiles', 'a')
    writeFileSync(join(folder, 'user-9.db.unreadable-2026-01-01'), 'x')
    const prefix = `${run.profiles.installationId}/a`
    desk.items.set(`${prefix}/9/db`, 'key')
    await run.servers.forget({ id: 'a', deleteData: true }, window)
    expect(existsSync(folder)).toBe(false)
    expect(itemsOf('a')).toEqual([])
    expect(run.profiles.forgotten()).toEqual([])
  })
  it('ends at the next start when the keychain did not do its part', async () => {
    ;(await storeOf()).drafts.keep(draft())
    desk.keychain.isRefusing = true
    await run.servers.forget({ id: 'a', deleteData: true }, window)
    expect(run.profiles.forgotten()).toHaveLength(1)
    expect(itemsOf('a')).toEqual(expect.arrayContaining(['a/tokens', 'a/1/db']))
    desk.keychain.isRefusing = false
    const next = await desk.start()
    expect(next.profiles.find('a')).toBeNull()
    await next.servers.resumeProfileRemoval()
    expect(itemsOf('a')).toEqual([])
    expect(next.profiles.forgotten()).toEqual([])
    expect(next.faults).toEqual([])
  })
  it('forgets one that was not used in this run', async () => {
    const next = await desk.start()
    const elsewhere = next.workspaces.open('b')
    await next.servers.forget({ id: 'a', deleteData: true }, elsewhere)
    expect(itemsOf('a')).toEqual([])
    expect(next.profiles.list().map(({ id }) => id)).toEqual(['b'])
  })
})

describe('signing out everywhere', () => {
  it('ends every session, and those of profiles that were not used in this run', async () => {
    await run.signedIn('b')
    const next = await desk.start()
    const here = next.workspaces.open('a')
    await here.runtime().session.start()
    expect(here.runtime().session.view().state).toBe('active')
    expect(await next.servers.signOutEverywhere({ clearsCache: false })).toBe(2)
    expect(here.runtime().session.view()).toMatchObject({ state: 'signed-out', cause: 'signed-out' })
    expect([...desk.items.keys()].filter((account) => account.endsWith('/tokens'))).toEqual([])
  })
  it('holds where the keychain does not answer: what it still has counts for nobody tomorrow', async () => {
    await run.signedIn('b')
    const next = await desk.start()
    desk.keychain.isRefusing = true
    await next.servers.signOutEverywhere({ clearsCache: false })
    desk.keychain.isRefusing = false
    expect([...desk.items.keys()].filter((account) => account.endsWith('/tokens'))).toHaveLength(2)
    const tomorrow = await desk.start()
    for (const id of ['a', 'b']) {
      const { session } = tomorrow.runtimes.of(id)
      await session.start()
      expect(session.view().state).toBe('signed-out')
    }
    await until(() => [...desk.items.keys()].every((account) => !account.endsWith('/tokens')))
  })
})

describe('taking servers to another machine', () => {
  it('writes the file whole, and reads it back where the names are free', async () => {
    const folder = join(desk.folder, 'out')
    mkdirSync(folder)
    run.choices.file = join(folder, 'servers.json')
    writeFileSync(run.choices.file, 'something older')
    expect(await run.servers.export(window)).toEqual({ file: run.choices.file, profiles: 2 })
    expect(readdirSync(folder)).toEqual(['servers.json'])
    expect(readFileSync(run.choices.file, 'utf8')).not.toContain(run.profiles.installationId)
    expect(await run.servers.import(window)).toEqual({ added: [], skipped: ['a', 'b'], unreadable: [] })
    await run.servers.forget({ id: 'b', deleteData: false }, window)
    expect(await run.servers.import(window)).toEqual({ added: ['b'], skipped: ['a'], unreadable: [] })
    expect(run.profiles.list().map(({ name, lastUser }) => [name, lastUser?.username])).toEqual([
      ['a', 'admin'],
      ['b', undefined],
    ])
  })
  it('leaves nothing behind where the file cannot be written', async () => {
    const folder = join(desk.folder, 'servers.json')
    mkdirSync(join(folder, 'full'), { recursive: true })
    run.choices.file = folder
    expect(await failureOf(run.servers.export(window))).toMatchObject({ code: 'STORAGE' })
    expect(readdirSync(desk.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
  it('asks before it takes a server over plain http, and leaves it out when the person says so', async () => {
    run.choices.file = join(desk.folder, 'servers.json')
    const plain = await run.servers.save(added({ name: 'Plain', url: 'http://c.example.com', allowPlainHttp: true }), window)
    await run.servers.export(window)
    await run.servers.forget({ id: plain.id, deleteData: false }, window)
    expect(await run.servers.import(window)).toEqual({ added: [], skipped: ['a', 'b', 'Plain'], unreadable: [] })
    run.choices.agrees = true
    expect(await run.servers.import(window)).toMatchObject({ added: ['Plain'] })
    expect(run.choices.asked).toEqual(['Plain', 'Plain'])
  })
  it('says what is wrong with another file, and does nothing when none is chosen', async () => {
    run.choices.file = join(desk.folder, 'profiles.json')
    expect(await failureOf(run.servers.import(window))).toMatchObject({ code: 'VALIDATION', fields: { file: 'notAList' } })
    rmSync(join(desk.folder, 'profiles.json'))
    expect(await failureOf(run.servers.import(window))).toMatchObject({ code: 'STORAGE' })
    run.choices.file = null
    expect([await run.servers.import(window), await run.servers.export(window), await run.servers.chooseCaFile(window)]).toEqual([null, null, null])
  })
})
