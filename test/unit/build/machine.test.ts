import { describe, expect, it } from 'vitest'
import { aptCommand, pickPackages } from '../../../build/apt'
import { hasDisplay } from '../../../build/display'
import { sessionEnv } from '../../../build/keyring'
import { isRequired, linesOf, needsFor, nodeProblem, type MachineFacts } from '../../../build/machine'
import { osNeeds } from '../../../build/os-needs'
import { sandboxFlag } from '../../../build/sandbox-flag'

const desktop: MachineFacts = { platform: 'linux', hasDisplay: true, hasRuntime: true, isKeytarBuilt: true }
const bareServer: MachineFacts = { platform: 'linux', hasDisplay: false, hasRuntime: false, isKeytarBuilt: false }
const usesOf = (...args: Parameters<typeof needsFor>) => new Set(needsFor(...args).map((need) => need.use))

describe('what the doctor looks for', () => {
  it('asks a desktop for a window and a keychain, and for no compiler', () => {
    expect(usesOf('start', desktop)).toEqual(new Set(['opening windows', 'Chinese text', 'OS keychain']))
  })

  it('asks a bare server for a virtual display and for what builds keytar, too', () => {
    const uses = usesOf('start', bareServer)
    expect(uses).toContain('virtual display')
    expect(uses).toContain('building keytar')
    expect(uses).toContain('unpacking Electron')
    expect(uses).not.toContain('test keyring')
  })

  it('asks for a keyring and a display of the tests’ own, even on a desktop', () => {
    const uses = usesOf('test', desktop)
    expect(uses).toContain('test keyring')
    expect(uses).toContain('test certificates')
    expect(uses).toContain('virtual display')
  })

  it('asks for the tools of all four packages, and for no display, where packages are built', () => {
    const uses = usesOf('package', bareServer)
    expect(uses).toContain('packages')
    expect(uses).toContain('building keytar')
    expect(uses).not.toContain('virtual display')
    expect(osNeeds.filter((need) => need.use === 'packages').every((need) => isRequired(need, 'package'))).toBe(true)
  })

  it('asks nothing of macOS and Windows, whose Electron brings all it needs', () => {
    expect(needsFor('test', { ...bareServer, platform: 'darwin' })).toEqual([])
    expect(needsFor('test', { ...bareServer, platform: 'win32' })).toEqual([])
  })

  it('lets the app start without keychain and compiler, and no test run without them', () => {
    const optional = osNeeds.filter((need) => need.use === 'OS keychain' || need.use === 'building keytar')
    expect(optional.some((need) => isRequired(need, 'start'))).toBe(false)
    expect(optional.every((need) => isRequired(need, 'test'))).toBe(true)
  })

  it('names what is missing by what it is needed for, what cannot be done without first', () => {
    const missing = osNeeds.filter((need) => ['libgtk-3-0', 'libnss3', 'libsecret-1-0'].includes(need.packages.at(-1) ?? ''))
    const report = { missing, keytarProblem: 'libsecret-1.so.0 is missing', canGoOn: false, command: 'apt-get install x' }
    expect(linesOf(report, 'start')).toEqual([
      '✖ Missing for opening windows: libgtk-3.so.0, libnss3.so',
      '! Missing for OS keychain: libsecret-1.so.0',
      '! keytar cannot be used: libsecret-1.so.0 is missing. Secrets are kept in memory only, until the app is closed.',
      '  To install what is missing: apt-get install x',
    ])
  })

  it.each(['20.20.2', '22.11.0', '18.0.0'])('refuses Node %s, on which the tools fail in ways of their own', (version) => {
    expect(nodeProblem(version)).toContain(`this is Node ${version}`)
  })

  it.each(['22.12.0', '24.21.0', '26.0.0'])('takes Node %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined()
  })

  it('has nothing to say when all is there', () => {
    expect(linesOf({ missing: [], keytarProblem: undefined, canGoOn: true, command: undefined }, 'test')).toEqual([])
  })
})

describe('picking packages from what apt offers', () => {
  const choices = [['libgtk-3-0t64', 'libgtk-3-0'], ['libasound2t64', 'libasound2'], ['libnss3']]

  it('takes the old names on Debian 12, which knows no others', () => {
    const policy = 'libgtk-3-0:\n  Installed: (none)\n  Candidate: 3.24.38\nlibasound2:\n  Candidate: 1.2.8\nlibnss3:\n  Candidate: 2:3.87\n'
    expect(pickPackages(choices, policy)).toEqual(['libgtk-3-0', 'libasound2', 'libnss3'])
  })

  it('takes the t64 names on Ubuntu 24.04, where the old ones are names without a package', () => {
    const policy = [
      'libgtk-3-0t64:\n  Installed: (none)\n  Candidate: 3.24.41\n  Version table:\n     3.24.41 500',
      'libgtk-3-0:\n  Installed: (none)\n  Candidate: (none)\n  Version table:',
      'libasound2t64:\n  Installed: 1.2.11\n  Candidate: 1.2.11',
      'libasound2:\n  Installed: (none)\n  Candidate: (none)',
      'libnss3:\n  Installed: (none)\n  Candidate: 2:3.98',
    ].join('\n')
    expect(pickPackages(choices, policy)).toEqual(['libgtk-3-0t64', 'libasound2t64', 'libnss3'])
  })

  it('still names something on a machine whose package lists are empty', () => {
    expect(pickPackages(choices, '')).toEqual(['libgtk-3-0', 'libasound2', 'libnss3'])
  })

  it('prints the command as the person has to type it', () => {
    expect(aptCommand(['xvfb'], false)).toBe('sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb')
    expect(aptCommand(['xvfb'], true)).toBe('apt-get update && apt-get install -y --no-install-recommends xvfb')
  })
})

describe('the session a program is started in', () => {
  it('adds --no-sandbox for root and says so, and adds it for nobody else', () => {
    expect(sandboxFlag(0).args).toEqual(['--no-sandbox'])
    expect(sandboxFlag(0).note).toContain('--no-sandbox')
    expect(sandboxFlag(1000)).toEqual({ args: [], note: undefined })
  })

  it('needs a display of ours only on Linux, and only where there is none', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'darwin')).toBe(true)
  })

  it('leads every folder of the user and the bus away from those of the person who runs it', () => {
    const env = sessionEnv('/tmp/home', {
      HOME: '/home/ada',
      XDG_CONFIG_HOME: '/home/ada/.config',
      XDG_DATA_HOME: '/home/ada/.local/share',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
      PATH: '/usr/bin',
    })
    expect(Object.values(env).filter((value) => /ada|run\/user/.test(value ?? ''))).toEqual([])
    expect(env).toMatchObject({ HOME: '/tmp/home', XDG_RUNTIME_DIR: '/tmp/home/run', PATH: '/usr/bin' })
  })
})
