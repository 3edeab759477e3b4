import type { Phase } from '@shared/phase-log'
import type { Journal } from '../../store/journal'
import type { JournalEntry } from '../../store/journal-row'
import type { EndedWith } from '../../store/journal-sql'

/** Of one moment; ten thousand entries that are sent at once are not ten thousand lines. */
const MOST_LINES = 20
/** Of one minute, in which a queue that drains has hundreds of moments: the log is small, and what else it holds must not be washed away. */
const MOST_IN_MINUTE = 200
const MINUTE_MS = 60_000

/**
 * The same journal, which tells the program's log each phase of an entry (docs/offline.md, "The log of an entry"): words of
 * closed sets, what kind of record, and the beginning of the entry's id. Never a value, a title, or a text of the server's.
 */
export function journalInLines(journal: Journal, log: (line: string) => void, nowMs: () => number): Journal {
  /** Of entries that were seen here: the phases that were told. */
  const told = new Map<string, ReadonlySet<string>>()
  const lines = paced(rationed(log, nowMs))
  const tell = (entry: JournalEntry): JournalEntry => {
    const { entryId, verb, resource, phases, state } = entry
    const known = told.get(entryId)
    // Of one from before this start the last says where it stands.
    const fresh = known ? phases.filter((phase) => !known.has(keyOf(phase))) : phases.slice(-1)
    if (fresh.length > 0) lines(`[${entryId.slice(0, 8)}] ${verb} ${resource}: ${fresh.map(wordOf).join(', ')}.`)
    if (state === 'done') told.delete(entryId)
    else told.set(entryId, new Set(phases.map(keyOf)))
    return entry
  }
  const tellEnd = (entryId: string, outcome: string, { phases = [] }: EndedWith = {}): void => {
    told.delete(entryId)
    lines(`[${entryId.slice(0, 8)}] ${[...phases.map(({ phase }) => phase), `ended: ${outcome}`].join(', ')}.`)
  }
  return {
    ...journal,
    append: (entry, merged = [], note) => {
      const appended = tell(journal.append(entry, merged, note))
      for (const entryId of merged) tellEnd(entryId, 'joined')
      return appended
    },
    change: (entryId, change) => tell(journal.change(entryId, change)),
    changeAll: (changes) => journal.changeAll(changes).map(tell),
    changeSoon: async (entryId, change) => tell(await journal.changeSoon(entryId, change)),
    end: (entryIds, outcome, more, others) => {
      const changed = journal.end(entryIds, outcome, more, others).map(tell)
      for (const entryId of entryIds) tellEnd(entryId, outcome, more)
      return changed
    },
    endSoon: async (entryId, outcome, more) => {
      await journal.endSoon(entryId, outcome, more)
      tellEnd(entryId, outcome, more)
    },
  }
}

function keyOf({ phase, note, at, lastAt }: Phase): string {
  return [phase, note, at, lastAt].join(' ')
}

function wordOf({ phase, note, times }: Phase): string {
  return `${phase}${note === undefined ? '' : ` (${note})`}${times === undefined ? '' : `, ${times} times`}`
}

/** Lines of one moment together, and of too many the first. */
function paced(log: (line: string) => void): (line: string) => void {
  let waiting: string[] = []
  let more = 0
  const flush = (): void => {
    for (const line of waiting) log(line)
    if (more > 0) log(`… and ${more} more.`)
    waiting = []
    more = 0
  }
  return (line) => {
    if (waiting.length === 0) setImmediate(flush)
    if (waiting.length < MOST_LINES) waiting.push(line)
    else more += 1
  }
}

/** So many in a minute. Of the rest it is said how many they were, with the first line of a later one. */
function rationed(log: (line: string) => void, nowMs: () => number): (line: string) => void {
  let [sinceMs, count] = [nowMs(), 0]
  return (line) => {
    if (nowMs() - sinceMs >= MINUTE_MS) {
      if (count > MOST_IN_MINUTE) log(`… and ${count - MOST_IN_MINUTE} more lines in that minute.`)
      sinceMs = nowMs()
      count = 0
    }
    count += 1
    if (count <= MOST_IN_MINUTE) log(line)
    else if (count === MOST_IN_MINUTE + 1) log('… more than are told in one minute.')
  }
}
