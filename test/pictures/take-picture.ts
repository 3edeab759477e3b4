import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type { RunningApp } from '../support/launch-app'

/**
 * Writes a picture of one window as it is drawn, popups included, in the pixels of the screen: Playwright's own would be of
 * the page at 100 %, whatever the zoom.
 */
export async function takePicture({ electron, workspace }: RunningApp, on: Page, file: string): Promise<void> {
  // The mouse would light up whatever is under the last click.
  await on.mouse.move(0, 0)
  await on.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const png = await electron.evaluate(async ({ BrowserWindow }, isChild) => {
    const window = BrowserWindow.getAllWindows().find((one) => (one.getParentWindow() !== null) === isChild)
    return (await window?.webContents.capturePage())?.toPNG().toString('base64') ?? ''
  }, on !== workspace)
  writeFileSync(file, Buffer.from(png, 'base64'))
}
