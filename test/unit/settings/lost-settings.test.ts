// F78: the files that say which servers there are, and under what name their keys are kept, damaged with their backups.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openProfiles } from '../../../src/main/settings/profiles'
import { openUserDatabase } from '../../../src/main/store/database'
import { examineHere } from '../../../src/main/store/examiner'
import { keychainWith } from '../../support/store-process-child'

vi.mock('electron', () => ({ default: {} }))

const HARMS: Readonly<Record<string, (file: string) => void>> = {
  absent: (file) => {
    rmSync(file)
  },
  'of 0 bytes': (file) => {
    truncateSync(file, 0)
  },
  cut: (file) => {
    truncateSync(file, Math.floor(statSync(file).size / 2))
  },
  'flipped at its head': (file) => {
    flip(file, 2)
  },
  'flipped in the middle': (file) => {
    flip(file, Math.floor(statSync(file).size / 2))
  },
  'flipped at its end': (file) => {
    flip(file, statSync(file).size - 2)
  },
  'a folder': (file) => {
    rmSync(file)
    mkdirSync(file)
  },
  'a link in a circle': (file) => {
    rmSync(file)
    symlinkSync(basename(file), file)
  },
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 0x80
  writeFileSync(file, bytes)
}

let folder: string
let id: string
let installationId: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'))
  const profiles = openProfiles(folder)
  installationId = profiles.installationId
  id = profiles.add({ name: 'Office', origin: 'https://office.example.com', apiPath: '/api/v2', dialect: 'bearer' }).id
  mkdirSync(join(folder, 'profiles', id), { recursive: true })
  writeFileSync(join(folder, 'profiles', id, 'user-1.db'), 'sealed')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const harm = (name: string, how: string): void => {
  for (const file of [`${name}.json`, `${name}.backup.json`]) HARMS[how]?.(join(folder, file))
}

it('F78: one bit turned over in the id of the installation makes no other id: its backup and the list of servers know better', () => {
  const file = join(folder, 'installation.json')
  const other = installationId.startsWith('1') ? '3' : '1'
  writeFileSync(file, readFileSync(file, 'utf8').replace(installationId, other + installationId.slice(1)))
  expect([openProfiles(folder).installationId, openProfiles(folder).installationId]).toEqual([installationId, installationId])
})

describe.each(Object.keys(HARMS))('F78: %s, and so is the backup', (how) => {
  it('installation.json: its id comes back from the list of servers, and with it the keys of all drafts', () => {
    harm('installation', how)
    const profiles = openProfiles(folder)
    expect([profiles.installationId, profiles.find(id)?.name]).toEqual([installationId, 'Office'])
    expect(openProfiles(folder).installationId).toBe(installationId)
  })

  it('profiles.json: the folder with drafts is found and named, and can be set up again under its own id', () => {
    harm('profiles', how)
    const profiles = openProfiles(folder)
    expect(profiles.installationId).toBe(installationId)
    // A turned bit may have hit a value and not the form: then the entry is still there to be read.
    if (profiles.find(id) === null) expect(profiles.left()).toContainEqual(expect.objectContaining({ id, hasData: true }))
    if (profiles.find(id) === null) expect(profiles.add({ name: 'Office', origin: 'https://office.example.com', apiPath: '/api/v2', dialect: 'bearer' }, id).id).toBe(id)
    expect(profiles.find(id)?.name).toBeDefined()
  })

  it('both: the sealed drafts are still found and named, and no key is made over them', async () => {
    harm('installation', how)
    harm('profiles', how)
    const profiles = openProfiles(folder)
    expect(profiles.find(id) !== null || profiles.left().some((left) => left.id === id && left.hasData)).toBe(true)
    const written: string[] = []
    const secrets = { ...keychainWith(''), read: () => Promise.resolve(null), write: (account: string) => Promise.resolve(written.push(account) > 0) }
    const opened = await openUserDatabase({ path: join(folder, 'profiles', id, 'user-1.db'), secrets, keyAccount: 'k', wallMs: Date.now, serverBefore: null, examiner: examineHere })
    expect([opened.storage, opened.problem, written]).toEqual(['memory-only', 'sealed', []])
    expect(readFileSync(join(folder, 'profiles', id, 'user-1.db'), 'utf8')).toBe('sealed')
    opened.close()
  })
})
