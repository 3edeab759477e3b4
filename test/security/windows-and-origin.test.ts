// Attacks: a page attaches a webview or opens a window; a path from data leads the token to another host; the shipped
// Electron grows old. Electron security checklist, points 1, 11 to 14 and 16.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createHttp } from '../../src/main/backend/http'
import { prepare } from '../../src/main/backend/transport'
import { hardenContents } from '../../src/main/security/harden-contents'
import { SecretToken } from '../../src/main/session/secret-token'

class FakeContents extends EventEmitter {
  opened: unknown = null
  policy = ''
  getURL(): string {
    return 'app://holdfast/workspace/index.html#/users'
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.policy = policy
  }
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.opened = handler({ url: 'https://evil.example.com/' })
  }
}
function hardened(): { contents: FakeContents; links: string[] } {
  const [app, contents, links] = [new EventEmitter(), new FakeContents(), [] as string[]]
  hardenContents(app as never, (url) => links.push(url))
  app.emit('web-contents-created', {}, contents)
  return { contents, links }
}

describe('every web contents of the program', () => {
  it('attaches no webview', () => {
    let isPrevented = false
    hardened().contents.emit('will-attach-webview', {
      preventDefault: () => {
        isPrevented = true
      },
    })
    expect(isPrevented).toBe(true)
  })
  it('opens no window, and offers the address to the guarded opener instead', () => {
    const { contents, links } = hardened()
    expect(contents.opened).toEqual({ action: 'deny' })
    expect(links).toEqual(['https://evil.example.com/'])
  })
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s stays on the page that the window shows', (name) => {
    const { contents } = hardened()
    const isPrevented = (url: string): boolean => {
      let prevented = false
      contents.emit(name, {
        url,
        preventDefault: () => {
          prevented = true
        },
      })
      return prevented
    }
    expect(isPrevented('app://holdfast/workspace/index.html')).toBe(false)
    for (const url of [
      'about:blank',
      'app://holdfast/sign-in/index.html',
      'app://holdfast/assets/index.js',
      'app://holdfast/',
      'https://example.com/',
      'file:///etc/passwd',
      'app://other/',
      'data:text/html,x',
    ])
      expect(isPrevented(url)).toBe(true)
  })
})

describe('the token of a profile', () => {
  const sent: string[] = []
  const spy = (input: unknown): Promise<Response> => {
    sent.push(String(input))
    return Promise.resolve(new Response('{"code":20000}'))
  }
  const http = createHttp({ origin: 'https://admin.example.com', apiPath: '/api/v2', dialect: 'bearer', readFetch: spy, writeFetch: spy })
  const token = new SecretToken('secret')
  it.each(['//evil.example.com/x', 'https://evil.example.com/x', '/\\evil.example.com', '/x?y=1', '/x#y', '@evil.example.com', '/x y', ''])('does not leave for %j', async (path) => {
    await expect(http.send(prepare({ method: 'GET', path }), token, new AbortController().signal)).rejects.toThrow(TypeError)
    expect(sent).toEqual([])
  })
  it('goes to its own origin, with values encoded', async () => {
    await http.send(prepare({ method: 'GET', path: '/sys/user/users', query: { username: 'a&b=https://evil' } }), token, new AbortController().signal)
    expect(sent).toEqual(['https://admin.example.com/api/v2/sys/user/users?username=a%26b%3Dhttps%3A%2F%2Fevil'])
  })
})

describe('the Electron that ships', () => {
  // Raise with each major release: the latest three are supported. Newest stable when this was last looked at: 45.
  it('is one of the latest three majors, pinned exactly', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> }
    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/)
    expect(Number(devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(43)
  })
})
