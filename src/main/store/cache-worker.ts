import { parentPort, workerData } from 'node:worker_threads'
import { RESOURCES } from '@shared/resources/registry'
import { CACHE_CALLS, type CacheReply, cacheRequestSchema, cacheStartSchema } from './cache-messages'
import { createCacheService } from './cache-service'

/** The cache's thread: it has the only connection to the file, so that main never waits for it. */
const port = parentPort
if (!port) throw new Error("This file is the cache's thread; it does not run by itself.")
const service = createCacheService(cacheStartSchema.parse(workerData), RESOURCES)

port.on('message', (raw: unknown) => {
  const { id, call, input } = cacheRequestSchema.parse(raw)
  const reply = (): CacheReply => {
    try {
      return { id, ok: true, value: service.answer(call, CACHE_CALLS[call].input.parse(input)) }
    } catch (error) {
      return { id, ok: false, reason: error instanceof Error ? error.name : 'unknown' }
    }
  }
  port.postMessage(reply())
  if (call === 'close') port.close()
})
