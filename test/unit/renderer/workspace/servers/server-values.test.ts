import { describe, expect, it } from 'vitest'
import { addressKind, originOf } from '@renderer/server-address'
import { freeName } from '@renderer/workspace/features/servers/server-values'
import { readServerAddress } from '../../../../../src/main/settings/server-address'

function kindByMain(typed: string): string | undefined {
  try {
    readServerAddress(typed, false)
    return 'fine'
  } catch (error) {
    const problem = (error as { failure: { fields?: Record<string, string> } }).failure.fields?.['url']
    return problem === 'plainHttp' ? 'plain-remote' : 'bad'
  }
}

describe('a typed server address', () => {
  it.each([
    ['https://admin.example', 'fine'],
    ['admin.example', 'fine'],
    ['http://localhost:8890', 'fine'],
    ['http://127.0.0.1', 'fine'],
    ['http://[::1]:80', 'fine'],
    ['http://127.0.0.1.evil.example', 'plain-remote'],
    ['HTTP://admin.example', 'plain-remote'],
    ['ftp://admin.example', 'bad'],
    ['https://ada:secret@admin.example', 'bad'],
    ['two words', 'bad'],
    ['', 'bad'],
  ])('%s is %s', (typed, kind) => {
    expect(addressKind(typed)).toBe(kind)
  })

  it.each(['admin.example', 'http://admin.localhost', 'http://ada@localhost', 'http://[::1]', '127.0.0.1:80', 'javascript:alert(1)', 'http://a b', 'https://', ''])(
    'is what main takes %j for',
    (typed) => {
      expect(addressKind(typed)).toBe(kindByMain(typed))
    },
  )

  it('is told by scheme, host and port only', () => {
    expect([originOf('https://admin.example:8890/#/login'), originOf('https://ada:secret@admin.example')]).toEqual(['https://admin.example:8890', ''])
  })
})

describe('the name of a copy', () => {
  it('is the next that is free, whatever its letters’ case', () => {
    expect(freeName('Lab', ['Lab'])).toBe('Lab (2)')
    expect(freeName('Lab', ['Lab', 'LAB (2)'])).toBe('Lab (3)')
    expect(freeName('Lab (2)', ['Lab', 'Lab (2)'])).toBe('Lab (3)')
  })

  it('is never too long for a name', () => {
    expect(freeName('x'.repeat(60), []).length).toBeLessThanOrEqual(60)
  })
})
