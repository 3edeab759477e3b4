// The program without Debian's package manager: by rpm, and out of an archive, on a folder in which nobody may write.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtFile } from '../support/installed'
import { type Person, sitDown } from '../support/person'
import { arrive, draft, signIn, untilOffered } from '../support/places'

let person: Person
let folder: string
beforeEach(() => {
  person = sitDown()
  folder = mkdtempSync(join(tmpdir(), 'holdfast-forms-'))
  execFileSync('chmod', ['0755', folder])
})
afterEach(async () => {
  await person.leave()
  execFileSync('chmod', ['-R', 'u+w', folder])
  rmSync(folder, { recursive: true })
})

const filesOf = (place: string): readonly string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1))
    .sort()

async function workIn(command: readonly string[]): Promise<void> {
  const started = person.start(command)
  await signIn(person)
  await draft(person, 'typed.by.hand')
  await started.kill()
}

describe('the rpm', () => {
  const database = (): string => join(folder, 'rpm')
  const rpm = (...args: readonly string[]): string => execFileSync('rpm', ['--dbpath', database(), ...args], { stdio: ['ignore', 'pipe', 'pipe'] }).toString()

  it('is installed, used, found as it was, upgraded without loss, and removed', async () => {
    expect(existsSync('/opt/Holdfast')).toBe(false)
    rpm('--initdb')
    // A database of its own: what this system has, it does not know.
    rpm('--install', '--nodeps', builtFile('RPM'))
    try {
      expect(statSync('/opt/Holdfast/chrome-sandbox').mode & 0o7777).toBe(0o4755)
      await workIn(['holdfast'])
      expect(rpm('--verify', '--nodeps', 'holdfast')).toBe('')
      rpm('--upgrade', '--force', '--nodeps', builtFile('RPM'))
      expect(existsSync('/usr/bin/holdfast')).toBe(true)
      expect(statSync('/opt/Holdfast/chrome-sandbox').mode & 0o7777).toBe(0o4755)
    } finally {
      rpm('--erase', '--nodeps', 'holdfast')
    }
    expect(['/opt/Holdfast', '/usr/bin/holdfast', '/usr/share/applications/holdfast.desktop'].filter(existsSync)).toEqual([])
    expect(existsSync(join(person.home, '.config/Holdfast'))).toBe(true)
  })
})

describe('an archive', () => {
  it('runs from a folder in which nothing can be written, and writes beside it alone', async () => {
    execFileSync('tar', ['-xzf', builtFile('TAR_GZ'), '-C', folder])
    const program = join(folder, readdirSync(folder)[0] ?? '')
    expect(basename(builtFile('TAR_GZ'))).toContain(basename(program))
    execFileSync('chown', ['-R', '0:0', program])
    execFileSync('chmod', ['-R', 'a-w', program])
    const before = filesOf(program)
    const data = join(folder, 'data')
    mkdirSync(data, { mode: 0o700 })
    execFileSync('chown', [String(person.uid), data])
    await workIn([join(program, 'holdfast'), `--data-dir=${data}`])
    expect(filesOf(program)).toEqual(before)
    expect(filesOf(data)).toContain('profiles.json')
    expect(existsSync(join(person.home, '.config/Holdfast'))).toBe(false)
  })

  it('keeps secrets by the system’s own key where keytar does not load, and nobody signs in twice', async () => {
    execFileSync('tar', ['-xzf', builtFile('TAR_GZ'), '-C', folder])
    const program = join(folder, readdirSync(folder)[0] ?? '')
    const keytar = join(program, 'resources/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node')
    rmSync(keytar)
    await workIn([join(program, 'holdfast')])
    const kept = readFileSync(join(person.home, '.config/Holdfast/secrets.json'), 'utf8')
    expect(Object.keys((JSON.parse(kept) as { items: object }).items).length).toBeGreaterThan(1)
    const again = person.start([join(program, 'holdfast')])
    await arrive(person)
    await untilOffered(person)
    await again.kill()

    // keytar is back: what was kept without it goes on there, and nothing is left in the file once it was asked for.
    execFileSync('tar', ['-xzf', builtFile('TAR_GZ'), '-C', folder])
    const withKeytar = person.start([join(program, 'holdfast')])
    await arrive(person)
    await untilOffered(person)
    await withKeytar.kill()
    const left = JSON.parse(readFileSync(join(person.home, '.config/Holdfast/secrets.json'), 'utf8')) as { items: object }
    expect(Object.keys(left.items).length).toBeLessThan(Object.keys((JSON.parse(kept) as { items: object }).items).length)
  })

  it('holds the same as a zip', () => {
    execFileSync('tar', ['-xzf', builtFile('TAR_GZ'), '-C', folder])
    mkdirSync(join(folder, 'zip'))
    execFileSync('unzip', ['-q', builtFile('ZIP'), '-d', join(folder, 'zip')])
    const name = readdirSync(folder).find((entry) => entry !== 'zip') ?? ''
    const [tarred, zipped] = [join(folder, name), join(folder, 'zip', name)]
    expect(filesOf(zipped)).toEqual(filesOf(tarred))
    const differing = filesOf(tarred).filter((file) => statSync(join(tarred, file)).isFile() && !readFileSync(join(tarred, file)).equals(readFileSync(join(zipped, file))))
    expect(differing).toEqual([])
    expect(statSync(join(zipped, 'holdfast')).mode & 0o777).toBe(0o755)
  })
})

it('the sums beside the files are theirs', () => {
  const place = dirname(builtFile('DEB'))
  expect(execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: place }).toString()).toMatch(/^(?:holdfast[\w.-]+: OK\n){5}$/)
})
