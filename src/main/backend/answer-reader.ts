import { Worker } from 'node:worker_threads'
import { untilAborted } from '../session/budget'
import { createAssembly, type Slice } from './answer-slices'
import type { Reading } from './envelope'

/** Reads long answers away from main's thread. */
export interface AnswerReader {
  /**
   * Takes the blocks' memory with it. Rejects with the signal's reason when it is aborted; an answer on which the thread dies
   * (for want of memory, say) is one that is too large.
   */
  read(blocks: readonly Uint8Array<ArrayBuffer>[], signal: AbortSignal): Promise<Reading>
}

/** Where the thread's program lies, and what Node needs to run it (none for the built one). */
export interface ReaderProgram {
  readonly file: URL
  readonly execArgv?: readonly string[]
}

/** What one thread may take, in MB: a whole resource as text, and as the values that the bounds allow. */
const HEAP_MB = 1024

/** One thread for each answer, and one at a time: an answer's memory is free when it has been read, and two never add up. */
export function createAnswerReader(program: ReaderProgram, onFault: (error: unknown) => void): AnswerReader {
  let last: Promise<unknown> = Promise.resolve()
  return {
    read: (blocks, signal) => {
      const turn = last.then(() => readOne(program, blocks, signal, onFault))
      last = turn.catch(() => undefined)
      return untilAborted(turn, signal)
    },
  }
}

async function readOne({ file, execArgv = [] }: ReaderProgram, blocks: readonly Uint8Array<ArrayBuffer>[], signal: AbortSignal, onFault: (error: unknown) => void): Promise<Reading> {
  signal.throwIfAborted()
  const worker = new Worker(file, {
    workerData: { blocks },
    transferList: blocks.map(({ buffer }) => buffer),
    execArgv: [...execArgv],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  try {
    return await assembled(worker, signal)
  } catch (error) {
    signal.throwIfAborted()
    onFault(error)
    return { kind: 'unreadable', cause: 'tooLarge' }
  } finally {
    await worker.terminate()
  }
}

function assembled(worker: Worker, signal: AbortSignal): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const assembly = createAssembly()
    let head: Reading | null = null
    // After a turn of the loop: whatever else main has to do comes between two slices.
    const askForNext = (): void => {
      setImmediate(() => {
        worker.postMessage('next')
      })
    }
    worker.on('message', (message: Reading | Slice | null) => {
      if (head === null) {
        head = message as Reading
        if (head.kind === 'envelope') askForNext()
        else resolve(head)
      } else if (message !== null) {
        assembly.add(message as Slice)
        askForNext()
      } else if (head.kind === 'envelope') resolve({ ...head, envelope: { ...head.envelope, data: assembly.value() } })
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      reject(new Error('The thread that reads an answer ended before its time.'))
    })
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error)
      },
      { once: true },
    )
  })
}
