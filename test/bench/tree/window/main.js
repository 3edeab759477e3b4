/** One sandboxed window with the bench's page; what the page measured goes to stdout as one line of JSON. */
import { app, BrowserWindow } from 'electron'

const valueOf = (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
app.setPath('userData', valueOf('data-dir'))

// Not awaited: `ready` comes only after this module has ended.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true, backgroundThrottling: false } })
  await window.loadURL(valueOf('page'))
  const figures = await window.webContents.executeJavaScript('window.measureTrees()')
  process.stdout.write(`holdfast:figures ${JSON.stringify(figures)}\n`)
  app.quit()
})
