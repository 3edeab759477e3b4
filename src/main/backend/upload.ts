import { failed, FailureError } from '@shared/result'

/** A body that is not JSON: a file, or a form with files in it. */
export interface Upload {
  /** A stream can be read once, a replay needs it twice: all of it is read before the first send. */
  readonly content: Uint8Array | ReadableStream<Uint8Array> | FormData
  /** Such as `image/png`. A form has its own, with the boundary between its parts. */
  readonly contentType?: string
  /** Told as the network takes the bytes. Starts over from 0 when all of it is sent again. */
  readonly onProgress?: UploadProgress
}

export type UploadProgress = (sentBytes: number, totalBytes: number) => void

/** An upload whose bytes are here: may be sent any number of times. */
interface PackedUpload {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly onProgress: UploadProgress | undefined
}

export interface OpenUpload {
  /** Reads all of it; VALIDATION when there is nothing in it or too much, INTERNAL when it breaks off. */
  read(signal: AbortSignal): Promise<PackedUpload>
  /** Lets go of a stream that was not read to its end. */
  close(): void
}

/** The most that is kept in memory for a replay. */
const LARGEST_UPLOAD_BYTES = 64 * 1024 * 1024

/**
 * Takes hold of the content. Throws INTERNAL at once for a stream that somebody has read from: it could only be sent
 * empty, or in part.
 */
export function openUpload({ content, contentType, onProgress }: Upload): OpenUpload {
  const packed = packedOf(content)
  const type = packed.headers.get('content-type') ?? contentType ?? 'application/octet-stream'
  return {
    read: async (signal) => ({ bytes: await readAll(packed, signal), contentType: type, onProgress }),
    close: () => {
      packed.body?.cancel().catch(() => undefined)
    },
  }
}

/** The platform's own packing: it copies bytes, writes the parts of a form, and knows a stream that has been touched. */
function packedOf(content: Upload['content']): Response {
  try {
    return new Response(content as ConstructorParameters<typeof Response>[0])
  } catch {
    throw failed('INTERNAL', 'This body has been read from already and cannot be sent.')
  }
}

async function readAll({ body }: Response, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  const sink = new WritableStream<Uint8Array>({
    write: (chunk) => {
      size += chunk.byteLength
      if (size > LARGEST_UPLOAD_BYTES) throw failed('VALIDATION', 'This is too large to be sent.', { details: { largestBytes: LARGEST_UPLOAD_BYTES } })
      chunks.push(chunk)
    },
  })
  try {
    await body?.pipeTo(sink, { signal })
  } catch (error) {
    if (error instanceof FailureError) throw error
    throw failed('INTERNAL', 'This body could not be read to its end, so nothing of it was sent.')
  }
  if (size === 0) throw failed('VALIDATION', 'There is nothing in this body to send.')
  return Buffer.concat(chunks)
}

/** As much as is handed to the network at a time. */
const CHUNK_BYTES = 64 * 1024

/** The same bytes as a new stream that tells how much of them has been taken. */
export function withProgress(bytes: Uint8Array, onProgress: UploadProgress): ReadableStream<Uint8Array> {
  let sent = 0
  onProgress(0, bytes.byteLength)
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const chunk = bytes.subarray(sent, sent + CHUNK_BYTES)
    sent += chunk.byteLength
    controller.enqueue(chunk)
    onProgress(sent, bytes.byteLength)
    if (sent === bytes.byteLength) controller.close()
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}
