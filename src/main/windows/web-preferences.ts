import { app, type WebPreferences } from 'electron'

/** Every window of ours has these and no others. Checklist points 2 to 4, 6, 8 to 11; stated even where they are defaults. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
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
