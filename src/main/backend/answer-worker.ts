import { parentPort, workerData } from 'node:worker_threads'
import { textOf } from './answer-body'
import { slicesOf } from './answer-slices'
import { readText, type Reading } from './envelope'

/**
 * The thread that parses one long answer, and ends. It is started by `answer-reader.ts`, which only ever hands it bytes; it
 * gives the next slice when it is asked for it, so that main has at most one to unpack.
 */
const port = parentPort
if (!port) throw new Error('This file is the thread that reads answers; it does not run by itself.')

const { blocks } = workerData as { blocks: Uint8Array[] }
const reading: Reading = readText(textOf(blocks.splice(0)))
const slices = reading.kind === 'envelope' ? slicesOf(reading.envelope.data) : null

port.postMessage(reading.kind === 'envelope' ? { ...reading, envelope: { ...reading.envelope, data: null } } : reading)
port.on('message', () => {
  const next = slices?.next()
  port.postMessage(next?.value ?? null)
  if (!next || next.done === true) port.close()
})
