import { Agent, type IncomingMessage, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { tokenHash } from '../../support/fault-arrivals'
import { alter, captivePortal, cutAfter, cutBefore, delay, dropAnswer, hold, inject, tearAnswer } from '../../support/fault-kinds'
import { createFaultProxy } from '../../support/fault-proxy'

/** A server that remembers what reached it, and the proxy before it. */
async function openWorld() {
  const reached: { line: string; body: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((incoming, response) => {
    void read(incoming).then((body) => {
      reached.push({ line: `${incoming.method ?? ''} ${incoming.url ?? ''}`, body, headers: incoming.headers })
      response.writeHead(200, { 'content-type': 'application/json', 'x-from': 'server', 'set-cookie': ['a=1', 'b=2'] })
      response.end(JSON.stringify({ code: 20000, data: { refresh_token: 'r', count: reached.length } }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const proxy = await createFaultProxy({ target: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  onTestFinished(async () => {
    await proxy.close()
    server.closeAllConnections()
    server.close()
  })
  return { proxy, reached, lines: () => reached.map((entry) => entry.line) }
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

interface Seen {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A client without a retry of its own: what the network does is what it sees. Rejects with the socket's error code. */
function send(url: string, options: { method?: string; body?: string; headers?: Record<string, string>; agent?: Agent } = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void => {
      reject(new Error(error.code ?? error.message))
    }
    const sent = request(url, { method: options.method ?? 'GET', headers: options.headers, agent: options.agent ?? false }, (response) => {
      read(response).then((text) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      }, fail)
    })
    sent.on('error', fail)
    sent.end(options.body)
  })
}

/** Whether a promise has settled by the time everything due now has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open')
  const first = await Promise.race([
    promise.then(
      () => 'done',
      () => 'done',
    ),
    new Promise((resolve) =>
      setImmediate(() =>
        setImmediate(() => {
          resolve(open)
        }),
      ),
    ),
  ])
  return first !== open
}

test('hands everything on unchanged: method, path, query, body and headers, both ways', async () => {
  const { proxy, reached } = await openWorld()
  const seen = await send(`${proxy.url}/api/v2/x?a=1&b=%20`, { method: 'PUT', body: '{"ä":1}', headers: { 'content-type': 'application/json', 'x-own': 'v' } })
  expect(seen).toMatchObject({ status: 200, headers: { 'x-from': 'server', 'set-cookie': ['a=1', 'b=2'] }, text: '{"code":20000,"data":{"refresh_token":"r","count":1}}' })
  expect(reached).toMatchObject([{ line: 'PUT /api/v2/x?a=1&b=%20', body: '{"ä":1}', headers: { 'x-own': 'v', 'content-type': 'application/json' } }])
})

test('notes each arrival with a hash of its body and no token', async () => {
  const { proxy } = await openWorld()
  await send(`${proxy.url}/api/v2/x?a=1`, { method: 'POST', body: 'same', headers: { authorization: 'Bearer eyJ.secret.sig', cookie: 'sid=secret' } })
  await send(`${proxy.url}/api/v2/x`, { method: 'POST', body: 'same', headers: { 'x-token': 'eyJ.secret.sig' } })
  await send(`${proxy.url}/api/v2/x`, { method: 'POST', body: 'other' })
  const [first, second, third] = proxy.requests
  expect(first).toMatchObject({ method: 'POST', path: '/api/v2/x', query: '?a=1', bodyBytes: 4, outcome: 200, token: tokenHash('eyJ.secret.sig') })
  expect(first?.headers['authorization']).toBe(`Bearer #${tokenHash('eyJ.secret.sig')}`)
  expect(second?.token).toBe(first?.token)
  expect(second?.bodySha256).toBe(first?.bodySha256)
  expect(third).toMatchObject({ token: undefined, query: '' })
  expect(third?.bodySha256).not.toBe(first?.bodySha256)
  expect(third?.at).toBeGreaterThanOrEqual(first?.at ?? Infinity)
  expect(JSON.stringify(proxy.requests)).not.toMatch(/secret/)
})

test('keeps a warm connection as long as the client does', async () => {
  const { proxy } = await openWorld()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => {
    agent.destroy()
  })
  for (let count = 0; count < 3; count += 1) await send(`${proxy.url}/x`, { agent })
  await send(`${proxy.url}/x`, { headers: { connection: 'close' } })
  expect(proxy.requests.map((arrival) => arrival.connection)).toEqual([1, 1, 1, 2])
})

test('cutBefore: the client loses the connection, the server saw nothing', async () => {
  const { proxy, reached } = await openWorld()
  proxy.on({}, cutBefore())
  await expect(send(`${proxy.url}/x`, { method: 'POST', body: 'b' })).rejects.toThrow('ECONNRESET')
  expect([reached.length, proxy.requests[0]?.outcome]).toEqual([0, 'cut'])
})

test('cutAfter: the client loses the connection, the server acted once', async () => {
  const { proxy, lines } = await openWorld()
  proxy.on({}, cutAfter())
  await expect(send(`${proxy.url}/x`, { method: 'POST' })).rejects.toThrow('ECONNRESET')
  expect([lines(), proxy.requests[0]?.outcome]).toEqual([['POST /x'], 'cut'])
})

test('cutAfter on a warm connection: a client that does not send again by itself arrives once', async () => {
  const { proxy } = await openWorld()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => {
    agent.destroy()
  })
  await send(`${proxy.url}/x`, { agent })
  proxy.on({}, cutAfter())
  await expect(send(`${proxy.url}/x`, { method: 'POST', agent })).rejects.toThrow('ECONNRESET')
  expect(proxy.requests.map((arrival) => [arrival.method, arrival.connection])).toEqual([
    ['GET', 1],
    ['POST', 1],
  ])
})

test('dropAnswer: the server acted, the client waits on an open connection until it ends', async () => {
  const { proxy, lines } = await openWorld()
  proxy.on({}, dropAnswer())
  const answer = send(`${proxy.url}/x`, { method: 'POST' })
  answer.catch(() => undefined)
  await expect.poll(() => proxy.requests[0]?.outcome).toBe('silence')
  expect([lines(), await isSettled(answer)]).toEqual([['POST /x'], false])
  await proxy.close()
  await expect(answer).rejects.toThrow('ECONNRESET')
})

test('tearAnswer: the connection dies in the middle of the body', async () => {
  const { proxy, lines } = await openWorld()
  proxy.on({}, tearAnswer())
  await expect(send(`${proxy.url}/x`)).rejects.toThrow(/ECONNRESET|aborted/)
  expect([lines(), proxy.requests[0]?.outcome]).toEqual([['GET /x'], 'torn'])
})

test('hold at the request: the server has not seen it until release', async () => {
  const { proxy, reached } = await openWorld()
  const gate = hold('request')
  proxy.on({ path: '/x' }, gate)
  const answers = [send(`${proxy.url}/x`), send(`${proxy.url}/x`)]
  await gate.reached(2)
  expect([reached.length, await isSettled(Promise.race(answers))]).toEqual([0, false])
  await send(`${proxy.url}/y`)
  gate.release()
  expect((await Promise.all(answers)).map((seen) => seen.status)).toEqual([200, 200])
  expect((await send(`${proxy.url}/x`)).status, 'later ones pass').toBe(200)
})

test('hold at the answer: the server has acted, the client hears of it after release', async () => {
  const { proxy, lines } = await openWorld()
  const gate = hold('answer')
  proxy.on({}, gate)
  const answer = send(`${proxy.url}/x`)
  await gate.reached()
  expect([lines(), await isSettled(answer)]).toEqual([['GET /x'], false])
  gate.release()
  expect((await answer).status).toBe(200)
})

test('a request whose client has gone while it was held never reaches the server', async () => {
  const { proxy, lines } = await openWorld()
  const gate = hold('request')
  proxy.on({ method: 'POST' }, gate)
  const abandoned = request(`${proxy.url}/x`, { method: 'POST', agent: false })
  abandoned.on('error', () => undefined)
  abandoned.end()
  await gate.reached()
  abandoned.destroy()
  await expect.poll(() => proxy.requests[0]?.outcome).toBe('cut')
  gate.release()
  await send(`${proxy.url}/y`)
  expect(lines()).toEqual(['GET /y'])
})

test('delay: later, and otherwise the same', async () => {
  const { proxy } = await openWorld()
  proxy.on({}, delay(80))
  const started = performance.now()
  expect((await send(`${proxy.url}/x`)).status).toBe(200)
  expect(performance.now() - started).toBeGreaterThanOrEqual(75)
})

test('inject: status, headers and body of choice, and the server sees nothing', async () => {
  const { proxy, reached } = await openWorld()
  proxy.on({}, inject({ status: 429, headers: { 'retry-after': '7' }, body: { code: 50014 } }))
  const seen = await send(`${proxy.url}/x`, { method: 'POST' })
  expect(seen).toMatchObject({ status: 429, headers: { 'retry-after': '7', 'content-type': 'application/json; charset=utf-8' }, text: '{"code":50014}' })
  expect(reached).toHaveLength(0)
})

test('inject without anything: 200 and an empty body', async () => {
  const { proxy } = await openWorld()
  proxy.on({}, inject({}))
  expect(await send(`${proxy.url}/x`)).toMatchObject({ status: 200, text: '' })
})

test("alter: the server's own answer with a part changed", async () => {
  const { proxy, lines } = await openWorld()
  proxy.on(
    {},
    alter(({ status, body }) => ({ status: status + 1, body: { ...(body as object), data: { token: 't' } } })),
  )
  const seen = await send(`${proxy.url}/x`)
  expect(seen).toMatchObject({ status: 201, headers: { 'x-from': 'server' }, text: '{"code":20000,"data":{"token":"t"}}' })
  expect(lines()).toEqual(['GET /x'])
})

test('captivePortal: 200 and HTML for everything', async () => {
  const { proxy, reached } = await openWorld()
  proxy.on({}, captivePortal())
  const seen = await send(`${proxy.url}/api/v2/sys/user/users`)
  expect(seen).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
  expect([seen.text.startsWith('<!DOCTYPE html>'), reached.length]).toEqual([true, 0])
})

test('down: refuses connections and cuts what is open; up: serves at the same address again', async () => {
  const { proxy } = await openWorld()
  const gate = hold()
  proxy.on({ path: '/held' }, gate)
  const held = send(`${proxy.url}/held`)
  held.catch(() => undefined)
  await gate.reached()
  await proxy.down()
  await expect(held).rejects.toThrow('ECONNRESET')
  await expect(send(`${proxy.url}/x`)).rejects.toThrow('ECONNREFUSED')
  await proxy.up()
  await proxy.up()
  expect((await send(`${proxy.url}/x`)).status).toBe(200)
})

test('rules: by method, path and pattern, so many times, the oldest first, until removed', async () => {
  const { proxy } = await openWorld()
  const status = async (path: string, method = 'GET') => (await send(proxy.url + path, { method })).status
  const twice = proxy.on({ method: 'post', path: '/sys/user/users', times: 2 }, inject({ status: 500 }))
  const standing = proxy.on({ path: '/sys/user/users' }, inject({ status: 503 }))
  proxy.on({ path: /\?page=2$/ }, inject({ status: 504 }))
  expect(await status('/api/v2/sys/user/users', 'POST')).toBe(500)
  expect(await status('/index.php/api/v2/sys/user/users/4', 'POST')).toBe(500)
  expect(await status('/api/v2/sys/user/users', 'POST')).toBe(503)
  expect(await status('/sys/user/users')).toBe(503)
  expect(await status('/api/v2/sys/role/roles')).toBe(200)
  expect([await status('/api/v2/x?page=2'), await status('/api/v2/x?page=22'), await status('/api/v2/x?page=2')]).toEqual([504, 200, 504])
  expect([twice.taken, standing.taken]).toEqual([2, 2])
  standing.remove()
  expect(await status('/api/v2/sys/user/users')).toBe(200)
  proxy.clear()
  expect(await status('/api/v2/x?page=2')).toBe(200)
})

test('faults of one rule work together, the first one outermost', async () => {
  const { proxy, lines } = await openWorld()
  const gate = hold('answer')
  proxy.on({}, gate, cutAfter())
  const answer = send(`${proxy.url}/x`)
  answer.catch(() => undefined)
  await gate.reached()
  expect([lines(), await isSettled(answer)]).toEqual([['GET /x'], false])
  gate.release()
  await expect(answer).rejects.toThrow('ECONNRESET')
})

test('waitFor: resolves at a matching arrival, before or after it was asked for; says what came instead', async () => {
  const { proxy } = await openWorld()
  const second = proxy.waitFor(({ path }) => path === '/x', { count: 2 })
  await send(`${proxy.url}/x`)
  expect(await isSettled(second)).toBe(false)
  await send(`${proxy.url}/y`)
  await send(`${proxy.url}/x`, { method: 'POST' })
  expect((await second).method).toBe('POST')
  expect((await proxy.waitFor(({ path }) => path === '/y')).path).toBe('/y')
  await expect(proxy.waitFor(({ path }) => path === '/z', { limitMs: 20 })).rejects.toThrow(/GET \/x -> 200\nGET \/y -> 200\nPOST \/x -> 200/)
  proxy.forgetRequests()
  expect(proxy.requests).toHaveLength(0)
})

test('a server that is away is a 502, as behind any proxy', async () => {
  const proxy = await createFaultProxy({ target: 'http://127.0.0.1:9' })
  onTestFinished(() => proxy.close())
  expect((await send(`${proxy.url}/x`)).status).toBe(502)
})

test('many at once all pass', async () => {
  const { proxy, reached } = await openWorld()
  const seen = await Promise.all(Array.from({ length: 200 }, (_, number) => send(`${proxy.url}/x`, { method: 'POST', body: String(number) })))
  expect(seen.every(({ status }) => status === 200)).toBe(true)
  expect(new Set(reached.map(({ body }) => body)).size).toBe(200)
})
