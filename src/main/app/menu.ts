import { app, Menu } from 'electron'
import type { Words } from './words'

/** The native menu. No "Reload": F5 and Ctrl+R refresh data, the page itself is never thrown away. */
export function setMenu(words: Words): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: words.file,
        submenu: [
          { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: () => { app.quit() } },
        ],
      },
      {
        label: words.edit,
        submenu: [
          { role: 'undo', label: words.undo },
          { role: 'redo', label: words.redo },
          { type: 'separator' },
          { role: 'cut', label: words.cut },
          { role: 'copy', label: words.copy },
          { role: 'paste', label: words.paste },
          { role: 'selectAll', label: words.selectAll },
        ],
      },
      {
        label: words.view,
        submenu: [
          { role: 'zoomIn', label: words.zoomIn },
          { role: 'zoomOut', label: words.zoomOut },
          { role: 'resetZoom', label: words.resetZoom },
          { type: 'separator' },
          { role: 'togglefullscreen', label: words.fullScreen },
        ],
      },
    ]),
  )
}
