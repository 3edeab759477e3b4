import type { BrowserWindow, Dialog, FileFilter, SaveDialogOptions } from 'electron'
import { type Words, withNames } from './messages'

/** The system's own dialogs for files; null where the person chose none. */
export interface FileDialogs {
  toExport(window: BrowserWindow): Promise<string | null>
  toImport(window: BrowserWindow): Promise<string | null>
  toExportLog(window: BrowserWindow): Promise<string | null>
  toExportServerLog(window: BrowserWindow): Promise<string | null>
  caFile(window: BrowserWindow): Promise<string | null>
  /** Whether servers that are reached over plain http shall be imported all the same. */
  confirmPlainHttp(window: BrowserWindow, names: readonly string[]): Promise<boolean>
}

export function createFileDialogs(dialog: Dialog, words: () => Words): FileDialogs {
  const lists = (): FileFilter[] => [{ name: words().files.serverLists, extensions: ['json'] }]
  const open = async (window: BrowserWindow, title: string, filters: FileFilter[]): Promise<string | null> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })
    return canceled ? null : (filePaths[0] ?? null)
  }
  const save = async (window: BrowserWindow, options: SaveDialogOptions): Promise<string | null> => {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || !filePath ? null : filePath
  }
  return {
    toExport: (window) => save(window, { title: words().files.exportServers, defaultPath: 'holdfast-servers.json', filters: lists() }),
    toExportLog: (window) => save(window, { title: words().files.exportLog, defaultPath: 'holdfast-activity.csv', filters: [{ name: 'CSV', extensions: ['csv'] }] }),
    toExportServerLog: (window) => save(window, { title: words().files.exportServerLog, defaultPath: 'server-log.csv', filters: [{ name: 'CSV', extensions: ['csv'] }] }),
    toImport: (window) => open(window, words().files.importServers, lists()),
    caFile: (window) =>
      open(window, words().files.chooseCaFile, [
        { name: words().files.certificates, extensions: ['pem', 'crt', 'cer'] },
        { name: words().files.allFiles, extensions: ['*'] },
      ]),
    confirmPlainHttp: async (window, names) => {
      const said = words()
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message: said.plainHttp.title,
        detail: withNames(said, said.plainHttp.detail, names),
        buttons: [said.plainHttp.leaveOut, said.plainHttp.anyway],
        defaultId: 0,
        cancelId: 0,
      })
      return response === 1
    },
  }
}
