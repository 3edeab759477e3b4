import { join } from 'node:path'
import { utilityProcess } from 'electron'
import { createExaminer, type Examiner } from '../store/examiner'
import type { Examined } from '../store/examine-file'

/** Its name in the system's list of processes, and in Electron's events. */
export const EXAMINER_NAME = 'Holdfast data check'

/** Looks through data files in a utility process of Electron: a packed program cannot be run as Node (its fuse is off). */
export function createExaminerInElectron(builtFolder: string): Examiner {
  return createExaminer(() => {
    const child = utilityProcess.fork(join(builtFolder, 'main', 'examiner-process.cjs'), [], { serviceName: EXAMINER_NAME, stdio: 'ignore' })
    return {
      send: (order) => {
        child.postMessage(order)
      },
      kill: () => void child.kill(),
      onMessage: (listener) =>
        void child.on('message', (message: 'ready' | Examined) => {
          listener(message)
        }),
      onExit: (listener) => void child.once('exit', listener),
    }
  })
}
