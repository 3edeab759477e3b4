import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openDemo } from './demo-world'

/** fetch does not let a caller choose the Host header. */
function statusWith(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/v2/sys/user/list`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('listens on loopback at a port of its own choice', async () => {
  const [first, second] = [await openDemo(), await openDemo()]
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(second.url).not.toBe(first.url)
})

// Attack: evil.example resolves to 127.0.0.1 (DNS rebinding); its page is then same-origin with this server and could
// read the demo's data with a browser's help.
test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '192.168.1.7', '[::1]'])('exploit: Host %j is refused', async (host) => {
  const demo = await openDemo()
  expect(await statusWith(demo.url, { host })).toBe(421)
})

test.each(['127.0.0.1', 'localhost', 'LOCALHOST:8080', '127.0.0.1:65535'])('Host %j is served', async (host) => {
  const demo = await openDemo()
  expect(await statusWith(demo.url, { host })).toBe(200)
})

// Attack: a page on the web posts a form to this server; browsers send such a request without asking first.
test('exploit: a request that a foreign web page sends is refused', async () => {
  const demo = await openDemo()
  expect(await statusWith(demo.url, { origin: 'https://evil.example' })).toBe(421)
  expect(await statusWith(demo.url, { origin: 'http://127.0.0.1.evil.example' })).toBe(421)
  expect(await statusWith(demo.url, { origin: 'app://holdfast' })).toBe(200)
  expect(await statusWith(demo.url, { origin: 'http://localhost:5173' })).toBe(200)
})

test('answers OPTIONS with nothing and allows no foreign origin', async () => {
  const demo = await openDemo()
  const response = await fetch(`${demo.url}/api/v2/sys/user/users`, { method: 'OPTIONS' })
  expect([response.status, await response.text(), response.headers.get('access-control-allow-origin')]).toEqual([200, '', null])
})
