import { join } from 'node:path'
import { app, dialog, Menu, protocol } from 'electron'
import { type CommandLine, readCommandLine } from './app/command-line'
import { isInUse, startTrouble } from './app/data-folder'
import { startDesktop } from './app/desktop'
import { hasNoGraphics } from './app/graphics'
import { sessionDataFolder } from './app/machine-id'
import { tellFolderTrouble, tellRefusedOptions } from './app/refused-start'
import type { CompiledCode } from './entry'
import { redact } from './log'
import { registerAppScheme } from './security/app-protocol'
import { keepToHttp1 } from './security/http-versions'
import { keepFilesPrivate } from './security/private-files'
import { dropSteeringVariables, refusedOptions, refusedVariables, takeBackSwitches } from './security/start-options'

/** The boot order. What would undo the walls from outside comes first; unpackaged, tests and debuggers come by the same ways. */
export function run(compiledCode: CompiledCode): void {
  keepFilesPrivate()
  const badOptions = app.isPackaged ? refusedOptions(process.argv.slice(1), { platform: process.platform, isRoot: process.getuid?.() === 0 }) : []
  const badVariables = app.isPackaged ? refusedVariables(process.env) : []
  const isRefused = badOptions.length + badVariables.length > 0
  if (app.isPackaged) {
    dropSteeringVariables(process.env)
    takeBackSwitches(app.commandLine, badOptions)
  }
  // `--data-dir` must come before the single-instance lock: the lock belongs to the data folder. Whether that can be
  // used comes before both: a lock that cannot be made there would pass for one that another start holds.
  const commandLine = readCommandLine(process.argv)
  const dataFolder = commandLine.dataDir ?? usualFolder()
  const trouble = isRefused ? null : startTrouble(dataFolder)
  keepToHttp1(app.commandLine)
  if (hasNoGraphics(process)) app.disableHardwareAcceleration()

  if (isRefused) {
    switchSandboxOn()
    void tellRefusedOptions(badOptions, badVariables)
  } else if (trouble !== null && !isInUse(dataFolder)) {
    switchSandboxOn()
    void tellFolderTrouble(dataFolder, trouble)
  } else {
    if (commandLine.dataDir) app.setPath('userData', commandLine.dataDir)
    const sessionData = sessionDataFolder({ platform: process.platform, localAppData: process.env['LOCALAPPDATA'] }, commandLine.dataDir !== null)
    if (sessionData !== null) app.setPath('sessionData', sessionData)
    if (app.requestSingleInstanceLock()) start(commandLine, dataFolder, compiledCode)
    else app.quit()
  }
}

/** Electron throws where it cannot make it, as in a home that is missing: then it is named as it would be. */
function usualFolder(): string {
  try {
    return app.getPath('userData')
  } catch {
    return join(process.env['XDG_CONFIG_HOME'] ?? join(process.env['HOME'] ?? '/', '.config'), app.getName())
  }
}

function switchSandboxOn(): void {
  // Chromium does not run as root inside its sandbox; the launcher adds the flag for uid 0 alone, and switching the sandbox
  // back on against it would kill Chromium's helpers. For everybody else it is switched on whatever was passed.
  const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox')
  if (!isRootWithout) app.enableSandbox()
}

function start({ profileId, link }: CommandLine, dataFolder: string, compiledCode: CompiledCode): void {
  switchSandboxOn()
  registerAppScheme(protocol)
  // Ours comes before the first window; without this Electron makes one of its own first, which nobody sees.
  Menu.setApplicationMenu(null)
  startDesktop({
    profileId,
    link,
    dataFolder,
    compiledCode,
    builtFolder: join(import.meta.dirname, '..'),
    // Loaded only when the demo is used: the embedded back-end is no part of a normal start.
    startDemo: async (options) => (await import('./demo/start-demo-backend')).startDemoBackend(options),
  }).catch((error: unknown) => {
    // Not even a log could be opened. A program that stays without a window would hold the lock and keep the next start from saying what is wrong.
    dialog.showErrorBox('Holdfast', `The program could not start. Your data was left as it is.\n\n${redact(String(error))}`)
    app.exit(1)
  })
}
