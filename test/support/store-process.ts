import { fork } from 'node:child_process'
import { builtProgram, type ProgramName } from './built-programs'

/** A program that holds a data file, in a process of its own, so that it can be killed. */
export interface StoreProcess<Report> {
  /** Everything it has reported so far, in order. */
  readonly reports: readonly Report[]
  tell(message: unknown): void
  /** The first report that this holds for, also one that came before. Rejects when the process ends without one. */
  reported<Wanted extends Report>(isWanted: (report: Report) => report is Wanted): Promise<Wanted>
  /** SIGKILL, at once. Resolves when the process is gone and everything that it reported before has been read. */
  kill(): Promise<void>
}

interface Watcher<Report> {
  check(report: Report): void
  fail(error: Error): void
}

/** @param program It waits for a first message; keys and passwords go that way. */
export function forkStoreProcess<Report>(program: ProgramName): StoreProcess<Report> {
  const child = fork(builtProgram(program), [], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const reports: Report[] = []
  const watchers = new Set<Watcher<Report>>()
  let stderr = ''
  let unread = ''
  let ended: Error | undefined
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000)
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unread + text).split('\n')
    // A line without an end was cut by the kill: it was not reported.
    unread = lines.pop() ?? ''
    for (const line of lines) {
      const report = JSON.parse(line) as Report
      reports.push(report)
      for (const watcher of [...watchers]) watcher.check(report)
    }
  })
  const gone = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      ended = new Error(`The process has ended (${signal ?? code}).\n${stderr}`)
      for (const watcher of watchers) watcher.fail(ended)
      resolve()
    })
  })
  return {
    reports,
    tell: (message) => {
      child.send(message as object)
    },
    reported: (isWanted) =>
      new Promise((resolve, reject) => {
        const known = reports.find(isWanted)
        if (known) {
          resolve(known)
          return
        }
        if (ended) reject(ended)
        const watcher: Watcher<Report> = {
          check: (report) => {
            if (!isWanted(report)) return
            watchers.delete(watcher)
            resolve(report)
          },
          fail: reject,
        }
        watchers.add(watcher)
      }),
    kill: () => {
      child.kill('SIGKILL')
      return gone
    },
  }
}
