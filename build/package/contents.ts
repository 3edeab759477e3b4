import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { listPackage } from '@electron/asar'

/** The native modules, and what they load; everything else is bundled into `out/`. */
const nativeFiles = [
  'node_modules/keytar/{package.json,LICENSE.md,lib/keytar.js,build/Release/keytar.node}',
  'node_modules/libsql/{package.json,LICENSE,*.js}',
  'node_modules/@neon-rs/load/{package.json,dist/**/*.js}',
  'node_modules/detect-libc/{package.json,LICENSE,lib/*.js}',
]

/** The folder of libsql's binary, by its own table; of a macOS program both. */
export function libsqlFolder(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'darwin') return '@libsql/darwin-*'
  return platform === 'win32' ? `@libsql/win32-${arch}-msvc` : `@libsql/linux-${arch}-gnu`
}

/** What goes into the archive, as electron-builder's patterns: the three folders of the build, and the native modules by name. */
export function packagedFiles(platform: NodeJS.Platform, arch: string): readonly string[] {
  const binary = `node_modules/${libsqlFolder(platform, arch)}/{package.json,index.node}`
  return ['package.json', 'out/main/**', 'out/preload/**', 'out/renderer/**', '!node_modules/**/*', ...nativeFiles, binary, '!**/*.{md,d.ts,d.cts,map}', 'node_modules/keytar/LICENSE.md']
}

/** What may be in the archive: each file matches one of these, or the package is refused. */
const inArchive = [
  /^package\.json$/,
  /^out\/main\/(?:chunks\/)?[\w.-]+\.cjs(?:\.v8)?$/,
  /^out\/preload\/[\w-]+\.cjs$/,
  /^out\/renderer\/(?:workspace|sign-in)\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(?:js|css|svg|woff2)$/,
  /^node_modules\/keytar\/(?:package\.json|LICENSE\.md|lib\/keytar\.js|build\/Release\/keytar\.node)$/,
  /^node_modules\/libsql\/(?:package\.json|LICENSE|[\w-]+\.js)$/,
  /^node_modules\/@libsql\/[\w-]+\/(?:package\.json|index\.node)$/,
  /^node_modules\/@neon-rs\/load\/(?:package\.json|dist\/[\w/.-]+\.js)$/,
  /^node_modules\/detect-libc\/(?:package\.json|LICENSE|lib\/[\w-]+\.js)$/,
]

/** What may be beside it on Linux: Electron's own files, and the native modules that cannot be loaded out of an archive. */
const besideArchive = [
  /^holdfast$/,
  /^(?:LICENSE|LICENSES\.bundled\.txt|LICENSE\.electron\.txt|LICENSES\.chromium\.html)$/,
  /^(?:chrome-sandbox|chrome_crashpad_handler)$/,
  /^(?:icudtl\.dat|snapshot_blob\.bin|v8_context_snapshot\.bin|version|vk_swiftshader_icd\.json)$/,
  /^(?:chrome_100_percent|chrome_200_percent|resources)\.pak$/,
  /^lib(?:EGL|GLESv2|ffmpeg|vk_swiftshader)\.so$/,
  /^libvulkan\.so\.1$/,
  /^locales\/(?:en-US|zh-CN)\.pak$/,
  /^resources\/(?:app\.asar|apparmor-profile)$/,
  /^resources\/app\.asar\.unpacked\/node_modules\/(?:keytar\/build\/Release\/keytar|@libsql\/[\w-]+\/index)\.node$/,
]

/** Files of an unpacked Linux program that nobody said may be there, and those without which it would not run. */
export async function contentTroubles(programFolder: string): Promise<readonly string[]> {
  const archive = join(programFolder, 'resources', 'app.asar')
  const listed = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1))
  const packed = listed.filter((path) => !listed.some((other) => other.startsWith(`${path}/`)))
  const beside = (await readdir(programFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(programFolder, join(entry.parentPath, entry.name)))
  const strangers = [...packed.filter((path) => !inArchive.some((one) => one.test(path))), ...beside.filter((path) => !besideArchive.some((one) => one.test(path)))]
  const absent = ['out/main/entry.cjs', 'out/main/index.cjs', 'out/preload/workspace.cjs', 'out/renderer/workspace/index.html', 'node_modules/keytar/build/Release/keytar.node'].filter(
    (path) => !packed.includes(path),
  )
  return [...strangers.map((path) => `${path} does not belong in a package`), ...absent.map((path) => `${path} is missing`)]
}
