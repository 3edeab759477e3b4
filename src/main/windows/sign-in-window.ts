import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_PAGES } from '../security/app-origin'
import { webPreferences } from './web-preferences'
import { groundColor } from './workspace-window'

const WIDTH = 420
const FIRST_HEIGHT = 460

/**
 * The native sign-in window: a child of the workspace that it belongs to, so that it stays above it, but not modal: the
 * page under it stays usable. With its own, smaller preload.
 */
export function createSignInWindow(preloadFolder: string, parent: BrowserWindow): BrowserWindow {
  const window = new BrowserWindow({
    parent,
    modal: false,
    useContentSize: true,
    width: WIDTH,
    height: FIRST_HEIGHT,
    ...centredOn(parent),
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    show: false,
    title: 'Holdfast',
    backgroundColor: groundColor(),
    webPreferences: webPreferences(join(preloadFolder, 'sign-in.cjs')),
  })
  window.removeMenu()
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(APP_PAGES.signIn)
  return window
}

function centredOn(parent: BrowserWindow): { x: number; y: number } {
  const { x, y, width, height } = parent.getBounds()
  return { x: Math.round(x + (width - WIDTH) / 2), y: Math.round(y + Math.max(0, (height - FIRST_HEIGHT) / 3)) }
}
