import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsersResource, type UsersResource } from '../../../../src/main/backend/resources/users'
import type { ControlledBackend } from '../../../support/backend/controlled-backend'
import { applyQuery } from '../../../../src/shared/resources/apply-query'
import type { ListQuery } from '../../../../src/shared/resources/resource'
import { type User, USER_SORT_FIELDS, USERS } from '../../../../src/shared/resources/user'
import { createTestClient, failureOf } from '../../../support/client'
import { startTestBackend } from '../../../support/test-backend'
import { seed } from '../../../support/seed'

/** Names in which a careless comparison shows: patterns, case, accents, characters beyond the first 65,536. */
const ODD_NAMES = ['100%_real', '100x-real', 'ÄRGER', 'ärger', 'Zoe', 'zoe', 'ZOË', '_under', '𠮷野家', '（括号）', 'back\\slash', "o'brien", 'a,b', 'a&b=c', '+plus', '😀', 'ß', 'SS']

let server: ControlledBackend
let users: UsersResource
let all: User[]
beforeAll(async () => {
  server = await startTestBackend({ generatedUsers: 300, quirks: { duplicateNames: true } })
  ODD_NAMES.forEach((username, index) => server.control.updateUser(10 + index, { username, email: `${username}@X.example`, listorder: index % 4 }))
  server.control.updateUser(40, { create_time: null })
  server.control.updateUser(41, { create_time: null })
  const client = createTestClient({ url: server.url })
  await client.signIn()
  users = createUsersResource(client.authorized)
  all = (await users.list({ page: 1, pageSize: 1000, sort: [], filter: {} })).rows
})
afterAll(() => server.close())

const by = (...sort: string[]): ListQuery['sort'] => sort.map((field) => (field.startsWith('-') ? { field: field.slice(1), direction: 'desc' } : { field, direction: 'asc' }))
const query = (more: Partial<ListQuery>): ListQuery => ({ page: 1, pageSize: 20, sort: [], filter: {}, ...more })

describe('a query answered here from all users', () => {
  it.each<[string, Partial<ListQuery>]>([
    ['nothing asked', {}],
    ['a later page', { page: 7, pageSize: 13 }],
    ['a page beyond the last', { page: 99 }],
    ['name contains', { filter: { username: 'li' } }],
    ['name contains, in capitals', { filter: { username: 'WANG' } }],
    ['name contains, in Chinese', { filter: { username: '王' } }],
    ['name contains the signs of a pattern', { filter: { username: '%_' } }],
    ['name contains a backslash', { filter: { username: '\\' } }],
    ['name contains an accent', { filter: { username: 'är' } }],
    ['name contains what separates parameters', { filter: { username: '&b=' } }],
    ['name contains a comma', { filter: { username: ',' } }],
    ['name contains a plus', { filter: { username: '+' } }],
    ['e-mail contains', { filter: { email: 'MAIL.example' }, sort: by('email') }],
    ['phone contains', { filter: { tel: '0000' }, sort: by('tel') }],
    ['enabled', { filter: { status: 'enabled' } }],
    ['disabled, last first', { filter: { status: 'disabled' }, sort: by('-id') }],
    ['a status that there is not', { filter: { status: 'locked' } }],
    ['one id', { filter: { id: '12' } }],
    ['an id that nobody has', { filter: { id: '99999' } }],
    ['an id that is no number', { filter: { id: 'abc' } }],
    ['several filters', { filter: { username: 'a', email: 'example', status: 'enabled' }, sort: by('username') }],
    ['empty filters', { filter: { username: '', status: undefined } }],
    ['sorted by name', { sort: by('username'), pageSize: 1000 }],
    ['sorted by name, backwards', { sort: by('-username'), pageSize: 1000 }],
    ['sorted by e-mail', { sort: by('email'), pageSize: 1000 }],
    ['sorted by position, with many ties', { sort: by('listorder'), pageSize: 1000 }],
    ['sorted by position backwards, ties still upwards', { sort: by('-listorder'), pageSize: 1000 }],
    ['sorted by time, with users that have none', { sort: by('createdAt') }],
    ['sorted by three fields', { sort: by('-status', 'listorder', '-username'), pageSize: 1000 }],
  ])("is the server's own answer: %s", async (_name, more) => {
    const asked = query(more)
    expect(applyQuery(USERS, all, asked)).toEqual(await users.list(asked))
  })

  it(`is the server's own answer for any query (seed ${seed})`, async () => {
    const part = fc.constantFrom(...ODD_NAMES, ...all.slice(50, 120).flatMap(({ username, email, tel }) => [username, email, tel])).chain((text) =>
      fc.tuple(fc.nat(text.length), fc.nat(4), fc.boolean()).map(([from, length, isUpper]) => {
        const cut = [...text].slice(from, from + length).join('')
        return isUpper ? cut.toUpperCase() : cut
      }),
    )
    const filter = fc.oneof(
      fc.record({ username: part, status: fc.constantFrom('enabled', 'disabled', '') }, { requiredKeys: [] }),
      fc.record({ email: part, tel: part }, { requiredKeys: [] }),
      fc.record({ id: fc.nat(320).map(String), status: fc.constantFrom('enabled', 'disabled') }, { requiredKeys: ['id'] }),
    )
    const sort = fc.array(fc.record({ field: fc.constantFrom(...USER_SORT_FIELDS), direction: fc.constantFrom('asc' as const, 'desc' as const) }), { maxLength: 3 })
    const any = fc.record({ page: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 6 })), pageSize: fc.integer({ min: 1, max: 200 }), sort, filter })
    let hits = 0
    await fc.assert(
      fc.asyncProperty(any, async (asked) => {
        const answer = await users.list(asked)
        hits += Math.min(1, answer.rows.length)
        expect(applyQuery(USERS, all, asked)).toEqual(answer)
      }),
      { seed, numRuns: 300 },
    )
    expect(hits, 'queries with rows on their page').toBeGreaterThan(50)
  })

  it('is refused by both, for a field that cannot be asked by', async () => {
    for (const more of [{ sort: by('password') }, { sort: by('roleIds') }, { filter: { password: 'x' } }]) {
      const asked = query(more)
      expect(await failureOf(users.list(asked))).toMatchObject({ code: 'VALIDATION' })
      expect(() => applyQuery(USERS, all, asked)).toThrow('VALIDATION')
    }
  })
})
