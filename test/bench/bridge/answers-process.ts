// The process of `answers.ts`. What a GET was answered once it is answered again, byte for byte and from memory, so that
// the server's own time is small and the same for all; everything else goes on to the real back-end.
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

let target: URL | null = null
const known = new Map<string, Answer>()

async function bodyOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function ask(request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { accept, authorization, 'content-type': type } = request.headers
  const headers = Object.fromEntries(Object.entries({ accept, authorization, 'content-type': type }).filter(([, value]) => value !== undefined))
  return new Promise((resolve, reject) => {
    const asked = httpRequest(new URL(request.url ?? '/', target ?? undefined), { method: request.method, headers }, (answer) => {
      bodyOf(answer).then((bytes) => {
        resolve({ status: answer.statusCode ?? 502, type: answer.headers['content-type'] ?? '', body: bytes })
      }, reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

async function learn(request: IncomingMessage): Promise<Answer> {
  const answer = await ask(request, await bodyOf(request))
  if (request.method === 'GET' && answer.status === 200) {
    known.set(request.url ?? '/', answer)
    // How the app asks, so that the others can ask for the same in the same way.
    process.send?.({ type: 'learned', path: request.url, authorization: request.headers.authorization, bytes: answer.body.length })
  }
  return answer
}

function give(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length })
  response.end(body)
}

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const answer = request.method === 'GET' ? known.get(request.url ?? '/') : undefined
  if (answer) {
    give(response, answer)
    return
  }
  learn(request).then(
    (learned) => {
      give(response, learned)
    },
    () => response.destroy(),
  )
})
process.on('message', (message: { readonly target: string }) => {
  target = new URL(message.target)
})
process.once('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'ready', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
