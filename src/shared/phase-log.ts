import { z } from 'zod'
import { CONFLICT_KINDS, PARK_CAUSES } from './entry-states'
import { FAILURE_CODES } from './result'

/**
 * What an entry of the outbox went through, for whoever asks later why it took so long (docs/offline.md, "The log of an
 * entry"). Words of closed sets and times only: never a text of the server's or a person's, never a value of a field.
 */
const PHASES = [
  /** Written down. */
  'queued',
  /** Waits for a person's word; the note is the cause. */
  'held',
  /** Lets it go: a person, or the address is what it was again. */
  'released',
  /** Stands on a record that will not be made. */
  'blocked',
  /** That record is there, or on its way again. */
  'unblocked',
  /** What someone else had changed meanwhile was taken over. */
  'merged',
  /** A request may leave from now on. */
  'sending',
  /** It may have left, and no answer could be read. */
  'unanswered',
  /** The program ended while it was on its way. */
  'interrupted',
  /** The server was asked what has become of it. */
  'lookedUp',
  /** The server said yes to a new record; it is only looked for since. */
  'accepted',
  /** Nothing came of this try; it is tried again. */
  'putOff',
  /** The server said no. */
  'refused',
  /** A person has to decide; the note is the kind of conflict. */
  'asked',
  /** A person has decided about that. */
  'decided',
  /** A person has changed what is sent. */
  'edited',
  /** Done; with the note `kept` the server holds something else than was sent. */
  'saved',
  /** It ended, and the form that waited has the edits. */
  'told',
  'dropped',
  /** A later change of the same record stands for it. */
  'joined',
  /** In the middle of a long log: so many that are not kept. */
  'more',
] as const

const NOTES = [...PARK_CAUSES, ...CONFLICT_KINDS, ...FAILURE_CODES, 'offline', 'found', 'notFound', 'kept'] as const
export type PhaseNote = (typeof NOTES)[number]

export const phaseSchema = z.object({
  phase: z.enum(PHASES),
  note: z.enum(NOTES).optional(),
  /** Unix milliseconds; of the first, where it came several times. */
  at: z.number(),
  /** How often it came in a row, with what came between; absent: once. */
  times: z.number().int().optional(),
  /** When it came last; only beside `times`. */
  lastAt: z.number().optional(),
})
export type Phase = z.infer<typeof phaseSchema>

/** A phase as it is noted; without a time: the moment at which it is written down. */
export type PhaseStep = Pick<Phase, 'phase' | 'note'> & { readonly at?: number }

/** A log never holds more: with a word and a time each it stays below two kilobytes, however often an entry is tried. */
export const MOST_PHASES = 20
/** What came first stays: how it began, with its first tries. */
const FIRST_KEPT = 9
/** A try that comes again as it came before is of so many phases at most. */
const LONGEST_ROUND = 5

/** The log with these behind it: what repeats is counted, and of too many the middle goes. */
export function logged(log: readonly Phase[], steps: readonly PhaseStep[], nowMs: number): Phase[] {
  return steps.reduce<Phase[]>((so, { phase, note, at = nowMs }) => shortened(folded([...so, { phase, ...(note ? { note } : {}), at }])), [...log])
}

/** What an older or newer program, or a damaged file, has left: what is no phase known here is left out. */
export function phasesIn(value: unknown): Phase[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((one) => phaseSchema.safeParse(one).data ?? []).slice(0, MOST_PHASES)
}

/** A try like the one before it (sent, no answer, looked up, put off) becomes one more of that. */
function folded(log: readonly Phase[]): Phase[] {
  for (let length = 1; length <= LONGEST_ROUND && 2 * length <= log.length; length += 1) {
    const last = log.slice(-length)
    const before = log.slice(-2 * length, -length)
    if (before.some(({ phase, note }, index) => phase !== last[index]?.phase || note !== last[index].note)) continue
    return [...log.slice(0, -2 * length), ...before.map((one, index) => together(one, last[index] ?? one))]
  }
  return [...log]
}

function together(before: Phase, after: Phase): Phase {
  return { ...before, times: (before.times ?? 1) + (after.times ?? 1), lastAt: after.lastAt ?? after.at }
}

function shortened(log: readonly Phase[]): Phase[] {
  if (log.length <= MOST_PHASES) return [...log]
  const [first, middle, last] = [log.slice(0, FIRST_KEPT), log.slice(FIRST_KEPT, FIRST_KEPT + 2), log.slice(FIRST_KEPT + 2)]
  // Its own count first: what is left out may have come several times.
  const left = middle.reduce((sum, { times = 1 }) => sum + times, 0)
  const [gap] = middle
  return [...first, { phase: 'more', at: gap?.at ?? 0, times: left, lastAt: middle.at(-1)?.lastAt ?? middle.at(-1)?.at ?? 0 }, ...last]
}
