import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import type { Configuration } from 'electron-builder'

/**
 * Every fuse and how it is set (Electron's docs/tutorial/fuses.md).
 *
 * Off: what makes the program a Node or opens it to a debugger, and more rights for file: pages. On: what ties it to its own
 * archive. Of the last one electron-builder knows nothing; its default is on, and an Electron before 43 does not have it.
 */
const wanted: Readonly<Record<FuseV1Options, boolean>> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** The same in electron-builder's words. */
export const builderFuses: NonNullable<Configuration['electronFuses']> = {
  runAsNode: wanted[FuseV1Options.RunAsNode],
  enableCookieEncryption: wanted[FuseV1Options.EnableCookieEncryption],
  enableNodeOptionsEnvironmentVariable: wanted[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
  enableNodeCliInspectArguments: wanted[FuseV1Options.EnableNodeCliInspectArguments],
  enableEmbeddedAsarIntegrityValidation: wanted[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
  onlyLoadAppFromAsar: wanted[FuseV1Options.OnlyLoadAppFromAsar],
  loadBrowserProcessSpecificV8Snapshot: wanted[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
  grantFileProtocolExtraPrivileges: wanted[FuseV1Options.GrantFileProtocolExtraPrivileges],
}

/** Reads the fuses of a program back: one line for each that is not as it should be, or that nobody here knows. */
export async function fuseTroubles(executable: string): Promise<readonly string[]> {
  const { version: _, ...wire } = await getCurrentFuseWire(executable)
  const states = Object.entries(wire).filter((entry): entry is [string, FuseState] => typeof entry[1] === 'number')
  if (states.length === 0) return ['no fuse could be read']
  return states.flatMap(([index, state]) => {
    const name = FuseV1Options[Number(index)] ?? `fuse ${index}`
    const isWanted = Object.entries(wanted).find(([known]) => known === index)?.[1]
    if (isWanted === undefined) return [`${name} is not known here`]
    if (state === FuseState.REMOVED || state === FuseState.INHERIT) return []
    return (state === FuseState.ENABLE) === isWanted ? [] : [`${name} is ${isWanted ? 'off' : 'on'}`]
  })
}
