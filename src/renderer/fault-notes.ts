import type { ParsedInput } from '@shared/bridge/contract'

/** Gives each fault of a page an id that the program's log knows too. */
export interface FaultNotes {
  /** The id by which a person names it, eight hex digits; never throws. The same fault again has the id of the first. */
  note(error: unknown, where: string): string
}

/** So many different faults of one page are told from each other. */
const MOST_KNOWN = 200
/** Of a fault that comes again and again, the log hears at these counts. */
const isTold = (count: number): boolean => /^10*$/.test(String(count))
/** Of one fault, in characters: what says where it happened stands at its beginning. */
const LONGEST_TEXT = 4000

/** @param send Main's `app.noteFault` or `signIn.noteFault`; what becomes of it changes nothing for the page. */
export function createFaultNotes(send: ((fault: ParsedInput<'app.noteFault'>) => Promise<unknown>) | undefined): FaultNotes {
  const known = new Map<string, { readonly id: string; count: number }>()
  /** One error passes by several who note it: the page's boundary, Vue, the window. */
  const noted = new WeakMap<object, string>()
  return {
    note: (error, where) => {
      const isObject = typeof error === 'object' && error !== null
      const before = isObject ? noted.get(error) : undefined
      if (before !== undefined) return before
      const text = textOf(error)
      const fault = known.get(text) ?? { id: newId(), count: 0 }
      fault.count++
      if (known.size < MOST_KNOWN) known.set(text, fault)
      if (isObject) noted.set(error, fault.id)
      if (isTold(fault.count)) send?.({ id: fault.id, where, text: text.slice(0, LONGEST_TEXT), count: fault.count }).catch(() => undefined)
      return fault.id
    },
  }
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Chromium puts name and message before the stack. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error)
  } catch {
    return 'an error that cannot be written'
  }
}
