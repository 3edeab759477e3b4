import { app, BrowserWindow, Menu } from 'electron'
import type { Words } from './messages'

/** What the menu does besides the system's own roles. */
export interface MenuActions {
  newWindow(): void
  showServers(): void
  showSettings(): void
  toggleMenuColumn(): void
}

/** The native menu. No "Reload": F5 and Ctrl+R refresh data, the page itself is never thrown away. */
export function setMenu(words: Words, actions: MenuActions): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: words.file,
        submenu: [
          {
            label: words.newWindow,
            accelerator: 'CmdOrCtrl+Shift+N',
            click: () => {
              actions.newWindow()
            },
          },
          {
            label: words.servers,
            accelerator: 'CmdOrCtrl+Shift+S',
            click: () => {
              actions.showServers()
            },
          },
          { type: 'separator' },
          {
            label: words.settings,
            accelerator: 'CmdOrCtrl+,',
            click: () => {
              actions.showSettings()
            },
          },
          { type: 'separator' },
          {
            label: words.quit,
            accelerator: 'CmdOrCtrl+Q',
            click: () => {
              app.quit()
            },
          },
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
          // The page has the key itself: it knows of questions and of input methods.
          {
            label: words.menuColumn,
            accelerator: 'CmdOrCtrl+B',
            registerAccelerator: false,
            click: () => {
              actions.toggleMenuColumn()
            },
          },
          { type: 'separator' },
          { role: 'zoomIn', label: words.zoomIn },
          { role: 'zoomOut', label: words.zoomOut },
          { role: 'resetZoom', label: words.resetZoom },
          { type: 'separator' },
          { role: 'togglefullscreen', label: words.fullScreen },
        ],
      },
    ]),
  )
  // On Windows and Linux that puts a menu bar into every window, also into those that are to have none.
  for (const window of BrowserWindow.getAllWindows()) if (window.getParentWindow() !== null) window.removeMenu()
}
