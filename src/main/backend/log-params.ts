import type { LogNode, MaskedText } from '@shared/resources/log'
import { maskPlain, maskText } from './log-masking'
import { maskOf } from './secret-masks'
import { pairedSecrets, secretKind } from './secret-names'

/** Headers and body of a request, masked, in reading order. */
export interface MaskedParams {
  readonly nodes: LogNode[]
  /** False: something is left out, and a node says how much. */
  readonly isWhole: boolean
}

export interface ParamBounds {
  readonly nodes: number
  /** Of one text, and of all texts together, in characters. */
  readonly text: number
  readonly allText: number
}

/** What comes along with each entry of a list: a request as most are, and not the one with an upload in it. */
export const BOUNDS_IN_LIST: ParamBounds = { nodes: 60, text: 2000, allText: 4000 }
/** What is shown of one entry. */
export const BOUNDS_OF_ONE: ParamBounds = { nodes: 5000, text: 20_000, allText: 500_000 }
const DEEPEST = 30
/** Behind what is shown of a long text: a secret that begins in sight is known for one by what comes after. */
const LOOK_AHEAD = 8000

interface Open {
  readonly parent: number
  readonly level: number
  readonly entries: Iterator<readonly [key: string, value: unknown]>
  readonly size: number
  readonly paired: ReturnType<typeof pairedSecrets>
  given: number
}

/**
 * The values of a log entry, each with its secrets masked, within bounds: whatever a request holds, this takes a bounded time
 * and gives a bounded answer. Without recursion, for a body may be nested as deep as a parser lets it.
 */
export function maskParams(params: unknown, bounds: ParamBounds): MaskedParams {
  const nodes: LogNode[] = []
  let [isWhole, textLeft] = [true, bounds.allText]
  const cut = (parent: number, count: number): void => {
    isWhole = false
    nodes.push({ parent, key: '', kind: 'cut', value: [String(count)] })
  }
  const shorten = (text: string): { value: MaskedText; left: number } => {
    const room = Math.min(bounds.text, textLeft)
    const { kept, shown } = maskUpTo(text, room)
    textLeft -= shown
    return { value: kept, left: Math.max(0, text.length - room) }
  }
  const add = ({ parent, level, paired }: Pick<Open, 'parent' | 'level' | 'paired'>, key: string, value: unknown): Open | null => {
    const at = nodes.length
    const node = (kind: LogNode['kind'], masked: MaskedText): void => void nodes.push({ parent, key: maskPlain(key), kind, value: masked })
    const secret = paired(key) ?? secretKind(key)
    // What is empty holds no secret, and to know that nothing came helps.
    if (secret && value !== null && value !== '') node('text', [maskOf(secret, value)])
    else if (typeof value === 'string') {
      const { value: text, left } = shorten(value)
      node('text', text)
      if (left > 0) cut(at, left)
    } else if (typeof value !== 'object' || value === null) node('plain', [String(value)])
    else {
      node(Array.isArray(value) ? 'list' : 'object', [])
      const size = Array.isArray(value) ? value.length : Object.keys(value).length
      if (level < DEEPEST) return { parent: at, level: level + 1, entries: entriesOf(value), size, paired: pairedSecrets(value), given: 0 }
      if (size > 0) cut(at, size)
    }
    return null
  }

  const first = isGroup(params)
    ? { entries: entriesOf(params), size: Object.keys(params).length, paired: pairedSecrets(params) }
    : { entries: [['', params] as const].values(), size: 1, paired: () => null }
  const open: Open[] = [{ parent: -1, level: 1, ...first, given: 0 }]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const next = nodes.length < bounds.nodes && textLeft > 0 ? at.entries.next() : null
    if (next && !next.done) {
      at.given += 1
      const below = add(at, ...next.value)
      if (below) open.push(below)
      continue
    }
    open.pop()
    if (at.size > at.given) cut(at.parent, at.size - at.given)
  }
  return { nodes, isWhole }
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** One by one: of a million values only those are looked at that are shown. */
function* entriesOf(group: object): Generator<readonly [string, unknown]> {
  if (Array.isArray(group)) {
    for (let at = 0; at < group.length; at += 1) yield [String(at), group[at] as unknown] as const
    return
  }
  for (const key in group) if (Object.hasOwn(group, key)) yield [key, (group as Record<string, unknown>)[key]] as const
}

/** A text as far as there is room for it, masked before it is cut. */
export function maskUpTo(text: string, room: number): { kept: MaskedText; shown: number } {
  const isLonger = text.length > room
  return firstOf(maskText(isLonger ? text.slice(0, room + LOOK_AHEAD) : text), isLonger ? room : Number.POSITIVE_INFINITY)
}

/** The first so many characters; a mask counts as one. */
function firstOf(text: MaskedText, room: number): { kept: MaskedText; shown: number } {
  const kept: MaskedText = []
  let shown = 0
  for (const part of text) {
    if (shown >= room) break
    const piece = typeof part === 'string' ? part.slice(0, room - shown) : part
    shown += typeof piece === 'string' ? piece.length : 1
    kept.push(piece)
  }
  return { kept, shown }
}
