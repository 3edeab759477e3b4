// The program as people get it: installed from its package, started by its menu entry, used with keys and eyes alone.
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentTroubles } from '../../build/package/contents'
import { fuseTroubles } from '../../build/package/fuses'
import { libc, libraries } from '../../build/package/libraries'
import { builtFile, installDeb, type Installed } from './support/installed'
import { type Person, sitDown } from './support/person'
import { arrive, draft, signIn, untilOffered } from './support/places'

let installed: Installed
let person: Person
beforeAll(() => {
  installed = installDeb(builtFile('DEB'))
  person = sitDown()
})
afterAll(async () => {
  await person.leave()
  installed.remove()
})

const programFolder = (): string => join(installed.root || '/', 'opt/Holdfast')

describe('the installed files', () => {
  it('have every fuse set, and nothing in them that nobody said', async () => {
    expect(await fuseTroubles(join(programFolder(), 'holdfast'))).toEqual([])
    expect(await contentTroubles(programFolder())).toEqual([])
  })

  it('leave the setuid helper of the sandbox in its right', () => {
    const helper = statSync(join(programFolder(), 'chrome-sandbox'))
    // Unpacked without rights it is the person's own, and the sandbox is made of namespaces.
    expect(helper.mode & 0o7777).toBe(0o4755)
    if (installed.root === '') expect([helper.uid, helper.gid]).toEqual([0, 0])
  })

  it('link no library that the package does not name', () => {
    const linked = ['holdfast', 'chrome_crashpad_handler', 'chrome-sandbox', 'libGLESv2.so', 'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node'].flatMap((file) =>
      [
        ...execFileSync('readelf', ['--dynamic', '--wide', join(programFolder(), file)])
          .toString()
          .matchAll(/\(NEEDED\).*\[(.+)\]/g),
      ].map(([, name = '']) => name),
    )
    const known = new Set(libraries.map(({ soname }) => soname))
    const unknown = [...new Set(linked)].filter((name) => !known.has(name) && !libc.sonames.test(name) && name !== 'libffmpeg.so')
    expect(linked.length).toBeGreaterThan(30)
    expect(unknown).toEqual([])
  })
})

describe('an ordinary user', () => {
  it('signs in, types, loses the program to SIGKILL, starts it again, and is offered the draft', async () => {
    const first = person.start([installed.command])
    await signIn(person)
    const renderer = person.processes().find(({ commandLine }) => commandLine.includes('--type=renderer'))
    // 2: under a system call filter, which is Chromium's sandbox.
    expect(renderer?.status).toMatch(/^Seccomp:\s+2$/m)
    expect(renderer?.status).toMatch(new RegExp(`^Uid:\\s+${person.uid}\\s`, 'm'))
    await draft(person, 'typed.by.hand')
    await first.kill()
    expect(readFileSync(join(person.home, '.config/Holdfast/logs/main.log'), 'utf8')).toContain('Compiled code: used.')

    const second = person.start([installed.command])
    // Nobody is asked to sign in again: the title is of the page where the person was.
    await arrive(person)
    await untilOffered(person)
    expect(await person.titles()).not.toContainEqual(expect.stringMatching(/Sign in/))
    await second.kill()
  })

  it('is told of an option that would open the program to others, and nothing is started', async () => {
    const started = person.start([installed.command, '--remote-debugging-port=0'])
    await person.turnTo(/does not accept these options$/)
    await person.untilSeen(/remote-debugging-port/)
    expect(await person.titles()).toHaveLength(1)
    await person.press('Return')
    const { code, stderr } = await started.ended
    expect(code).toBe(1)
    expect(stderr).toContain('--remote-debugging-port')
    expect(stderr).not.toContain('DevTools listening')
  })
})

it('the menu entry has an icon of each size and the name by which its window is known', () => {
  const icons = ['16x16', '48x48', '512x512'].map((size) => `hicolor/${size}/apps/holdfast.png`)
  for (const icon of [...icons, 'hicolor/scalable/apps/holdfast.svg']) expect(statSync(join(installed.root || '/', 'usr/share/icons', icon)).size).toBeGreaterThan(100)
  const { desktopName } = JSON.parse(readFileSync('package.json', 'utf8')) as { desktopName: string }
  expect(statSync(join(installed.root || '/', 'usr/share/applications', desktopName)).isFile()).toBe(true)
})
