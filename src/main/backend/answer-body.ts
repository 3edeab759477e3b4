import { LONGEST_PARSED_AT_ONCE } from './answer-bounds'

/**
 * A body, read: as a text; as blocks of bytes where it is so long that it is to be parsed elsewhere; or not at all, because it
 * went over its bound. Blocks are of their own memory, so that they can be handed to a thread without a copy.
 */
export type AnswerBody = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'blocks'; readonly blocks: readonly Uint8Array<ArrayBuffer>[] } | { readonly kind: 'tooLarge' }

/**
 * Reads a body as it comes, and stops at its bound: the stream is cancelled there, and what was read of it is let go.
 *
 * @param maxBytes decoded, as `fetch` gives them.
 */
export async function readBody({ body }: Pick<Response, 'body'>, maxBytes: number): Promise<AnswerBody> {
  if (!body) return { kind: 'text', text: '' }
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader()
  const bytes = collect()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return bytes.end()
    bytes.add(value)
    if (bytes.size() <= maxBytes) continue
    // Not waited for: the other side may have no end, and ending the request is the caller's.
    reader.cancel().catch(() => undefined)
    return { kind: 'tooLarge' }
  }
}

/** As it comes for a short body, which most are; in blocks from there on. */
function collect() {
  let chunks: Uint8Array[] = []
  const blocks: Uint8Array<ArrayBuffer>[] = []
  /** Bytes in the last block. */
  let filled = BLOCK_BYTES
  let size = 0
  const put = (chunk: Uint8Array): void => {
    for (let from = 0; from < chunk.byteLength; ) {
      if (filled === BLOCK_BYTES) {
        blocks.push(new Uint8Array(BLOCK_BYTES))
        filled = 0
      }
      const part = chunk.subarray(from, from + BLOCK_BYTES - filled)
      blocks.at(-1)?.set(part, filled)
      filled += part.byteLength
      from += part.byteLength
    }
  }
  return {
    size: () => size,
    add: (chunk: Uint8Array): void => {
      size += chunk.byteLength
      chunks.push(chunk)
      if (size <= LONGEST_PARSED_AT_ONCE) return
      for (const one of chunks) put(one)
      chunks = []
    },
    end: (): AnswerBody => {
      if (blocks.length === 0) return { kind: 'text', text: textOf(chunks) }
      return { kind: 'blocks', blocks: blocks.map((block, index) => (index === blocks.length - 1 ? block.subarray(0, filled) : block)) }
    },
  }
}

const BLOCK_BYTES = 1024 * 1024

/** As `Response.text()` reads them: UTF-8, whatever the server says, without a byte order mark. */
export function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder()
  const [only] = parts
  if (parts.length === 1 && only) return decoder.decode(only)
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}
