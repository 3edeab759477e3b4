import { describe, expect, it } from 'vitest'
import { exportProfiles, planImport } from '../../../src/main/settings/profile-exchange'
import { CONTRACT } from '../../../src/shared/bridge/contract'
import { serverNameSchema } from '../../../src/shared/profiles'
import { newProfile } from '../../../src/main/settings/profile-schema'

const intranet = newProfile('abc12345', {
  name: 'Intranet', origin: 'https://a.example.com', apiPath: '/index.php/api/v2', dialect: 'x-token', callBudgetMs: 9000, label: 'custom', labelText: 'Berlin', color: 'red',
  extraCaFile: '/home/wei/ca.pem', lastUser: { userId: 4, username: 'wangwei' },
})
const file = (profiles: unknown, more: object = {}): string => JSON.stringify({ format: 'holdfast-profiles', version: 1, profiles, ...more })
const exported = (some: object = {}): object => ({ name: 'B', origin: 'https://b.example.com', apiPath: '/api/v2', dialect: 'bearer', callBudgetMs: 15_000, label: 'none', labelText: '', color: 'grey', ...some })
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
  it.each(['A\r\nB', 'ring\u0007', 'x\u202Egnp.exe', 'zero\u200Bwidth', 'line\u2028break', '\u00adsoft'])('takes no name with letters that one cannot see: %j', (name) => {
    expect(fieldOf(file([exported({ name })]))).toBe('VALIDATION notAList')
    expect(fieldOf(file([exported({ label: 'custom', labelText: name })]))).toBe('VALIDATION notAList')
    expect(serverNameSchema.safeParse(name).error?.issues[0]?.message).toBe('control')
    expect(CONTRACT['signIn.addServer'].input.safeParse({ name, url: 'https://a.example.com', dialect: 'bearer', allowPlainHttp: false }).success).toBe(false)
    // One that is in the list from before goes along with a space in its place.
    expect(planImport(exportProfiles([{ ...intranet, name }]).text, []).added[0]?.name).toBe(name.replace(/[^\w.]+/g, (found) => ' '.repeat(found.length)).trim())
  })
  it('leaves the joiners of emoji and of Persian alone', () => {
    for (const name of ['👩‍💻 Team', 'می‌خواهم']) expect(serverNameSchema.parse(name)).toBe(name)
  })
  it('refuses what is no such list, and says when it is of a later program', () => {
    for (const text of ['', '[]', '{"value":1}', file([exported({ origin: 'javascript:alert(1)' })]), file([exported({ origin: 'https://a:b@c.example.com' })]), file([exported({ name: '' })]), file([exported({ apiPath: '//evil.example.com' })])]) {
      expect(fieldOf(text), text).toBe('VALIDATION notAList')
    }
    expect(fieldOf(file([], { version: 2, profiles: 'of another shape' }))).toBe('VALIDATION otherVersion')
  })
})
