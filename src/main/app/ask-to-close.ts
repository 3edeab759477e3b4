import type { Dialog } from 'electron'
import type { AskToClose } from './closing'
import type { Words } from './words'

/** The native question before something would be lost. No question when nothing would. */
export function createAskToClose(dialog: Dialog, words: () => Words): AskToClose {
  return async (window, { unkept, inMemory }) => {
    if (unkept.length + inMemory.length === 0) return true
    const said = words()
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: said.closeTitle,
      detail: unkept.length > 0 ? said.unkeptDetail(unkept.join(', ')) : said.inMemoryDetail(inMemory.join(', ')),
      buttons: [said.stay, said.closeAnyway],
      defaultId: 0,
      cancelId: 0,
    })
    return response === 1
  }
}
