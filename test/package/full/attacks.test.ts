// What somebody tries who can change the command or the environment by which the packaged program starts.
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestTls } from '../../support/test-tls'
import { builtFile, installDeb, type Installed } from '../support/installed'
import { type Person, sitDown } from '../support/person'
import { signIn } from '../support/places'

let installed: Installed
let person: Person
beforeAll(() => {
  installed = installDeb(builtFile('DEB'))
})
afterAll(() => {
  installed.remove()
})
beforeEach(() => {
  person = sitDown()
})
afterEach(() => person.leave())

/** Ports on which one of the program's processes listens. */
function listening(): readonly number[] {
  const sockets = new Set(person.processes().flatMap(({ pid }) => descriptorsOf(pid)))
  const rows = ['tcp', 'tcp6'].flatMap((file) => readFileSync(`/proc/net/${file}`, 'utf8').split('\n').slice(1))
  // local address, state (0A: listens), and the socket's number.
  const open = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(`socket:[${inode}]`))
  return open.map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
}

function descriptorsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
  } catch {
    // Gone meanwhile.
    return []
  }
}

async function expectRefusal(args: readonly string[], env: Readonly<Record<string, string>>, named: string): Promise<void> {
  const started = person.start([installed.command, ...args], { env })
  await person.turnTo(/does not accept these options$/)
  expect(listening()).toEqual([])
  await person.press('Return')
  const { code, stderr } = await started.ended
  expect(code).toBe(1)
  expect(stderr).toContain(named)
  // No session was begun: nothing of ours is there.
  expect(existsSync(join(person.home, '.config/Holdfast/profiles.json'))).toBe(false)
}

describe('an option from outside', () => {
  it('would be seen to open a port: that of the demo is', async () => {
    const started = person.start([installed.command])
    await signIn(person)
    expect(listening()).toHaveLength(1)
    await started.kill()
  })

  it.each([
    ['--ignore-certificate-errors', 'x'],
    ['--remote-debugging-port', '9222'],
    ['--host-resolver-rules', 'MAP * 127.0.0.1'],
    ['-remote-debugging-port', '9222'],
    ['--js-flags', '--expose-gc'],
    ['--no-sandbox', ''],
  ])('%s=%s is refused, and opens no port', async (name, value) => {
    await expectRefusal([`${name}=${value}`], {}, `--${name.replace(/^-+/, '')}`)
  })

  it.each(['--log-net-log', '--ssl-key-log-file', '--log-file'])('%s is refused, and writes no file', async (name) => {
    const file = join(person.home, 'written')
    await expectRefusal([`${name}=${file}`], {}, name)
    expect(existsSync(file)).toBe(false)
  })
})

describe('a variable from outside', () => {
  it.each(['NODE_DEBUG', 'NODE_V8_COVERAGE', 'ELECTRON_LOG_FILE'])('%s, which was obeyed before the program could look, is refused', async (name) => {
    await expectRefusal([], { [name]: name === 'NODE_DEBUG' ? 'http' : join(person.home, 'run', 'trace') }, name)
  })

  it('has no effect else: no code is loaded, no debugger listens, no keys are written, and no certificate is taken unseen', async () => {
    const { key, cert } = await createTestTls()
    const heard: string[] = []
    const server = createServer({ key, cert }, (incoming, answer) => {
      heard.push(incoming.url ?? '')
      answer.end('{}')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const data = join(person.home, 'data')
    writeServer(data, `https://localhost:${port}`)
    const keys = join(person.home, 'keys')
    const loaded = join(person.home, 'loaded')
    writeFileSync(join(person.home, 'load.cjs'), `require('fs').writeFileSync(${JSON.stringify(loaded)}, '')`)
    execFileSync('chown', ['-R', String(person.uid), data, join(person.home, 'load.cjs')])
    const env = {
      SSLKEYLOGFILE: keys,
      NODE_OPTIONS: `--inspect=0 --require=${join(person.home, 'load.cjs')}`,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_EXTRA_CA_CERTS: '/nowhere.pem',
    }

    const started = person.start([installed.command, `--data-dir=${data}`], { env })
    await person.turnTo(/^Sign in$/)
    await person.untilSeen(/User name/)
    await person.type('admin')
    await person.press('Tab')
    await person.type('secret-of-nobody')
    await person.press('Return')
    await person.untilSeen(/is not trusted/)
    expect(listening()).toEqual([])
    await started.kill()
    expect(heard).toEqual([])
    expect([existsSync(keys), existsSync(loaded)]).toEqual([false, false])

    // The server would have heard it: whoever does not look at the certificate is answered.
    await new Promise((done, failed) => request({ port, path: '/unseen', rejectUnauthorized: false }, done).once('error', failed).end())
    expect(heard).toEqual(['/unseen'])
    server.closeAllConnections()
    server.close()
  })
})

/** The list of servers of a data folder: this one alone. The file is electron-store's: the value under one key. */
function writeServer(folder: string, origin: string): void {
  const profile = { id: 'test', name: 'Test server', origin, apiPath: '/api/v2', dialect: 'bearer', isDemo: false, callBudgetMs: 15_000, extraCaFile: null, lastUser: null, staySignedIn: true }
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(folder, 'profiles.json'), JSON.stringify({ value: { installationId: randomUUID(), currentId: 'test', profiles: [profile] } }), { mode: 0o600 })
}
