/**
 * The least an Electron program can be: one sandboxed window with one empty page. What the bench holds our start against.
 *
 * It says `holdfast:shell-visible` at the same point as the app does: shown, and two frames drawn.
 */
import { app, BrowserWindow } from 'electron'

// What Holdfast does where there is no graphics device (src/main/app/graphics.ts).
if (process.env['HOLDFAST_BENCH_UNACCELERATED'] === '1') app.disableHardwareAcceleration()

const dataDir = process.argv.find((arg) => arg.startsWith('--data-dir='))
if (dataDir) app.setPath('userData', dataDir.slice('--data-dir='.length))

// Not awaited: `ready` comes only after this module has ended.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', async () => {
    window.show()
    await window.webContents.executeJavaScript('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))')
    process.stdout.write('holdfast:shell-visible\n')
  })
  await window.loadURL('data:text/html,<!doctype html><title>empty</title>')
})
