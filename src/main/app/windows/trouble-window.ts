import { BrowserWindow } from 'electron'

export interface TroubleTexts {
  readonly locale: string
  readonly title: string
  /** What it is about: a folder, an option. */
  readonly what: string
  readonly text: readonly string[]
  readonly close: string
}

/** What a window shows that has no page of ours behind it: a few sentences and a way out. Enter, Space and Escape close it. */
export function createTroubleWindow(texts: TroubleTexts): BrowserWindow {
  const window = new BrowserWindow({
    width: 560,
    height: 340,
    useContentSize: true,
    resizable: true,
    maximizable: false,
    fullscreenable: false,
    show: false,
    title: `Holdfast: ${texts.title}`,
    webPreferences: { partition: 'trouble', sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  window.removeMenu()
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // The page has no script: the only thing on it that can be pressed leads away, and that is the end of it.
  window.webContents.once('did-finish-load', () => {
    window.webContents.on('did-start-navigation', () => {
      window.destroy()
    })
  })
  window.webContents.on('before-input-event', (_event, { type, key }) => {
    if (type === 'keyDown' && key === 'Escape') window.close()
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(troublePage(texts))}`)
  return window
}

/** No script, nothing from anywhere else; every text is escaped. */
function troublePage({ locale, title, what, text, close }: TroubleTexts): string {
  return `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Holdfast</title><style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
body { margin: 24px 28px }
h1 { font-size: 17px; margin: 0 0 12px }
code { display: block; padding: 6px 8px; border: 1px solid; overflow-wrap: anywhere; user-select: text }
a { display: inline-block; margin-top: 8px; padding: 4px 20px; border: 1px solid; color: inherit; text-decoration: none }
</style></head><body role="alert"><h1>${escaped(title)}</h1><code>${escaped(what)}</code>
${text.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
<a href="about:blank" role="button" autofocus>${escaped(close)}</a></body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
