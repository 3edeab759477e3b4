import { createHash } from 'node:crypto'
import type { Draft, DraftInput } from '../../src/shared/drafts'
import { openUserDatabase } from '../../src/main/store/database'
import { examineHere } from '../../src/main/store/examiner'
import { createDrafts, type Drafts } from '../../src/main/store/drafts'
import type { Sqlite } from '../../src/main/sqlite/open'
import { keychainWith } from './store-process-child'

/** Two open forms, typed in by turns. */
export const FORM_IDS = ['0f0e7c1e-6d65-4a07-9d0f-5c3c2ad1a101', '0f0e7c1e-6d65-4a07-9d0f-5c3c2ad1a102'] as const

export interface DataFile {
  readonly path: string
  /** 64 hex digits. */
  readonly key: string
}

/** What a start of the program finds. */
export interface Found {
  readonly storage: string
  readonly movedAsideTo: string | null
  readonly journalMode: string | undefined
  readonly synchronous: number | undefined
  readonly drafts: readonly Draft[]
}

/**
 * What stands in the form after so many keystrokes: all of it follows from the number, so that half of one draft beside
 * half of another is seen. From a few bytes to 60 KB, for a write of one page and of many.
 */
export function typed(sequence: number): Omit<DraftInput, 'owner'> {
  const mark = createHash('sha256').update(String(sequence)).digest('hex')
  const text = mark.repeat(1 + (Number.parseInt(mark.slice(0, 4), 16) % 940))
  return {
    draftId: FORM_IDS[sequence % FORM_IDS.length] as string,
    resource: 'users',
    recordId: 4,
    title: `keystroke ${sequence}`,
    base: { sequence, tel: mark },
    edits: { sequence, email: text },
    cursorField: 'email',
  }
}

export function sequenceOf(draft: Draft): number {
  return Number(draft.edits['sequence'])
}

/** Opens the data file as the program does, and reads what is in it. */
export async function openForms({ path, key }: DataFile): Promise<{ db: Sqlite; drafts: Drafts; found: Found }> {
  const { db, storage, movedAsideTo } = await openUserDatabase({ examiner: examineHere, serverBefore: '', path, secrets: keychainWith(key), keyAccount: 'i/p/1/db', wallMs: () => Date.now() })
  const drafts = createDrafts(db, () => Date.now())
  const found: Found = {
    storage,
    movedAsideTo,
    journalMode: db.get<{ journal_mode: string }>('PRAGMA journal_mode')?.journal_mode,
    synchronous: db.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous,
    drafts: drafts.list().map(({ draftId }) => drafts.read(draftId)),
  }
  return { db, drafts, found }
}
