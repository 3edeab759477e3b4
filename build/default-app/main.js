/**
 * The default app of the runtime from the npm package: starts the app named on the command line.
 *
 * Stock Electron has such an app built in; that package's build lacks it. It has to be an ES module with a top-level
 * await: Electron holds back `ready` until that await is over, so the app may still call app.enableSandbox() and
 * friends. A CommonJS default app gives `ready` first, and those calls throw.
 */
import { existsSync, readFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** The app's path and the modules to load before it (`-r`, as Playwright does), from `electron [flags] <app> [args]`. */
function parseCommandLine(args) {
  const preload = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]
    if (arg === '-r' || arg === '--require') preload.push(args[(at += 1)])
    else if (!arg.startsWith('-')) return { preload, appPath: resolve(arg) }
  }
  return { preload, appPath: undefined }
}

/** Gives the process the app's own name and version, or it would call itself Electron and share Electron's folders. */
function takeIdentity(appDir) {
  const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'))
  if (manifest.version) app.setVersion(manifest.version)
  const name = manifest.productName ?? manifest.name
  if (name) app.setName(name)
  if (process.platform === 'linux') app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
}

async function startApp(appPath) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  const isPackage = existsSync(join(appPath, 'package.json'))
  if (isPackage) takeIdentity(appPath)
  const entry = Module._resolveFilename(appPath, null, true)
  app.setAppPath(isPackage ? appPath : dirname(entry))
  await import(pathToFileURL(entry).href)
}

const { preload, appPath } = parseCommandLine(process.argv.slice(1))
if (preload.length > 0) Module._preloadModules(preload)
if (appPath === undefined) {
  console.error('Name the app to start: electron <folder or file> [flags]')
  app.exit(2)
} else {
  try {
    await startApp(appPath)
  } catch (error) {
    console.error(`The app at ${appPath} could not be started:`, error)
    app.exit(1)
  }
}
