import { PREFERENCE_DEFAULTS } from '../../../src/shared/views'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ default: {}, app: undefined, ipcMain: undefined, shell: undefined }))
const { openPreferences } = await import('../../../src/main/settings/preferences')
const { openProfiles } = await import('../../../src/main/settings/profiles')
const { readCommandLine } = await import('../../../src/main/app/command-line')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('a settings file', () => {
  it('keeps what is changed, readable by its owner only', () => {
    openPreferences(folder).change({ theme: 'dark' })
    expect(openPreferences(folder).read()).toMatchObject({ theme: 'dark', locale: 'system' })
    expect(statSync(join(folder, 'preferences.json')).mode & 0o777).toBe(0o600)
  })
  for (const damage of ['', '{"value": {"loc', '[]', '{"value":[]}']) {
    it(`damaged to ${JSON.stringify(damage)}: comes back from its backup, keeps the damaged one aside, and says so`, () => {
      openPreferences(folder).change({ theme: 'dark' })
      writeFileSync(join(folder, 'preferences.json'), damage)
      const opened = openPreferences(folder)
      expect(opened.wasRecovered).toBe(true)
      expect(opened.read().theme).toBe('dark')
      expect(opened.wasBegunAnew).toBe(false)
      expect(readdirSync(folder).filter((name) => name.startsWith('preferences.damaged-'))).toHaveLength(1)
      expect(openPreferences(folder).wasRecovered).toBe(false)
    })
  }
  it('that is gone comes back from its backup', () => {
    openPreferences(folder).change({ theme: 'dark' })
    rmSync(join(folder, 'preferences.json'))
    const opened = openPreferences(folder)
    expect(opened.wasRecovered).toBe(true)
    expect(opened.read().theme).toBe('dark')
  })
  it('that cannot be written holds for this run, and stops nobody', () => {
    const opened = openPreferences(folder)
    mkdirSync(join(folder, 'preferences.backup.json.tmp'))
    expect(opened.change({ theme: 'dark' }).theme).toBe('dark')
    expect(opened.read().theme).toBe('dark')
  })
  it('begins anew when the backup is damaged too', () => {
    openPreferences(folder).change({ theme: 'dark' })
    for (const name of ['preferences.json', 'preferences.backup.json']) writeFileSync(join(folder, name), 'x')
    const opened = openPreferences(folder)
    expect([opened.wasRecovered, opened.wasBegunAnew]).toEqual([true, true])
    expect(opened.read().theme).toBe('system')
    expect(opened.change({ theme: 'light' }).theme).toBe('light')
  })
})

describe('F77: a preference that this version does not know', () => {
  const stored = (): Record<string, unknown> => (JSON.parse(readFileSync(join(folder, 'preferences.json'), 'utf8')) as { value: Record<string, unknown> }).value
  beforeEach(() => {
    openPreferences(folder).change({ theme: 'dark', locale: 'zh-CN' })
    writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ value: { ...stored(), density: 'spacious', toolbar: 15 } }))
  })
  it('F77: resets itself only, is named, and is no damage', () => {
    const opened = openPreferences(folder)
    expect(opened.read()).toMatchObject({ theme: 'dark', locale: 'zh-CN', density: 'comfortable' })
    expect(opened.unreadable()).toEqual(['density'])
    expect([opened.wasRecovered, opened.wasBegunAnew]).toEqual([false, false])
  })
  it.each([
    { menuWidth: 139 },
    { menuWidth: 401 },
    { menuWidth: 208.5 },
    { pageSize: 30 },
    { pageSize: 'many' },
    { isMenuHidden: 'yes' },
    { keepsCrashDumps: 1 },
    { fontSize: 11 },
    { fontSize: 25 },
    { fontSize: 13.5 },
    { startPage: 'users' },
    { motion: 'none' },
    { remindsOfUnsent: 0 },
    { remindsOfSessionEnd: 'no' },
    { keepsMessages: null },
    { keys: 'Mod+K' },
    { keys: ['Mod+K'] },
  ])('F77: takes no width, page size, text size or choice out of bounds from the file: %o', (wrong) => {
    const [name] = Object.keys(wrong) as [keyof typeof wrong]
    writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ value: { theme: 'dark', locale: 'en', ...wrong } }))
    const opened = openPreferences(folder)
    expect([opened.read(), opened.unreadable()]).toEqual([{ ...PREFERENCE_DEFAULTS, theme: 'dark', locale: 'en' }, [name]])
  })
  it('F77: keeps the keys that can be used, and leaves out only those that cannot', () => {
    writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ value: { ...stored(), keys: { save: ['Mod+Shift+K'], teleport: ['Mod+T'], copy: ['F3'], outbox: ['nonsense'] } } }))
    const opened = openPreferences(folder)
    expect([opened.read().keys, opened.unreadable()]).toEqual([{ save: ['Mod+Shift+K'] }, ['density']])
    opened.change({ keys: { outbox: ['F7'] } })
    expect(openPreferences(folder).read().keys).toEqual({ outbox: ['F7'] })
  })
  it('F77: stays in the file for a version that knows it, until a person chooses another value here', () => {
    openPreferences(folder).change({ theme: 'light' })
    expect(stored()).toMatchObject({ theme: 'light', density: 'spacious', toolbar: 15 })
    const opened = openPreferences(folder)
    opened.change({ density: 'compact' })
    expect(opened.unreadable()).toEqual([])
    expect(stored()).toMatchObject({ density: 'compact', toolbar: 15 })
  })
})

describe('profiles', () => {
  it('begin with the demo, and keep the installation its id', () => {
    const first = openProfiles(folder)
    expect(first.current()).toMatchObject({ id: 'demo', isDemo: true })
    expect(openProfiles(folder).installationId).toBe(first.installationId)
  })
  it('damaged beyond repair do not cost the installation its id, which names the keys of the drafts', () => {
    const { installationId } = openProfiles(folder)
    for (const name of ['profiles.json', 'profiles.backup.json']) writeFileSync(join(folder, name), 'x')
    expect(openProfiles(folder).installationId).toBe(installationId)
    rmSync(join(folder, 'installation.json'))
    expect(openProfiles(folder).installationId).toBe(installationId)
  })
  it('keep servers, the last one used, and who signed in', () => {
    const store = openProfiles(folder)
    const added = store.add({ name: 'Intranet', origin: 'https://a.example.com', apiPath: '/api/v2', dialect: 'x-token' })
    store.setCurrent(added.id)
    store.change(added.id, { lastUser: { userId: 4, username: 'wangwei' } })
    expect(openProfiles(folder).current()).toMatchObject({ name: 'Intranet', dialect: 'x-token', lastUser: { userId: 4 } })
  })
})

describe('the command line', () => {
  it('takes the data folder and the profile, wherever they stand', () => {
    expect(readCommandLine(['electron', '.', '--no-sandbox', '--data-dir=/data/x', '--profile=demo'])).toEqual({ dataDir: '/data/x', profileId: 'demo', link: null })
    expect(readCommandLine(['electron', '--data-dir=', '.'])).toEqual({ dataDir: null, profileId: null, link: null })
    expect(readCommandLine(['holdfast', '--data-dir=rel'])['dataDir']).toBe(join(process.cwd(), 'rel'))
  })
})
