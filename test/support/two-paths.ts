import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One host with a server below each of several paths, as a company has it that keeps staging and production side by side. */
export interface TwoPaths {
  /** Scheme, host and port. */
  readonly origin: string
  close(): Promise<void>
}

/** @param targets path below the root, such as `staging`, to the origin of the server that answers there; with and without `index.php`. */
export async function createTwoPaths(targets: Readonly<Record<string, string>>): Promise<TwoPaths> {
  const server = createServer((asked, answer) => {
    const [, name = '', rest = ''] = /^\/([^/]+)(?:\/index\.php)?(\/.*)$/.exec(asked.url ?? '') ?? []
    const target = targets[name]
    if (!target) {
      answer.writeHead(404).end()
      return
    }
    const passed = request(new URL(rest, target), { method: asked.method, headers: { ...asked.headers, host: new URL(target).host } }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}
