import { isAbsolute } from 'node:path'
import type { BrowserWindow, Dialog, MessageBoxOptions } from 'electron'
import type { Words } from '../messages'

/**
 * What may go wrong so far that a person is told of it in a window.
 * `start`: the program cannot start. `pageDown`: a page crashes again and again and is not loaded any more. `hang`: a window
 * does not answer. `program`: an error of main that nobody caught. `page`, `signIn`: the page of a window went away, and is
 * there again, or its window is closed. `graphics`, `network`, `helper`: a process of Chromium's went away, and is there again.
 */
export type FaultKind = keyof Words['fault']['kinds']

export interface Fault {
  readonly kind: FaultKind
  /** By which the log names it. */
  readonly id: string
  /** What the log says of it, redacted. */
  readonly text: string
  /** The window that it is about; it stands under the question. */
  readonly window?: BrowserWindow | null
  /** Of a hang: ends the page and loads it anew. Without it "Restart" is the whole program's. */
  readonly restart?: () => void
  /** Nobody has answered, and nobody will be asked: it may be told again. */
  readonly onDropped?: () => void
}

export interface FaultWindow {
  /**
   * Tells the person, as soon as windows are possible. One window for many faults: of what comes while one is open, the worst
   * is told after it, then each that asks for a decision about a window of its own; what was answered is not told again for ten minutes, whatever its number. Everything is in the log.
   * Never throws and never blocks main: drafts and the outbox go on.
   * @returns resolves when the person has seen this fault, or when it is not told after all.
   */
  tell(fault: Fault): Promise<void>
  /** It is over (a window answers again): its question goes. */
  withdraw(id: string): void
  /** The person quits: what is open goes. */
  close(): void
}

export interface FaultWindowDeps {
  readonly dialog: Pick<Dialog, 'showMessageBox'>
  readonly words: () => Words
  /** Resolves when windows can be opened. */
  readonly ready: () => Promise<unknown>
  readonly nowMs: () => number
  /** Drafts outlive the program: they are in their file. */
  readonly isDurable: () => boolean
  /** Absolute. */
  readonly logFolder: string
  /** What a support case begins with: versions and platform. */
  readonly about: string
  readonly openLogFolder: () => Promise<unknown>
  readonly copy: (text: string) => void
  /** Ends the program in good order, and starts it again. */
  readonly restart: () => void
}

/** Worst first. */
const BY_WEIGHT: readonly FaultKind[] = ['start', 'pageDown', 'hang', 'program', 'page', 'signIn', 'network', 'graphics', 'helper']
/** There is something to decide, each time. */
const ALWAYS_TOLD: ReadonlySet<FaultKind> = new Set(['start', 'pageDown', 'hang'])
const QUIET_MS = 10 * 60_000
/** Of a stack; the log has the rest. */
const LINES_SHOWN = 12

export function createFaultWindow(deps: FaultWindowDeps): FaultWindow {
  if (!isAbsolute(deps.logFolder)) throw new RangeError('The log folder is named from the root.')
  const toldAtMs = new Map<FaultKind, number>()
  let open: Telling | null = null
  let waiting: readonly Telling[] = []

  const isQuiet = ({ kind }: Fault): boolean => !ALWAYS_TOLD.has(kind) && deps.nowMs() - (toldAtMs.get(kind) ?? Number.NEGATIVE_INFINITY) < QUIET_MS
  const ask = async (fault: Fault, signal: AbortSignal): Promise<void> => {
    let isInDetail = false
    for (;;) {
      const question = questionFor(deps, fault, isInDetail)
      const options = { ...question.options, signal }
      const { response } = await (fault.window && !fault.window.isDestroyed() ? deps.dialog.showMessageBox(fault.window, options) : deps.dialog.showMessageBox(options))
      const act = signal.aborted ? 'goOn' : question.acts[response]
      if (act === 'details') isInDetail = true
      else if (act === 'copy') deps.copy(question.facts)
      else if (act === 'folder') await deps.openLogFolder()
      else {
        if (act === 'restart') (fault.restart ?? deps.restart)()
        return
      }
    }
  }
  const show = async ({ fault, closing }: Telling): Promise<void> => {
    try {
      await deps.ready()
      await ask(fault, closing.signal)
      if (closing.signal.aborted) fault.onDropped?.()
    } catch {
      // A fault in the telling itself is the end of it: telling that would only bring the next one.
      fault.onDropped?.()
    }
    toldAtMs.set(fault.kind, deps.nowMs())
  }
  const keepOnly = (isKept: (telling: Telling) => boolean, shown: Telling | null = null): void => {
    const dropped = waiting.filter((telling) => telling !== shown && !isKept(telling))
    waiting = waiting.filter(isKept)
    for (const { fault, end } of dropped) {
      fault.onDropped?.()
      end()
    }
  }
  const goOn = async (): Promise<void> => {
    while (!open) {
      const next = worstOf(waiting)
      if (!next) return
      open = next
      // The others are in the log, one window after the other would be a storm: but not where there is something to decide.
      keepOnly((telling) => telling !== next && ALWAYS_TOLD.has(telling.fault.kind), next)
      await show(next)
      open = null
      next.end()
    }
  }
  return {
    tell: (fault) => {
      if (isQuiet(fault)) return Promise.resolve()
      // One of each kind, but each window that is broken: a storm must not pile up behind an open question.
      const known = [open, ...waiting].find((telling) => telling !== null && !telling.closing.signal.aborted && isSame(telling.fault, fault))
      if (known) return known.ended
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      waiting = [...waiting, { fault, closing: new AbortController(), ended, end }]
      void goOn()
      return ended
    },
    withdraw: (id) => {
      keepOnly(({ fault }) => fault.id !== id)
      if (open?.fault.id === id) open.closing.abort()
    },
    close: () => {
      keepOnly(() => false)
      open?.closing.abort()
    },
  }
}

/** A fault that is being told, or is to be. */
interface Telling {
  readonly fault: Fault
  readonly closing: AbortController
  readonly ended: Promise<void>
  readonly end: () => void
}

/** Whether one question does for both. */
function isSame(one: Fault, other: Fault): boolean {
  return one.kind === other.kind && (!ALWAYS_TOLD.has(one.kind) || (one.window ?? null) === (other.window ?? null))
}

function worstOf(tellings: readonly Telling[]): Telling | undefined {
  return tellings.toSorted((a, b) => BY_WEIGHT.indexOf(a.fault.kind) - BY_WEIGHT.indexOf(b.fault.kind))[0]
}

type Act = 'goOn' | 'restart' | 'details' | 'copy' | 'folder'

interface Question {
  readonly options: MessageBoxOptions
  readonly acts: readonly Act[]
  /** What is copied. */
  readonly facts: string
}

/** The way on comes first and is what Enter and Escape do: nothing ends because somebody was typing. */
function questionFor({ words, isDurable, logFolder, about }: FaultWindowDeps, { kind, id, text, restart }: Fault, isInDetail: boolean): Question {
  const said = words().fault
  const goOn = { hang: said.wait, start: said.close, pageDown: said.notNow }[kind as string] ?? said.goOn
  const acts: readonly Act[] = ['goOn', 'restart', isInDetail ? 'copy' : 'details', 'folder']
  const labels: Readonly<Record<Act, string>> = { goOn, restart: restart ? said.restartWindow : said.restart, details: said.details, copy: said.copy, folder: said.folder }
  const facts = [`${said.id}: ${id}`, about, `${said.log}: ${logFolder}`, ...text.split('\n').slice(0, LINES_SHOWN)].join('\n')
  const { title, text: what } = said.kinds[kind]
  const paragraphs = [what, kind === 'start' ? '' : isDurable() ? said.kept : said.keptInMemory, ...(isInDetail ? [facts] : [])]
  return {
    acts,
    facts,
    options: {
      type: kind === 'start' || kind === 'pageDown' ? 'error' : 'warning',
      title: 'Holdfast',
      message: title,
      detail: paragraphs.filter((one) => one !== '').join('\n\n'),
      buttons: acts.map((act) => labels[act]),
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
  }
}
