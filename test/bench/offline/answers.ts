import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { createAnswerReader, type ReaderProgram } from '../../../src/main/backend/answer-reader'
import { dataOf } from '../../../src/main/backend/failures'
import { createHttp } from '../../../src/main/backend/http'
import { createResourceClients } from '../../../src/main/backend/resources/resource-clients'
import { prepare } from '../../../src/main/backend/transport'
import { EVERYTHING } from '../../../src/main/sync/reads/readings'
import { builtProgramUrl } from '../../support/built-programs'
import { rowsAsJson } from '../../support/fault-floods'

export interface AnswerFigures {
  readonly mb: number
  readonly rows: number
  /** From the request to the last row. */
  readonly readMs: number
  /** The longest time for which main did nothing else meanwhile, in milliseconds. */
  readonly longestBlockMs: number
  /** The same for as long a time in which main had nothing to do: what this machine takes away by itself. */
  readonly quietBlockMs: number
  /** The longest block where main parses such an answer itself. */
  readonly parsedHereBlockMs: number
}

const MEGABYTE = 1024 * 1024
const DEPARTMENTS = 500_000
const ROUNDS = 3

/** A server on a thread of its own: whatever it does must not count as main's. */
const SERVER = `
const { createServer } = require('node:http')
const { parentPort, workerData } = require('node:worker_threads')
const body = Buffer.from(workerData)
const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body))
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

/**
 * One answer near the bound of a whole resource, read as the app reads it: body, thread, rows.
 *
 * @param program The built thread (`out/main/answer-worker.cjs`) for figures as in the app.
 */
export async function measureAnswers({ program = { file: builtProgramUrl('answer-worker') } }: { program?: ReaderProgram } = {}): Promise<AnswerFigures> {
  const body = Buffer.concat([...rowsAsJson(DEPARTMENTS)])
  const server = new Worker(SERVER, { eval: true, workerData: body })
  const port = await new Promise<number>((resolve) => server.once('message', resolve))
  const origin = `http://127.0.0.1:${port}`
  try {
    const figures: { rows: number; readMs: number } = { rows: 0, readMs: 0 }
    const read = async (answers?: ReturnType<typeof createAnswerReader>): Promise<void> => {
      const http = createHttp({ origin, apiPath: '/api/v2', dialect: 'bearer', readFetch: fetch, writeFetch: fetch, ...(answers ? { answers } : {}) })
      const { departments } = createResourceClients({
        send: async (request) => {
          const ready = prepare(request)
          return dataOf(ready, await http.send(ready, null, new AbortController().signal))
        },
      })
      const start = performance.now()
      const { rows } = await departments.list(EVERYTHING)
      figures.readMs = performance.now() - start
      figures.rows = rows.length
    }
    const parsedHereBlockMs = await longestBlock(() => read())
    const answers = createAnswerReader(program, (error) => {
      throw error
    })
    // The middle one: the program's blocks are in every round, the machine's in some.
    const blocks: number[] = []
    while (blocks.length < ROUNDS) blocks.push(await longestBlock(() => read(answers)))
    const longestBlockMs = blocks.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
    const quietBlockMs = await longestBlock(() => setTimeout(figures.readMs))
    return { mb: Math.round(body.length / MEGABYTE), ...figures, longestBlockMs, quietBlockMs, parsedHereBlockMs }
  } finally {
    await server.terminate()
  }
}

/** The longest time for which the event loop did not turn, in milliseconds. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  await work()
  delays.disable()
  return delays.max / 1e6
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await measureAnswers())
