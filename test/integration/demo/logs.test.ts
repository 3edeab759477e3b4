import { expect, test } from 'vitest'
import { items, openDemo, total } from './demo-world'

test('lists what was asked, newest or oldest first, with the derived columns', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  demo.advance(60)
  await demo.call('GET', '/sys/dept/depts?x=1', { token })
  const logs = await demo.call('GET', '/sys/log/logs?sort=-id&limit=1', { token })
  expect(total(logs)).toBe(2)
  expect(items(logs)).toEqual([
    {
      id: 2,
      uri: 'api/v2/sys/dept/depts',
      method: 'get',
      params: expect.objectContaining({ accept: 'application/json', authorization: '••••', x: '1' }) as object,
      api_key: '',
      ip_address: '127.0.0.1',
      time: expect.stringMatching(/^2026-11-2\d \d\d:01:00$/) as string,
      rtime: expect.any(Number) as number,
      authorized: 1,
      response_code: 200,
      ip: '127.0.0.1',
      username: 'admin',
    },
  ])
})

test('filters by what a URI contains, by method, and by a range of time', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const start = demo.nowSeconds()
  demo.advance(100)
  await demo.call('GET', '/sys/dept/depts', { token })
  const count = async (query: string) => total(await demo.call('GET', `/sys/log/logs?${query}`, { token }))
  expect(await count('query=~uri,method,time&uri=login&method=post&time=1500000000,2500000000')).toBe(1)
  expect(await count('query=~uri,method&uri=login&method=get')).toBe(0)
  expect(await count(`query=time&time=${start},${start + 99}`)).toBe(1)
  expect(await count(`query=time,method&method=post&time=${start + 1},${start + 1000}`)).toBe(0)
  expect(await count(`query=time&time=${start}`), 'a single value finds nothing').toBe(0)
  expect(await count('query=time&time=a,b%20or%201')).toBe(0)
})

test('fails with a page without params, ip_address and time among the fields, and refuses unknown columns', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const ask = (fields: string) => demo.call('GET', `/sys/log/logs?fields=${fields}`, { token })
  expect((await ask('id,uri')).status).toBe(500)
  expect(items(await ask('id,params,ip_address,time'))[0]).toMatchObject({ id: 1, ip: '127.0.0.1', username: 'admin' })
  expect((await ask('signed_in_as,params,ip_address,time')).body).toEqual({ code: 20400, data: "Unknown column 'signed_in_as' in 'SELECT'" })
})

test('keeps the last five thousand rows', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  for (let lot = 0; lot < 51; lot += 1) {
    await Promise.all(Array.from({ length: 100 }, () => demo.call('GET', '/sys/user/list')))
  }
  const logs = await demo.call('GET', '/sys/log/logs?limit=1', { token })
  expect(total(logs)).toBe(5000)
  expect(items(logs)[0]?.['id']).toBe(102)
})

// Attack: nobody signed in sends a body whose masking overflows the stack or takes time with the square of its length.
test('exploit: a deep or a long body neither stops the server nor fills its log', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  for (const body of [deep, `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON.stringify({ a: 'x'.repeat(3_000_000) })]) {
    expect((await demo.call('POST', '/sys/user/login', { body, headers: { 'content-type': 'application/json' } })).body.code).toBe(60204)
  }
  const logs = await demo.call('GET', '/sys/log/logs?limit=100', { token })
  expect([total(logs), logs.text.length < 5000]).toEqual([4, true])
})

test('restores nothing', async () => {
  const demo = await openDemo()
  const { token } = await demo.signIn('admin')
  expect((await demo.call('POST', '/sys/log/dbrestore', { token })).body).toEqual({ code: 20000, message: '测试' })
})
