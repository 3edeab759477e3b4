import { join } from 'node:path'
import { app, protocol } from 'electron'
import { readCommandLine } from './app/command-line'
import { startDesktop } from './app/desktop'
import { registerAppScheme } from './security/app-protocol'

// Boot order. `--data-dir` must come before the single-instance lock: the lock belongs to the data folder.
const commandLine = readCommandLine(process.argv)
if (commandLine.dataDir) app.setPath('userData', commandLine.dataDir)

if (app.requestSingleInstanceLock()) {
  // Chromium does not run as root inside its sandbox; the launcher adds the flag for uid 0 alone. Whoever else passes it
  // gets the sandbox all the same.
  const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox')
  if (!isRootWithout) app.enableSandbox()
  registerAppScheme(protocol)
  void startDesktop({
    profileId: commandLine.profileId,
    dataFolder: app.getPath('userData'),
    builtFolder: join(import.meta.dirname, '..'),
    // Loaded only when the demo is used: the embedded back-end is no part of a normal start.
    startDemo: async (options) => (await import('./demo/start-demo-backend')).startDemoBackend(options),
  })
} else {
  app.quit()
}
