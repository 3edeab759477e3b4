import { examine, type ExamineOrder } from './examine-file'

/**
 * The process that looks through a data file: one order, one answer. It gets the key in the order and nowhere else. As a
 * utility process of Electron it has a port; forked by Node, the channel to its parent.
 */

interface UtilityPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void
  postMessage(message: unknown): void
}

const { parentPort } = process as unknown as { readonly parentPort?: UtilityPort }

if (parentPort) {
  parentPort.on('message', ({ data }) => {
    parentPort.postMessage(examine(data as ExamineOrder))
  })
  parentPort.postMessage('ready')
} else {
  process.on('message', (order) => {
    process.send?.(examine(order as ExamineOrder))
  })
  process.send?.('ready')
}
