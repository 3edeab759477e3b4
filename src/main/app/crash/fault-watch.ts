import type { BrowserWindow, Details, RenderProcessGoneDetails } from 'electron'
import { faultText, newLogId, type ScopedLog } from '../../log'
import { EXAMINER_NAME } from '../examining-process'
import type { Fault, FaultKind, FaultWindow } from './fault-window'

/** Whatever ends or hangs where nothing of ours has caught it: logged with its reason, then told (docs/architecture.md, "Faults"). Nothing of it throws. */
export interface FaultWatch {
  /** An error of main that nobody caught, thrown or of a promise. */
  program(error: unknown): void
  /** The program cannot start. Resolves when the person has seen it. */
  cannotStart(error: unknown): Promise<void>
  /** Of the page of a workspace. @param isReloaded false: it crashed too often, and stays away. */
  pageGone(window: BrowserWindow, details: PageGone, isReloaded: boolean): void
  /** Of any other page; its window is closed by whoever opened it. */
  otherPageGone(details: PageGone): void
  /** Of a process that is no page: graphics, network, or a helper of ours. */
  processGone(details: ProcessGone): void
  /** A window does not answer. @param restart ends its page and loads it anew. */
  hangs(window: BrowserWindow, restart: () => void): void
  /** It answers again, or is gone. */
  answers(window: BrowserWindow): void
}

type PageGone = Pick<RenderProcessGoneDetails, 'reason' | 'exitCode'>
type ProcessGone = Pick<Details, 'type' | 'reason' | 'exitCode' | 'name' | 'serviceName'>

export interface FaultWatchDeps {
  readonly log: ScopedLog
  readonly told: FaultWindow
  /** The program is closing: what ends now is meant to. */
  readonly isEnding: () => boolean
  /** A process has ended in a way that leaves a dump behind, where dumps are kept. */
  readonly onCrash: () => void
}

export function createFaultWatch({ log, told, isEnding, onCrash }: FaultWatchDeps): FaultWatch {
  const hanging = new Map<BrowserWindow, string>()
  const tell = (kind: FaultKind, line: string, more: Omit<Partial<Fault>, 'kind' | 'text'> = {}): string => {
    const id = more.id ?? newLogId()
    log.warn(`[${id}] ${line}`)
    if (!isEnding()) void told.tell({ ...more, kind, id, text: line })
    return id
  }
  const ofMain = async (kind: FaultKind, error: unknown): Promise<void> => {
    try {
      const id = newLogId()
      log.fault(error, id)
      if (!isEnding()) await told.tell({ kind, id, text: faultText(error) })
    } catch {
      // Whatever is thrown here would come back as the next uncaught error, and end the program.
    }
  }
  return {
    program: (error) => void ofMain('program', error),
    cannotStart: (error) => ofMain('start', error),
    pageGone: (window, details, isReloaded) => {
      onCrash()
      tell(isReloaded ? 'page' : 'pageDown', `The page of a window went away: ${reasonOf(details)}. ${isReloaded ? 'It is loaded again.' : 'It has crashed too often, and is not loaded again.'}`, {
        window,
      })
    },
    otherPageGone: (details) => {
      onCrash()
      tell('signIn', `The page of a sign-in window went away: ${reasonOf(details)}. The window is closed.`)
    },
    processGone: (details) => {
      const { type, name = '', serviceName = '' } = details
      const line = `A process went away: ${[type, name, serviceName].filter((part) => part !== '').join(', ')}: ${reasonOf(details)}.`
      // It dies of damaged files, which is what it is for, and it is ended when it has nothing more to do (`store/examiner.ts`).
      if (details.reason === 'clean-exit' || [name, serviceName].includes(EXAMINER_NAME)) {
        log.info(line)
        return
      }
      onCrash()
      tell(type === 'GPU' ? 'graphics' : /network/i.test(serviceName + name) ? 'network' : 'helper', line)
    },
    hangs: (window, restart) => {
      if (hanging.has(window)) return
      const id = newLogId()
      hanging.set(window, id)
      const onDropped = (): void => {
        if (hanging.get(window) === id) hanging.delete(window)
      }
      tell('hang', 'A window does not answer.', { id, window, restart, onDropped })
    },
    answers: (window) => {
      const id = hanging.get(window)
      if (id === undefined) return
      hanging.delete(window)
      log.info(`[${id}] The window that did not answer ${window.isDestroyed() ? 'is gone' : 'goes on'}.`)
      told.withdraw(id)
    },
  }
}

function reasonOf({ reason, exitCode }: PageGone): string {
  return `${reason}, exit code ${exitCode}`
}
