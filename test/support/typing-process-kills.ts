import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Draft } from '../../src/shared/drafts'
import { DEMO_SERVER } from '../../src/shared/server-identity'
import { mulberry32 } from './offline-fuzz'
import { forkStoreProcess, type StoreProcess } from './store-process'
import type { TypingReport } from './typing-process'
import { type DataFile, FORM_IDS, type Found, openForms, sequenceOf, typed } from './typing-process-forms'

export interface TypingKills {
  readonly kills: number
  /** Drafts that were reported as kept. */
  readonly keeps: number
  /** What a kill has cost or broken, in words. Has to be empty. */
  readonly losses: readonly string[]
}

/** Keystrokes before a kill, at most. */
const LONGEST_TYPING = 80
/** Longer than one keep takes, so that a kill comes at any moment of it. */
const LONGEST_MOMENT_MS = 5

/**
 * Types in two forms and kills the typing program with SIGKILL at random moments, so many times over the same data file:
 * each start finds what the one before has left. `seed` gives the moments as far as a scheduler lets it.
 */
export async function killWhileTyping({ kills, seed }: { kills: number; seed: number }): Promise<TypingKills> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-typing-'))
  const file: DataFile = { path: join(folder, 'user-1.db'), key: randomBytes(32).toString('hex') }
  const random = mulberry32(seed)
  const start = (): StoreProcess<TypingReport> => forkStoreProcess('typing-process')
  const losses: string[] = []
  let last = 0
  let keeps = 0
  let next = start()
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const program = next
      program.tell(file)
      const { found } = await program.reported((report) => report.kind === 'opened')
      losses.push(...lossesIn(found, last).map((loss) => `after kill ${kill - 1}: ${loss}`))
      // Starting takes longer than typing: the next one is made ready meanwhile.
      next = start()
      const target = Math.max(last, ...found.drafts.map(sequenceOf)) + 1 + Math.floor(random() * LONGEST_TYPING)
      await program.reported((report): report is KeptReport => report.kind === 'kept' && report.sequence >= target)
      await wait(random() * LONGEST_MOMENT_MS)
      await program.kill()
      const kept = program.reports.filter((report) => report.kind === 'kept')
      keeps += kept.length
      last = kept.at(-1)?.sequence ?? last
    }
    const { db, found } = await openForms(file)
    db.close()
    losses.push(...lossesIn(found, last).map((loss) => `after kill ${kills}: ${loss}`))
    return { kills, keeps, losses }
  } finally {
    await next.kill()
    rmSync(folder, { recursive: true })
  }
}

type KeptReport = Extract<TypingReport, { kind: 'kept' }>

/** What is wrong with what a start found, when `last` was the last keystroke reported as kept. */
function lossesIn(found: Found, last: number): string[] {
  const losses: string[] = []
  if (found.storage !== 'durable' || found.movedAsideTo !== null) losses.push(`the file did not open (${found.storage})`)
  if (found.journalMode !== 'wal' || found.synchronous !== 2) losses.push(`journal_mode=${found.journalMode}, synchronous=${found.synchronous}`)
  for (const [index, draftId] of FORM_IDS.entries()) {
    const due = lastOfForm(index, last)
    const draft = found.drafts.find((other) => other.draftId === draftId)
    if (!draft) losses.push(...(due > 0 ? [`draft ${due} is gone`] : []))
    else if (!isWhole(draft)) losses.push(`a torn draft (${draft.title})`)
    else if (sequenceOf(draft) < due) losses.push(`draft ${due} was kept, ${sequenceOf(draft)} is there`)
  }
  return losses
}

/** The last keystroke of this form among the first `last` of both. */
function lastOfForm(index: number, last: number): number {
  return last - ((last - index + FORM_IDS.length) % FORM_IDS.length)
}

function isWhole(draft: Draft): boolean {
  const { keptAt: _, server, ...text } = draft
  return server === DEMO_SERVER && isDeepStrictEqual(text, typed(sequenceOf(draft)))
}
