import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { createTroubleWindow } from './windows/trouble-window'
import type { FolderTrouble } from './data-folder'
import { systemLocale } from './system-locale'
import { wordsFor, type Words } from './messages'

/** Says in a window of its own that the data folder cannot be used, and ends the program with exit code 1 when it is closed. */
export function tellFolderTrouble(folder: string, trouble: FolderTrouble): Promise<void> {
  return tell(({ folder: words }) => ({ title: words.title, what: folder, text: [words.reasons[trouble], words.mend] }))
}

/** The same for options, and variables of the environment, that the program does not take (security/start-options.ts). */
export function tellRefusedOptions(options: readonly string[], variables: readonly string[]): Promise<void> {
  const what = [...options.map((name) => `--${name}`), ...variables].join(' ')
  return tell(({ options: words }) => ({ title: words.title, what, text: [words.text] }))
}

interface Trouble {
  readonly title: string
  /** What it is about, to be copied. */
  readonly what: string
  readonly text: readonly string[]
}

/** Nothing else is started: no session, no page of ours, nothing that could take work which nobody would keep. */
async function tell(troubleIn: (words: Words) => Trouble): Promise<void> {
  const end = borrowedFolder()
  await app.whenReady()
  const locale = systemLocale()
  const words = wordsFor(locale)
  const { title, what, text } = troubleIn(words)
  // For whoever started it from a terminal, and for a log of the session.
  process.stderr.write(`Holdfast: ${[title, what, ...text].join(' ')}\n`)
  const window = createTroubleWindow({ locale, title, what, text, close: words.folder.close })
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
