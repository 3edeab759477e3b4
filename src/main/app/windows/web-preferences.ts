import { app, type WebPreferences } from 'electron'

/** The session of all windows, and of nothing else: in memory, so that nothing that a page leaves behind is on the disk. */
export const WINDOWS_PARTITION = 'holdfast-windows'

/** Every window of ours has these and no others. Stated even where they are defaults (docs/architecture.md, "Electron's checklist", points 2 to 4, 6, 8 to 11). */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    partition: WINDOWS_PARTITION,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    devTools: !app.isPackaged,
  }
}
