import { describe, expect, it } from 'vitest'
import { exportProfiles, planImport } from '../../../src/main/settings/profile-exchange'
import { newProfile } from '../../../src/main/settings/profile-schema'

const intranet = newProfile('abc12345', {
  name: 'Intranet',
  origin: 'https://a.example.com',
  apiPath: '/index.php/api/v2',
  dialect: 'x-token',
  callBudgetMs: 9000,
  label: 'custom',
  labelText: 'Berlin',
  color: 'red',
  extraCaFile: '/home/wei/ca.pem',
  lastUser: { userId: 4, username: 'wangwei' },
})
const file = (profiles: unknown, more: object = {}): string => JSON.stringify({ format: 'holdfast-profiles', version: 1, profiles, ...more })
const exported = (some: object = {}): object => ({
  name: 'B',
  origin: 'https://b.example.com',
  apiPath: '/api/v2',
  dialect: 'bearer',
  callBudgetMs: 15_000,
  label: 'none',
  labelText: '',
  color: 'grey',
  ...some,
})
function fieldOf(text: string): string | undefined {
  try {
    planImport(text, [])
  } catch (error) {
    const { failure } = error as { failure: { code: string; fields?: Record<string, string> } }
    return `${failure.code} ${failure.fields?.['file']}`
  }
  return undefined
}

describe('the file of servers', () => {
  it('comes back as it went, without what belongs to one machine or one person', () => {
    const { text, count } = exportProfiles([intranet, newProfile('demo', { name: 'Demo', isDemo: true })])
    expect(count).toBe(1)
    for (const own of ['abc12345', 'wangwei', 'ca.pem', 'lastUser', 'isVaultVoid', 'Demo']) expect(text).not.toContain(own)
    const { name, origin, apiPath, dialect, callBudgetMs, label, labelText, color, writeMode } = intranet
    expect(planImport(`\uFEFF${text}`, []).added).toEqual([{ name, origin, apiPath, dialect, callBudgetMs, label, labelText, color, writeMode }])
  })
  it('adds nothing under a name that is in the list, or a second time', () => {
    const plan = planImport(file([exported(), exported({ name: 'b ' }), exported({ name: 'intranet' })]), [intranet])
    expect(plan).toMatchObject({ added: [{ name: 'B' }], skipped: ['b', 'intranet'] })
  })
  it('names the servers that are reached over plain http to another machine', () => {
    const plan = planImport(file([exported(), exported({ name: 'C', origin: 'http://c.example.com' }), exported({ name: 'D', origin: 'http://127.0.0.1:8080' })]), [])
    expect(plan.plainHttp).toEqual(['C'])
  })
  it('keeps of an address only scheme, host and port', () => {
    expect(planImport(file([exported({ origin: 'https://B.example.com:443/x?y#z' })]), []).added[0]?.origin).toBe('https://b.example.com')
  })
  it('F77: takes the good ones of a list, and names the others', () => {
    const odd = [
      exported({ name: 'Script', origin: 'javascript:alert(1)' }),
      exported({ name: 'Secret', origin: 'https://a:b@c.example.com' }),
      exported({ name: '' }),
      exported({ name: 'Evil', apiPath: '//evil.example.com' }),
      null,
      exported({ name: 'Later', dialect: 'mtls' }),
    ]
    const plan = planImport(file([...odd, exported()]), [])
    expect(plan.added.map(({ name }) => name)).toEqual(['B'])
    expect(plan.unreadable).toEqual(['Script', 'Secret', '#3', 'Evil', '#5', 'Later'])
  })
  it('refuses what is no such list, and says when it is of a later program', () => {
    for (const text of ['', '[]', '{"value":1}', file('no list')]) {
      expect(fieldOf(text), text).toBe('VALIDATION notAList')
    }
    expect(fieldOf(file([], { version: 2, profiles: 'of another shape' }))).toBe('VALIDATION otherVersion')
  })
})
