import type { Dialog } from 'electron'
import type { AskToClose } from './close-guard'
import { type Words, withNames } from '../messages'

/** The native question before something would be lost. No question when nothing would. */
export function createAskToClose(dialog: Dialog, words: () => Words): AskToClose {
  return async (window, { unkept, inMemory, isSilent }) => {
    if (unkept.length + inMemory.length === 0 && !isSilent) return true
    const said = words()
    const { close } = said
    const detail = unkept.length > 0 ? withNames(said, close.unkept, unkept) : inMemory.length > 0 ? withNames(said, close.inMemory, inMemory) : close.silent
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: close.title,
      detail,
      buttons: [close.stay, close.anyway],
      defaultId: 0,
      cancelId: 0,
    })
    return response === 1
  }
}
