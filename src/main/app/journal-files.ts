import type { BrowserWindow } from 'electron'
import type { JournalEntry } from '../store/journal-row'
import type { UserStore } from '../store/held-store'
import { BYTE_ORDER_MARK, csvLine } from './csv'
import type { FileDialogs } from './file-dialogs'
import { writeWhole } from './whole-file'

/** Taking the activity log out of the program. */
export interface JournalFiles {
  /** Null: the person chose no file. `storeNow` is asked once the file is chosen. Throws STORAGE, and what `storeNow` throws. */
  export(window: BrowserWindow, storeNow: () => Promise<Pick<UserStore, 'journal'>>): Promise<{ file: string; entries: number } | null>
}

export function createJournalFiles(dialogs: Pick<FileDialogs, 'toExportLog'>): JournalFiles {
  return {
    export: async (window, storeNow) => {
      const file = await dialogs.toExportLog(window)
      if (file === null) return null
      const entries = (await storeNow()).journal.everything()
      await writeWhole(file, journalCsv(entries))
      return { file, entries: entries.length }
    },
  }
}

const COLUMNS = ['time', 'action', 'resource', 'record', 'title', 'state', 'outcome', 'sent', 'ended', 'changes', 'reason'] as const

/** One line for each command, oldest first, for spreadsheets: with a byte order mark, and no cell that would be run as a formula. */
export function journalCsv(entries: readonly JournalEntry[]): string {
  const lines = entries.map((entry) => [
    time(entry.createdAt),
    entry.verb,
    entry.resource,
    String(entry.recordId),
    entry.title,
    entry.state,
    entry.outcome ?? '',
    time(entry.sentAt),
    time(entry.endedAt),
    JSON.stringify(entry.edits),
    reasonOf(entry),
  ])
  return BYTE_ORDER_MARK + [COLUMNS, ...lines].map(csvLine).join('')
}

function time(ms: number | null): string {
  // A time that is none, out of a damaged file, does not keep the rest from being written.
  return ms === null || Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString()
}

function reasonOf({ why }: JournalEntry): string {
  if (why?.kind === 'failure') return `${why.failure.code}: ${why.failure.message}`
  if (why?.kind === 'conflict') return `conflict: ${why.conflict}`
  return why?.kind ?? ''
}
