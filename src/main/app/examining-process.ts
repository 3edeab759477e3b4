import { join } from 'node:path'
import { utilityProcess } from 'electron'
import { createExaminer, type Examiner } from '../store/examiner'
import type { Examined } from '../store/examine-file'

/** Looks through data files in a utility process of Electron: a packed program cannot be run as Node (its fuse is off). */
export function createExaminerInElectron(builtFolder: string): Examiner {
  return createExaminer(() => {
    const child = utilityProcess.fork(join(builtFolder, 'main', 'examiner-process.js'), [], { serviceName: 'Holdfast data check', stdio: 'ignore' })
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
