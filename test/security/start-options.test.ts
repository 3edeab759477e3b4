// What a start of the packaged program may be told from outside. That it holds in the program itself: test/package.
import { describe, expect, it } from 'vitest'
import { readCommandLine } from '../../src/main/app/command-line'
import { dropSteeringVariables, refusedOptions, refusedVariables, takeBackSwitches } from '../../src/main/security/start-options'

const linux = { platform: 'linux', isRoot: false } as const

describe('options of a start', () => {
  it('takes ours, and the few of Chromium that people need', () => {
    const ours = ['--data-dir=/d', '--profile=live', '--open=holdfast://demo/users/12']
    const chromiums = ['--proxy-server=http://p:1', '--disable-gpu', '--force-device-scale-factor=2', '--lang=zh-CN', '--ozone-platform=wayland', '--ozone-platform-hint=auto']
    expect(refusedOptions([...ours, ...chromiums], linux)).toEqual([])
    expect(readCommandLine(ours)).toMatchObject({ profileId: 'live', dataDir: '/d', link: 'holdfast://demo/users/12' })
  })

  it.each([
    '--ignore-certificate-errors',
    '--remote-debugging-port=9222',
    '--log-net-log=/tmp/x',
    '--ssl-key-log-file=/tmp/x',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--inspect',
    '--js-flags=--expose-gc',
    '--renderer-cmd-prefix=sh',
    '--user-data-dir=/tmp/x',
    '--disable-features=x',
    '--DATA-DIR=/d',
    '--data-dirs=/d',
    '--',
    '-',
  ])('refuses %s, with one hyphen or two, before or behind what it takes', (option) => {
    const name = option.replace(/^-+/, '').replace(/=.*/, '')
    expect(refusedOptions([option, '--data-dir=/d'], linux)).toEqual([name])
    expect(refusedOptions(['--data-dir=/d', '--', option, option], linux)).toEqual([...new Set(['', name])])
    if (option.startsWith('--') && name !== '') expect(refusedOptions([option.slice(1)], linux)).toEqual([name])
  })

  it('lets root alone out of the sandbox', () => {
    expect(refusedOptions(['--no-sandbox'], linux)).toEqual(['no-sandbox'])
    expect(refusedOptions(['--no-sandbox'], { platform: 'linux', isRoot: true })).toEqual([])
    expect(refusedOptions(['--no-zygote', '--disable-setuid-sandbox'], { platform: 'linux', isRoot: true })).toEqual(['no-zygote', 'disable-setuid-sandbox'])
  })

  it('knows the forms of Windows and the Finder, and no path for an option elsewhere', () => {
    const windows = { platform: 'win32', isRoot: false } as const
    expect(refusedOptions(['/Remote-Debugging-Port=1', '-INSPECT', '--Lang=en', '/lang=en', 'C:\\x'], windows)).toEqual(['remote-debugging-port', 'inspect'])
    expect(refusedOptions(['/some/other/app'], linux)).toEqual([])
    expect(refusedOptions(['-psn_0_1234'], { platform: 'darwin', isRoot: false })).toEqual([])
    expect(refusedOptions(['-psn_0_1234'], linux)).toEqual(['psn_0_1234'])
  })
})

describe('what came another way', () => {
  it('is taken back, whatever was refused besides', () => {
    const removed: string[] = []
    takeBackSwitches({ removeSwitch: (name) => removed.push(name) }, ['js-flags'])
    expect(removed).toEqual(expect.arrayContaining(['ignore-certificate-errors', 'remote-debugging-port', 'log-net-log', 'ssl-key-log-file', 'host-resolver-rules', 'js-flags']))
  })
})

describe('variables of a start', () => {
  it('keeps those of the person, and none that steers Node, Electron or the keys of connections', () => {
    const env: NodeJS.ProcessEnv = {
      HOME: '/h',
      LANG: 'C',
      HTTPS_PROXY: 'p',
      NODE_OPTIONS: '-r x',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      ELECTRON_RUN_AS_NODE: '1',
      SSLKEYLOGFILE: '/k',
      SSLKEYLOGFILES: 'k',
      MY_NODE_X: '1',
    }
    dropSteeringVariables(env)
    expect(env).toEqual({ HOME: '/h', LANG: 'C', HTTPS_PROXY: 'p', SSLKEYLOGFILES: 'k', MY_NODE_X: '1' })
  })

  it('refuses those that were obeyed before it could look, and no others', () => {
    expect(refusedVariables({ NODE_DEBUG: 'http', ELECTRON_LOG_FILE: '/f', NODE_OPTIONS: '-r x', NODE_V8_COVERAGE: '', SSLKEYLOGFILE: '/k' })).toEqual(['NODE_DEBUG', 'ELECTRON_LOG_FILE'])
  })
})
