// Links to records: what is handed on, and what comes back in from anywhere.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leadsToServer, type LinkedRecord, readRecordLink, recordLink } from '../../../src/shared/record-link'
import { DEMO_SERVER, serverIdentity } from '../../../src/shared/server-identity'
import { seed } from '../../support/seed'

const users12: LinkedRecord = { resource: 'users', id: 12 }
const place = (link: string): string | undefined => readRecordLink(link)?.place

describe('a link to a record', () => {
  it('names the server as all who use it know it, and nothing of this computer', () => {
    expect(recordLink('https://admin.example:8443/staging/api/v2', users12)).toBe('holdfast://admin.example:8443/staging/api/v2/users/12')
    expect(recordLink(DEMO_SERVER, users12)).toBe('holdfast://demo/users/12')
  })

  it(`comes back as what it was made of, and leads to that server and to no other (seed ${seed})`, () => {
    const label = fc.constantFrom('a', 'admin', 'b-c', 'x1')
    const server = fc
      .record({
        scheme: fc.constantFrom('http', 'https'),
        host: fc.array(label, { minLength: 1, maxLength: 3 }),
        port: fc.constantFrom('', ':8443'),
        path: fc.array(fc.constantFrom('api', 'v2', 'users', '7', 'Staging'), { maxLength: 4 }),
      })
      .map(({ scheme, host, port, path }) => serverIdentity({ origin: `${scheme}://${host.join('.')}${port}`, apiPath: `/${path.join('/')}` }))
    const record = fc.record({ resource: fc.constantFrom('users' as const, 'departments' as const, 'roles' as const, 'menus' as const), id: fc.integer({ min: 1, max: 2_000_000_000 }) })
    const bare = (identity: string): string => identity.replace(/^https?:\/\//, '')
    fc.assert(
      fc.property(server, server, record, (one, other, wanted) => {
        const link = readRecordLink(recordLink(one, wanted))
        expect(link).toMatchObject(wanted)
        expect(link && leadsToServer(link, { id: 'p', server: one })).toBe(true)
        expect(link && leadsToServer(link, { id: 'p', server: other })).toBe(bare(one) === bare(other))
      }),
      { seed, numRuns: 300 },
    )
  })

  it('may be written in capitals, and may name a profile', () => {
    expect(place('HOLDFAST://Admin.Example/API/Users/12/')).toBe('admin.example/API')
    const link = readRecordLink('holdfast://3f0c9a/users/12')
    expect(link && leadsToServer(link, { id: '3F0C9A', server: 'https://h/api/v2' })).toBe(true)
  })

  it.each([
    'https://admin.example/users/12',
    'holdfast://admin.example/users/0',
    'holdfast://admin.example/users/-1',
    'holdfast://admin.example/users/1e3',
    'holdfast://admin.example/users/12/delete',
    'holdfast://admin.example/users/12?status=disabled',
    'holdfast://admin.example/users/12#x',
    'holdfast://admin.example/grants/12',
    'holdfast://admin.example/users/99999999999999999999',
    'holdfast:///users/12',
    'holdfast://a b/users/12',
    '--profile=x',
    '',
    `holdfast://${'a'.repeat(600)}/users/12`,
  ])('is not %s', (text) => {
    expect(readRecordLink(text)).toBeNull()
  })
})
