import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { APP_PAGES } from '../../security/app-origin'
import { pageAddress } from './page-address'
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
  void window.loadURL(pageAddress(APP_PAGES.signIn))
  return window
}

/**
 * Makes the window as large as its page needs, and keeps it on its screen.
 *
 * @param height in CSS pixels: at 200 % zoom, which the page has in common with the workspace, that is half of the window's
 */
export function fitSignInWindow(window: BrowserWindow, height: number): void {
  const zoom = window.webContents.getZoomFactor()
  const { workArea } = screen.getDisplayMatching(window.getBounds())
  window.setContentSize(Math.min(Math.ceil(WIDTH * zoom), workArea.width), Math.min(Math.ceil(height * zoom), workArea.height))
  const bounds = window.getBounds()
  const within = (start: number, size: number, from: number, room: number): number => Math.max(from, Math.min(start, from + room - size))
  const [x, y] = [within(bounds.x, bounds.width, workArea.x, workArea.width), within(bounds.y, bounds.height, workArea.y, workArea.height)]
  if (x !== bounds.x || y !== bounds.y) window.setPosition(x, y)
}

function centredOn(parent: BrowserWindow): { x: number; y: number } {
  const { x, y, width, height } = parent.getBounds()
  return { x: Math.round(x + (width - WIDTH) / 2), y: Math.round(y + Math.max(0, (height - FIRST_HEIGHT) / 3)) }
}
