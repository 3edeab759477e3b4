import { z } from 'zod'
import { type Fields, isNoSetChange, openSetChange, sameValue, type SetChange, setChange, subtractSent, withSetChange } from './merge'

/**
 * What became of a value that was sent: what the server says to have taken is not always what it keeps. The original's
 * tables are 3-byte utf8 without strict mode, so that a text ends at a 4-byte character, or gets question marks there, and
 * the answer is "success"; other servers trim, fold case, clamp numbers, and drop ids that they do not know.
 */
const KEPT_CAUSES = [
  /** Only the beginning of the text is there. */
  'cut',
  /** Characters were replaced (`?`, `????`, U+FFFD) or left out, and the rest may be cut. */
  'replaced',
  /** Spaces at the beginning or the end are gone. */
  'trimmed',
  /** Capital and small letters were made alike. */
  'case',
  /** The number is at the end of what the server's column can hold. */
  'clamped',
  /** Some of the ids of a list are not there. */
  'dropped',
  /** The server still has the value from before, or none. */
  'ignored',
  /** Another value, which none of these explains: somebody else's write came in between, or the server set it. */
  'other',
] as const
type KeptCause = (typeof KEPT_CAUSES)[number]

export const keptFieldSchema = z.object({
  field: z.string(),
  sent: z.unknown(),
  /** What the server has in its place. */
  kept: z.unknown(),
  cause: z.enum(KEPT_CAUSES),
})
export type KeptField = z.infer<typeof keptFieldSchema>

/** The same by field, as a draft or a form holds it: "this was sent, and the server keeps that". */
export const keptMarksSchema = z.record(z.string(), keptFieldSchema.omit({ field: true }))
export type KeptMarks = z.infer<typeof keptMarksSchema>

export function marksOf(kept: readonly KeptField[]): KeptMarks {
  return Object.fromEntries(kept.map(({ field, ...mark }) => [field, mark]))
}

/** The marks that still hold: the edit is still what was sent, and the server still has what it kept. */
export function liveMarks(marks: KeptMarks, edits: Fields, base: Fields): KeptMarks {
  return Object.fromEntries(Object.entries(marks).filter(([field, { sent, kept }]) => field in edits && sameValue(edits[field], sent) && sameValue(base[field], kept)))
}

/**
 * What is left of edits after a save: what was typed since (`subtractSent`), and what the server keeps otherwise than it
 * was sent, marked so, unless it was typed anew since. Of a set that was typed since, what the server did not take is left too.
 *
 * @param base the row that edits and sent started from
 */
export function settled(
  { edits, base, sent, row, kept }: { readonly edits: Fields; readonly base: Fields; readonly sent: Fields; readonly row: Fields; readonly kept: readonly KeptField[] },
  setFields: readonly string[],
): { readonly edits: Fields; readonly marks: KeptMarks } {
  const isTypedSince = (field: string): boolean => field in edits && !sameValue(edits[field], sent[field])
  const marked = kept.filter(({ field }) => !isTypedSince(field))
  const unkept = kept.filter(({ field }) => setFields.includes(field) && isTypedSince(field))
  const open = Object.fromEntries(unkept.map(({ field, sent: value }) => [field, value]))
  const left = subtractSent(edits, sent, { ...row, ...open }, setFields, base)
  return { edits: { ...open, ...left, ...Object.fromEntries(marked.map(({ field, sent: value }) => [field, value])) }, marks: marksOf(marked) }
}

/** Habits of a server that forms warn of, once it has shown them. */
export const SERVER_HABITS = [
  /** It cannot keep characters above U+FFFF (emoji, rare Han). */
  'fourByteText',
  /** It takes spaces at the beginning and the end away. */
  'outerSpaces',
] as const
export type ServerHabit = (typeof SERVER_HABITS)[number]

export function habitsIn(kept: readonly KeptField[]): ServerHabit[] {
  const shown = kept.flatMap(({ sent, cause }): ServerHabit[] => {
    if (cause === 'trimmed') return ['outerSpaces']
    const isAboutText = cause === 'replaced' || cause === 'cut'
    return isAboutText && typeof sent === 'string' && hasFourByte(sent) ? ['fourByteText'] : []
  })
  return [...new Set(shown)]
}

/** Which habits this text would meet. */
export function habitsMet(value: unknown): ServerHabit[] {
  if (typeof value !== 'string') return []
  return [...(hasFourByte(value) ? (['fourByteText'] as const) : []), ...(value.trim() === value ? [] : (['outerSpaces'] as const))]
}

function hasFourByte(text: string): boolean {
  return /[\u{10000}-\u{10ffff}]/u.test(text)
}

export type Judgement = KeptCause | 'same'

/**
 * Compares what was sent with what the server has. `before`: what it had until then; undefined for a new record. After a
 * yes, a value that equals the one before is explained by a rule if it can be (a text that was cut to what it was); where
 * the answer was lost (`isSure` false), it counts as not written.
 */
export function judge(sent: unknown, held: unknown, before: unknown, isSure: boolean): Judgement {
  if (isAlike(sent, held)) return 'same'
  const isAsBefore = before === undefined ? isBlank(held) : isAlike(held, before)
  if (isAsBefore && !isSure && before !== undefined) return 'ignored'
  const rule = ruleOf(sent, held)
  // The beginning of a text is often another text: without a yes it may be what somebody else wrote.
  const isDoubtful = !isSure && rule === 'cut' && !isCutAtCharacter(String(sent), String(held))
  return rule && !isDoubtful ? rule : isAsBefore ? 'ignored' : 'other'
}

/** Whether the server has done this, in its own way. */
export function isTaken(judgement: Judgement): boolean {
  return judgement !== 'ignored' && judgement !== 'other'
}

/**
 * Fields of `sent` that the server's row holds otherwise. A field that its rows do not have, such as a password, cannot be
 * compared. Of a set (`setFields`) what counts is what was put in and taken out: who changed more of it in the same moment
 * has not undone that.
 */
export function differences(sent: Fields, row: Fields, before: Fields | null, isSure = true, setFields: readonly string[] = []): KeptField[] {
  return Object.keys(sent).flatMap((field): KeptField[] => {
    if (!(field in row)) return []
    if (setFields.includes(field)) return setDifference(field, openSetChange(setChange(before?.[field], sent[field]), row[field]), row)
    const cause = judge(sent[field], row[field], before ? (before[field] ?? null) : undefined, isSure)
    return cause === 'same' ? [] : [{ field, sent: sent[field], kept: row[field], cause }]
  })
}

/** `sent`: what would have to be sent for the rest, on the row as it is. */
function setDifference(field: string, open: SetChange, row: Fields): KeptField[] {
  return isNoSetChange(open) ? [] : [{ field, sent: withSetChange(row[field], open), kept: row[field], cause: 'dropped' }]
}

/** Equal, or equal once both are read as this program reads the wire: "1" is 1, '' is nothing, a list of ids is a set. */
export function isAlike(a: unknown, b: unknown): boolean {
  return sameValue(read(a), read(b))
}

function read(value: unknown): unknown {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return [...new Set((value as unknown[]).map(read))].sort()
  return typeof value === 'number' || typeof value === 'boolean' ? String(Number(value)) : value
}

function isBlank(value: unknown): boolean {
  const plain = read(value)
  return plain === '' || (Array.isArray(plain) && plain.length === 0)
}

function ruleOf(sent: unknown, held: unknown): KeptCause | null {
  if (Array.isArray(sent) && Array.isArray(held)) return isSubset(held, sent) ? 'dropped' : null
  if (typeof sent === 'number') return isClamped(sent, Number(held)) ? 'clamped' : null
  return typeof sent === 'string' && typeof held === 'string' ? textRule(sent, held) : null
}

function isSubset(held: readonly unknown[], sent: readonly unknown[]): boolean {
  return held.every((id) => sent.some((other) => isAlike(id, other)))
}

/** Ends of number columns, and of ranges that people set. */
const HIGH_ENDS = /^(9{3,}|10{3,}|127|255|32767|65535|8388607|16777215|2147483647|4294967295)$/
const LOW_ENDS: ReadonlySet<number> = new Set([0, 1, -128, -32_768, -8_388_608, -2_147_483_648])

function isClamped(sent: number, held: number): boolean {
  return sent > held ? HIGH_ENDS.test(String(held)) : LOW_ENDS.has(held)
}

function textRule(sent: string, held: string): KeptCause | null {
  if (held.trim() === sent.trim() && sent.includes(held)) return 'trimmed'
  if (isCut(sent, held)) return 'cut'
  if (held.toLowerCase() === sent.toLowerCase()) return 'case'
  return isReplaced(sent, held) ? 'replaced' : null
}

/** Nothing at all is the beginning of every text: it counts only where the text would have been cut there. */
function isCut(sent: string, held: string): boolean {
  return sent.startsWith(held) && (held !== '' || isFourByteAt(sent, 0))
}

/** Whether a text was cut because of what came next, not because of its length. */
export function isCutAtCharacter(sent: string, held: string): boolean {
  return isCut(sent, held) && isFourByteAt(sent, held.length)
}

function isFourByteAt(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff
}

/** The most marks that stand for one character: one for each of its bytes. */
const MOST_MARKS = 4

/** Whether `held` is the text, or the beginning of it, with characters outside ASCII left out or replaced by marks. */
function isReplaced(sent: string, held: string): boolean {
  const letters = [...sent]
  // All places in `held` that the letters so far may reach.
  let places = new Set([0])
  for (const letter of letters) {
    const next = new Set<number>()
    for (const place of places) for (const end of endsOf(letter, held, place)) next.add(end)
    if (next.has(held.length)) return true
    places = next
  }
  return false
}

function endsOf(letter: string, held: string, place: number): number[] {
  const ends = held.startsWith(letter, place) ? [place + letter.length] : []
  if ((letter.codePointAt(0) ?? 0) < 0x80) return ends
  // A whole text may not vanish letter by letter: only what the server's tables cannot hold may be left out.
  if (letter.length > 1) ends.push(place)
  for (let marks = 0; marks < MOST_MARKS && isMark(held[place + marks]); marks += 1) ends.push(place + marks + 1)
  return ends
}

function isMark(letter: string | undefined): boolean {
  return letter === '?' || letter === '\uFFFD'
}
