import { describe, expect, it } from 'vitest'
import { originOf, urlKind } from '@renderer/workspace/features/servers/server-url'
import { freeName } from '@renderer/workspace/features/servers/server-values'

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
    expect(urlKind(typed)).toBe(kind)
  })

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
