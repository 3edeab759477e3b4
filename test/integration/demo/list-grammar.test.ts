import { expect, test } from 'vitest'
import { type Demo, items, openDemo, total } from './demo-world'

async function openList(): Promise<{ demo: Demo; list(query: string): ReturnType<Demo['call']> }> {
  const demo = await openDemo({ generatedUsers: 60 })
  const { token } = await demo.signIn('admin')
  return { demo, list: (query) => demo.call('GET', `/sys/user/users${query}`, { token }) }
}

test('answers page 1 of 10 by id when nothing is asked, with roles and departments and no password', async () => {
  const { list } = await openList()
  const answer = await list('')
  expect(Object.keys(answer.body)).toEqual(['code', 'data'])
  expect(Object.keys(answer.body.data as object)).toEqual(['items', 'total'])
  expect(items(answer).map((row) => row['id'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(total(answer)).toBe(63)
  expect(items(answer)[0]).toEqual({
    id: 1,
    username: 'admin',
    tel: expect.any(String) as string,
    email: 'admin@example.com',
    avatar: '',
    sex: 0,
    last_login_ip: '127.0.0.1',
    last_login_time: 1_493_103_488,
    create_time: 1_487_868_050,
    status: 1,
    listorder: 1,
    role: [1],
    dept: [],
  })
})

test('offset is the number of the page, not of a row', async () => {
  const { list } = await openList()
  const ids = async (query: string) => items(await list(query)).map((row) => row['id'])
  expect(await ids('?offset=2&limit=3')).toEqual([4, 5, 6])
  expect(await ids('?offset=7')).toEqual([61, 62, 63])
  expect(await ids('?offset=8')).toEqual([])
  expect(await ids('?limit=1000')).toHaveLength(63)
})

test('sorts by the sign of each column; pages of equal rows never overlap', async () => {
  const { list } = await openList()
  const ids = async (query: string) => items(await list(query)).map((row) => row['id'])
  expect(await ids('?sort=-id&limit=2')).toEqual([63, 62])
  expect(await ids('?sort=%2Bid&limit=2')).toEqual([1, 2])
  expect(await ids('?sort=+id&limit=2'), 'a plus that arrives as a space').toEqual([1, 2])
  const rows = items(await list('?sort=-status,%2Busername&limit=100'))
  const expected = [...rows].sort(
    (a, b) => Number(b['status']) - Number(a['status']) || String(a['username']).toLowerCase().localeCompare(String(b['username']).toLowerCase(), 'en-u-co-standard') || 0,
  )
  expect(rows.map((row) => row['status'])).toEqual(expected.map((row) => row['status']))
  const names = rows.filter((row) => row['status'] === 1).map((row) => String(row['username']))
  expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
  const paged = [1, 2, 3, 4, 5, 6, 7].map((page) => ids(`?sort=-status&limit=10&offset=${page}`))
  expect(new Set((await Promise.all(paged)).flat()).size).toBe(63)
})

test('cuts the first character of a sort whatever it is: a bare id is the column d', async () => {
  const { list } = await openList()
  const answer = await list('?sort=id')
  expect([answer.status, answer.body]).toEqual([400, { code: 20400, data: "Unknown column 'd' in 'ORDER BY'" }])
})

test('fields names the columns; without id the original fails with a page', async () => {
  const { list } = await openList()
  expect(items(await list('?fields=id,username,status&limit=1'))).toEqual([{ id: 1, username: 'admin', status: 1, role: [1], dept: [] }])
  const broken = await list('?fields=username')
  expect([broken.status, broken.text]).toEqual([500, expect.stringContaining('A PHP Error was encountered')])
})

test('query names the filters: ~ contains, else equals; unnamed values and empty ones are ignored', async () => {
  const { demo, list } = await openList()
  demo.control.updateUser(4, { username: '100%_real', status: 0, email: 'Zoe@Example.com' })
  demo.control.updateUser(5, { username: '100x-real', status: 1, email: 'zoe.b@example.com' })
  const ids = async (query: string) => items(await list(`${query}&limit=100`)).map((row) => row['id'])
  expect(await ids('?query=~username&username=admin')).toEqual([1])
  expect(await ids('?query=~username&username=ADM')).toEqual([1])
  // A text with signs of its own is the whole pattern, as the original's query builder has it.
  expect(await ids('?query=~username&username=%25_')).toHaveLength(63)
  expect(await ids('?query=~username&username=dmi_')).toEqual([])
  expect(await ids('?query=~username&username=_dmin')).toEqual([1])
  expect(await ids('?query=~username&username=%25%5C%25%5C_%25')).toEqual([4])
  expect(await ids('?query=username&username=adm')).toEqual([])
  expect(await ids('?query=username&username=Admin')).toEqual([1])
  expect(await ids('?query=~email,status&email=zoe&status=1')).toContain(5)
  expect(await ids('?query=~email,status&email=zoe&status=1')).not.toContain(4)
  expect(await ids('?query=~email&email=zoe&status=0')).toEqual(expect.arrayContaining([4, 5]))
  expect(await ids('?username=admin')).toHaveLength(63)
  expect(await ids('?query=~username,status&username=&status=')).toHaveLength(63)
  expect(await ids('?query=id&id=5')).toEqual([5])
  expect(total(await list('?query=~username&username=100&limit=1'))).toBe(2)
})

test.each([
  ['?sort=-nocol', "Unknown column 'nocol' in 'ORDER BY'"],
  ['?sort=-password', "Unknown column 'password' in 'ORDER BY'"],
  ['?fields=id,password', "Unknown column 'password' in 'SELECT'"],
  ['?fields=*', "Unknown column '*' in 'SELECT'"],
  ['?query=password&password=scrypt', "Unknown column 'password' in 'WHERE'"],
  ['?query=~nocol&nocol=1', "Unknown column 'nocol' in 'WHERE'"],
  ['?sort=-id%20desc;drop%20table%20sys_user', "Unknown column 'id desc;drop table sys_user' in 'ORDER BY'"],
  ['?limit=ten', expect.stringContaining("near 'ten'") as string],
  ['?offset=0', expect.stringContaining("near '0'") as string],
  ['?limit=-1', expect.stringContaining("near '-1'") as string],
])('%s is 400 with 20400, the text in data and no message', async (query, text) => {
  const { list } = await openList()
  const answer = await list(query)
  expect([answer.status, answer.body]).toEqual([400, { code: 20400, data: text }])
})

test('values are values, never SQL', async () => {
  const { demo, list } = await openList()
  const injected = encodeURIComponent("x' OR '1'='1")
  expect(total(await list(`?query=username&username=${injected}`))).toBe(0)
  expect(total(await list(`?query=~username&username=${injected}`))).toBe(0)
  expect(demo.control.userCount()).toBe(63)
})
