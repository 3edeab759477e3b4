// Attack: a value from the server (a menu path, a record's text) makes the client open a program, a local file or another
// host, or makes the window itself go there. Electron security checklist, points 1, 5, 7, 13 to 15.
import { describe, expect, it, vi } from 'vitest'
import { appPageOf } from '../../src/main/security/app-origin'
import { contentSecurityPolicy } from '../../src/main/security/content-security-policy'
import { isGranted } from '../../src/main/security/harden-session'
import { isLoopback } from '../../src/shared/server-address'
import { readServerAddress } from '../../src/main/settings/server-address'
import { type FailureError } from '../../src/shared/result'

vi.mock('electron', () => ({ shell: {} }))
const { safeExternalUrl } = await import('../../src/main/security/external-links')

describe('navigation stays on our own pages', () => {
  it.each(['app://holdfast/workspace/index.html', 'app://holdfast/sign-in/index.html#b'])('%s is ours', (url) => {
    expect(appPageOf(url)).toBe(url.replace(/#.*/, ''))
  })
  it.each([
    'https://holdfast/',
    'file:///etc/passwd',
    'data:text/html,x',
    'app://other/',
    'app://holdfast.evil/',
    'app:holdfast',
    'javascript:alert(1)',
    'about:blank',
    'blob:app://holdfast/1',
    '',
    'nonsense',
    'app://holdfast/',
    'app://holdfast/workspace/',
    'app://holdfast/assets/index.js',
    'app://holdfast/workspace/index.html?x=1',
    'app://holdfast/workspace/../sign-in/x.html',
    'app://user@holdfast.evil/workspace/index.html',
    'about:srcdoc',
  ])('%s is not', (url) => {
    expect(appPageOf(url)).toBeNull()
  })
})

describe('links to the system browser', () => {
  const allowed = new Set(['https://admin.example.com', 'http://127.0.0.1:8890'])
  it('open pages of a server that is in the list, re-serialised', () => {
    expect(safeExternalUrl('https://admin.example.com/#/sys/role', allowed)).toBe('https://admin.example.com/#/sys/role')
    expect(safeExternalUrl('http://127.0.0.1:8890/#/sys/role', allowed)).toBe('http://127.0.0.1:8890/#/sys/role')
  })
  it.each([
    'https://evil.example.com/',
    'https://admin.example.com.evil.com/',
    'https://admin.example.com@evil.com/',
    'https://user:pw@admin.example.com/',
    'http://admin.example.com/',
    'file:///etc/passwd',
    'smb://host/share',
    'javascript:alert(1)',
    'ms-settings:',
    'vbscript:x',
    '\\\\host\\share',
    '',
  ])('do not open %s', (url) => {
    expect(safeExternalUrl(url, allowed)).toBeNull()
  })
})

describe('addresses of servers', () => {
  const fieldOf = (typed: string, allow = false): string | undefined => {
    try {
      readServerAddress(typed, allow)
      return undefined
    } catch (error) {
      return (error as FailureError).failure.fields?.['url']
    }
  }
  it('are read as people type and paste them', () => {
    expect(readServerAddress('admin.example.com', false)).toEqual({ origin: 'https://admin.example.com', apiPath: '/api/v2' })
    expect(readServerAddress(' https://a.example.com/#/login ', false)).toEqual({ origin: 'https://a.example.com', apiPath: '/api/v2' })
    expect(readServerAddress('http://127.0.0.1:8890/index.php/api/v2/sys/user', false)).toEqual({ origin: 'http://127.0.0.1:8890', apiPath: '/index.php/api/v2' })
  })
  it('refuse plain http to another machine unless the person agrees', () => {
    expect(fieldOf('http://10.0.0.5:8890')).toBe('plainHttp')
    expect(fieldOf('http://127.0.0.1.evil.com')).toBe('plainHttp')
    expect(readServerAddress('http://10.0.0.5:8890', true).origin).toBe('http://10.0.0.5:8890')
  })
  it.each(['', 'file:///etc', 'javascript://x', 'ftp://a', 'https://user:pw@a.example.com', 'two words', 'https://'])('refuse %j', (typed) => {
    expect(fieldOf(typed, true)).toBe('invalid')
  })
  it('know the loopback range', () => {
    expect(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'].every(isLoopback)).toBe(true)
    expect(['127.0.0.1.example.com', '10.0.0.1', 'localhost.evil.com'].some(isLoopback)).toBe(false)
  })
})

describe('what a page may have', () => {
  it('is the clipboard for writing, and no other permission', () => {
    expect(isGranted('clipboard-sanitized-write')).toBe(true)
    for (const permission of ['geolocation', 'media', 'notifications', 'midi', 'clipboard-read', 'display-capture', 'openExternal', 'fullscreen']) {
      expect(isGranted(permission)).toBe(false)
    }
  })
  it('is nothing from the network: the policy of the shipped pages', () => {
    expect(contentSecurityPolicy(null)).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue",
    )
  })
})
