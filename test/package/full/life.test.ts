// The life of an installed program: a new version while it runs, a system that gives no namespaces, its removal.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtFile, installDeb, type Installed, isKnownToSystem } from '../support/installed'
import { type Person, sitDown } from '../support/person'
import { arrive, draft, signIn, untilOffered } from '../support/places'

const WITHOUT_NAMESPACES = ['python3', resolve('test/package/support/without-namespaces.py')]

let installed: Installed
let person: Person
beforeAll(() => {
  installed = installDeb(builtFile('DEB'))
  // What somebody has installed here for themselves is neither upgraded nor removed.
  if (installed.root !== '') throw new Error('These tests install Holdfast and remove it: they want root, and a system without it.')
  person = sitDown()
})
afterAll(async () => {
  await person.leave()
  installed.remove()
})

/** What the files below a folder hold, in bytes. */
const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)

const dpkg = (...args: readonly string[]): string => execFileSync('dpkg', [...args], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()

it('is no larger than it may be: the deb 85 MB, installed 250 MiB', () => {
  const [deb, folder] = [statSync(builtFile('DEB')).size, bytesOf('/opt/Holdfast')]
  console.log(`deb ${(deb / 1e6).toFixed(1)} MB, installed ${(folder / 1024 ** 2).toFixed(0)} MiB`)
  expect(deb).toBeLessThanOrEqual(85e6)
  expect(folder).toBeLessThanOrEqual(250 * 1024 ** 2)
})

it('runs in its sandbox where users may make no namespaces, by the setuid helper', async () => {
  // The filter does what it should: without the helper there would be no sandbox.
  const refused = ((): boolean => {
    try {
      execFileSync(WITHOUT_NAMESPACES[0] ?? '', [...WITHOUT_NAMESPACES.slice(1), 'unshare', '--user', 'true'], { stdio: 'ignore' })
      return false
    } catch {
      return true
    }
  })()
  expect(refused).toBe(true)
  const started = person.start([installed.command], { through: WITHOUT_NAMESPACES })
  await signIn(person)
  expect(person.processes().map(({ commandLine }) => commandLine)).toContainEqual(expect.stringMatching(/chrome-sandbox/))
  const renderer = person.processes().find(({ commandLine }) => commandLine.includes('--type=renderer'))
  expect(renderer?.status).toMatch(/^Seccomp:\s+2$/m)
  await started.kill()
})

it('goes on while a new version is installed, and the next start is the new one with the draft', async () => {
  const old = person.start([installed.command])
  await arrive(person)
  dpkg('--install', builtFile('NEWER_DEB'))
  expect(execFileSync('dpkg-query', ['--show', '--showformat=${Version}', 'holdfast']).toString()).toBe('9.9.9')
  expect(statSync('/opt/Holdfast/chrome-sandbox').mode & 0o7777).toBe(0o4755)
  // A page that the old program has not loaded before.
  await draft(person, 'typed.meanwhile')
  await old.kill()

  const next = person.start([installed.command])
  await arrive(person)
  await untilOffered(person)
  await next.kill()
})

it('goes without a trace of itself, and leaves what people did', async () => {
  const data = join(person.home, '.config/Holdfast')
  const before = bytesOf(data)
  dpkg('--remove', 'holdfast')
  dpkg('--purge', 'holdfast')
  expect(['/opt/Holdfast', '/usr/bin/holdfast', '/usr/share/applications/holdfast.desktop', '/usr/share/doc/holdfast', '/etc/apparmor.d/holdfast'].filter(existsSync)).toEqual([])
  expect(isKnownToSystem()).toBe(false)
  expect(bytesOf(data)).toBe(before)

  // Installed once more, it goes on where it was.
  installed = installDeb(builtFile('DEB'))
  const again = person.start([installed.command])
  await arrive(person)
  await untilOffered(person)
  await again.kill()
})
