import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AfterPackContext, Configuration } from 'electron-builder'
import { packagedFiles } from './contents'
import { builderFuses } from './fuses'

/** What of the outside a package depends on. */
export interface PackageFacts {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Folder of the Electron distribution that goes in. */
  readonly electronDist: string
  readonly electronVersion: string
  /** Where electron-builder writes. */
  readonly output: string
  /** `-unsupported-runtime` where the runtime gets no fixes any more, else empty; part of every file's name. */
  readonly suffix: string
  readonly version: string
  /** Folder of main's compiled code, by the names of its files; null where there is none. */
  readonly compiledCode: string | null
  /** Files of licences to put beside the program: from where, and under which name. */
  readonly notices: ReadonlyArray<{ readonly from: string; readonly to: string }>
}

/** The same for ever: Windows finds the program to upgrade by it. */
const MSI_UPGRADE_CODE = '6D1C6E0B-6B1E-4B7C-9E0D-5C0C0A3B52F4'

const ours = (name: string): string => join('build', 'package', name)

/**
 * What electron-builder is told, for all three platforms.
 *
 * On Linux it makes the program folder alone; deb, rpm and archives are our own (deb.ts, rpm.ts, archives.ts), because its tool
 * for them is in no package registry. No AppImage: that starts the program without Chromium's sandbox. No auto-updater: upgrades
 * come by the system's own packages, which administrators can test and hold back.
 */
export function builderConfig(facts: PackageFacts): Configuration {
  return {
    appId: 'org.holdfast.client',
    productName: 'Holdfast',
    copyright: 'Copyright © 2026 The Holdfast authors',
    directories: { output: facts.output, buildResources: join('build', 'package') },
    extraMetadata: { version: facts.version },
    electronVersion: facts.electronVersion,
    // Of a universal macOS program both halves are needed, which electron-builder fetches itself.
    ...(facts.platform === 'darwin' ? {} : { electronDist: facts.electronDist }),
    electronLanguages: ['en-US', 'zh-CN'],
    files: [...packagedFiles(facts.platform, facts.arch), ...(facts.compiledCode === null ? [] : [{ from: facts.compiledCode, to: 'out/main' }])],
    // Beside the archive go the native modules alone, not everything of their packages.
    asar: { smartUnpack: false },
    extraFiles: [...facts.notices],
    // Beside the archive, and not unpacked into a temporary folder at each start: rules that allow programs by their place forbid that.
    asarUnpack: ['**/*.node'],
    electronFuses: builderFuses,
    npmRebuild: false,
    publish: null,
    artifactName: `\${name}-\${version}-\${os}-\${arch}${facts.suffix}.\${ext}`,
    afterPack: dropLitter,
    linux: { target: ['dir'], executableName: 'holdfast' },
    win: {
      target: [
        { target: 'nsis', arch: ['x64'] },
        { target: 'msi', arch: ['x64'] },
        { target: 'zip', arch: ['x64'] },
      ],
      icon: ours('icons/holdfast.ico'),
      // Publisher rules of AppLocker look at libraries and native modules too.
      signExts: ['.dll', '.node'],
    },
    // Per user, without rights: no administrator is asked, and what the person did stays when the program is removed.
    nsis: {
      oneClick: false,
      perMachine: false,
      allowElevation: false,
      deleteAppDataOnUninstall: false,
      installerLanguages: ['en_US', 'zh_CN'],
      artifactName: `\${name}-\${version}-per-user-\${arch}${facts.suffix}.\${ext}`,
    },
    msi: { perMachine: true, oneClick: true, upgradeCode: MSI_UPGRADE_CODE, artifactName: `\${name}-\${version}-per-machine-\${arch}${facts.suffix}.\${ext}` },
    mac: {
      target: [
        { target: 'dmg', arch: ['universal'] },
        { target: 'zip', arch: ['universal'] },
      ],
      icon: ours('icons/holdfast.icns'),
      category: 'public.app-category.business',
      hardenedRuntime: true,
      entitlements: ours('mac-entitlements.plist'),
      entitlementsInherit: ours('mac-entitlements.plist'),
      // Both halves hold the same native modules: libsql's of each processor, and keytar's for both in one file.
      x64ArchFiles: '**/*.node',
    },
  }
}

/** What an Electron distribution has beside the program: its example app, and our launcher's note of where it came from. */
async function dropLitter({ appOutDir }: AfterPackContext): Promise<void> {
  await rm(join(appOutDir, 'resources', 'default_app.asar'), { force: true })
  await rm(join(appOutDir, 'holdfast-runtime.json'), { force: true })
}
