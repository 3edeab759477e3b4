import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { createTroubleWindow } from './windows/trouble-window'
import type { FolderTrouble } from './data-folder'
import { systemLocale } from './system-locale'
import { wordsFor } from './messages'

/**
 * Says in a window of its own that the data folder cannot be used, and ends the program with exit code 1 when it is closed.
 * Nothing else is started: no session, no page of ours, nothing that could take work which nobody would keep.
 */
export async function tellFolderTrouble(folder: string, trouble: FolderTrouble): Promise<void> {
  const end = borrowedFolder()
  await app.whenReady()
  const locale = systemLocale()
  const words = wordsFor(locale).folder
  const lines = [words.title, folder, words.reasons[trouble], words.mend]
  // For whoever started it from a terminal, and for a log of the session.
  process.stderr.write(`Holdfast: ${lines.join(' ')}\n`)
  const window = createTroubleWindow({ locale, title: words.title, folder, text: [words.reasons[trouble], words.mend], close: words.close })
  window.once('closed', () => {
    end()
    app.exit(1)
  })
}

/** Chromium wants a place to write in, too. Returns what removes it. */
function borrowedFolder(): () => void {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-'))
    app.setPath('userData', folder)
    return () => {
      rmSync(folder, { recursive: true, force: true })
    }
  } catch {
    return () => undefined
  }
}
