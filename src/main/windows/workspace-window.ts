import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { APP_ORIGIN } from '../security/app-origin'
import { webPreferences } from './web-preferences'
import type { WindowStateStore } from './window-state'

/** The two grounds of the pages' own tokens: the window must not flash before the first paint. */
export function groundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#16181c' : '#fbfbfc'
}

/** Makes a workspace window and begins to load its page; it shows itself at its first paint. `front`: as in `WindowStateStore`. */
export function createWorkspaceWindow(preloadFolder: string, state: WindowStateStore, front: BrowserWindow | null): BrowserWindow {
  const bounds = state.bounds(front)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: Math.min(720, bounds.width),
    minHeight: Math.min(480, bounds.height),
    show: false,
    title: 'Holdfast',
    backgroundColor: groundColor(),
    webPreferences: webPreferences(join(preloadFolder, 'workspace.cjs')),
  })
  // A further window beside a maximised one shall be seen to be another.
  if (!front && state.isMaximized()) window.maximize()
  state.follow(window)
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(`${APP_ORIGIN}/workspace/index.html`)
  return window
}
