import { type ChildProcess, fork } from 'node:child_process'
import type { Examined } from '../../src/main/store/examine-file'
import type { Examiner } from '../../src/main/store/examiner'
import { builtProgram } from './built-programs'

export interface TestExaminer {
  readonly examiner: Examiner
  /** How often its process has ended over a file. */
  deaths(): number
  close(): void
}

/** The real program in a real process, but one for many orders: only its death costs another. */
export function createTestExaminer(): TestExaminer {
  let running: { readonly child: ChildProcess; readonly ready: Promise<void> } | null = null
  let deaths = 0
  const start = (): NonNullable<typeof running> => {
    const child = fork(builtProgram('examiner-process'), [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    return { child, ready: new Promise((resolve) => child.once('message', () => { resolve() })) }
  }
  return {
    examiner: async (order) => {
      const { child, ready } = (running ??= start())
      await ready
      return new Promise((resolve) => {
        const answered = (found: Examined): void => {
          child.off('close', died)
          resolve(found)
        }
        const died = (): void => {
          deaths += 1
          running = null
          resolve({ kind: 'died' })
        }
        child.once('message', answered).once('close', died)
        child.send(order)
      })
    },
    deaths: () => deaths,
    close: () => {
      running?.child.kill('SIGKILL')
      running = null
    },
  }
}
