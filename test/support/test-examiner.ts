import { type ChildProcess, fork } from 'node:child_process'
import type { Examined } from '../../src/main/store/examine-file'
import { createExaminer, type Examiner } from '../../src/main/store/examiner'
import { builtProgram, type ProgramName } from './built-programs'

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
    return {
      child,
      ready: new Promise((resolve) =>
        child.once('message', () => {
          resolve()
        }),
      ),
    }
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

/** The program's own examiner over a process of Node, as the app has it over one of Electron. */
export function forkedExaminer(program: ProgramName): Examiner {
  return createExaminer(() => {
    const child = fork(builtProgram(program), [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    // A process that cannot be started says so here, and then ends.
    child.once('error', () => undefined)
    return {
      send: (order) => void child.send(order, () => undefined),
      kill: () => void child.kill('SIGKILL'),
      onMessage: (listener) =>
        void child.on('message', (message) => {
          listener(message as 'ready' | Examined)
        }),
      onExit: (listener) => void child.once('close', listener),
    }
  })
}
