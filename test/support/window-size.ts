import type { RunningApp } from './launch-app'

/** How large the page is in CSS pixels, and at which zoom. */
export interface PageSize {
  readonly width: number
  readonly height: number
  /** 2 stands for 200 %: the window is that many times as large as the page. */
  readonly zoom: number
}

export const NORMAL_SIZE: PageSize = { width: 1280, height: 800, zoom: 1 }

export function sizeName({ width, height, zoom }: PageSize): string {
  return `${width}x${height}${zoom === 1 ? '' : ` at ${zoom * 100} %`}`
}

/** Gives the workspace window this size and zoom, and waits until the page has it and has drawn it. */
export async function resizeTo({ electron, workspace }: RunningApp, size: PageSize): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height, zoom }) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() === null)
    if (window && window.webContents.getZoomFactor() !== zoom) window.webContents.setZoomFactor(zoom)
    window?.setContentSize(Math.round(width * zoom), Math.round(height * zoom))
  }, size)
  await workspace.waitForFunction(({ width, height }) => Math.abs(innerWidth - width) <= 1 && Math.abs(innerHeight - height) <= 1, size)
  // Size observers run between layout and paint; what they change is laid out by the next frame.
  await workspace.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}
