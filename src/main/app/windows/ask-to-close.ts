import type { Dialog } from 'electron'
import type { AskToClose } from './close-guard'
import type { Words } from '../messages'

/** The native question before something would be lost. No question when nothing would. */
export function createAskToClose(dialog: Dialog, words: () => Words): AskToClose {
  return async (window, { unkept, inMemory, isSilent }) => {
    if (unkept.length + inMemory.length === 0 && !isSilent) return true
    const said = words()
    const detail = unkept.length > 0 ? said.unkeptDetail(unkept) : inMemory.length > 0 ? said.inMemoryDetail(inMemory) : said.silentDetail
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: said.closeTitle,
      detail,
      buttons: [said.stay, said.closeAnyway],
      defaultId: 0,
      cancelId: 0,
    })
    return response === 1
  }
}
