import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import { APP_PAGES } from '../../security/app-origin'
import { pageAddress } from './page-address'
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
    // What the pages can be used at.
    minWidth: 320,
    minHeight: 300,
    show: false,
    title: 'Holdfast',
    backgroundColor: groundColor(),
    webPreferences: webPreferences(join(preloadFolder, 'workspace.cjs')),
  })
  // A further window beside a maximised one shall be seen to be another.
  if (!front && state.isMaximized()) window.maximize()
  state.follow(window)
  const show = (): void => {
    if (!window.isDestroyed() && !window.isVisible()) window.show()
  }
  window.once('ready-to-show', show)
  // A page that never paints has a window all the same: one that can be closed, and ends the program.
  window.webContents.once('did-fail-load', show)
  window.webContents.once('render-process-gone', show)
  void window.loadURL(pageAddress(APP_PAGES.workspace))
  return window
}
