// Attack: something else answers for our pages, or for files. And a page that cannot be read leaves a trace.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProtocolRequest, ProtocolResponse, Session } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveApp } from '../../src/main/security/app-protocol'

type Ask = (request: ProtocolRequest, answer: (response: Buffer | ProtocolResponse) => void) => void

let root: string
let faults: unknown[]
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-pages-'))
  faults = []
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

/** A session of which these schemes are taken already, and what it was given to ask. */
function served(taken: readonly string[]): ReadonlyMap<string, Ask> {
  const asked = new Map<string, Ask>()
  const take = (scheme: string, ask: Ask): boolean => {
    asked.set(scheme, ask)
    return !taken.includes(scheme)
  }
  const protocol = { registerBufferProtocol: take, interceptBufferProtocol: take } as unknown as Session['protocol']
  serveApp({ protocol }, { root, devServer: null, onFault: (error) => faults.push(error) })
  return asked
}

function get(scheme: string, url: string, method = 'GET'): Promise<ProtocolResponse> {
  return new Promise((resolve) => {
    served([]).get(scheme)?.({ url, method } as ProtocolRequest, (response) => {
      resolve(response as ProtocolResponse)
    })
  })
}

describe('the protocol of our pages', () => {
  it.each(['app', 'file'])('is no start where somebody else answers for %s:', (scheme) => {
    expect(() => served([scheme])).toThrow(`answers for ${scheme}:`)
  })

  it('gives a page with its policy and its kind, and no other host, method or file', async () => {
    writeFileSync(join(root, 'a.js'), 'script')
    expect(await get('app', 'app://holdfast/a.js')).toEqual({
      data: Buffer.from('script'),
      headers: { 'Content-Security-Policy': expect.stringContaining("default-src 'none'"), 'X-Content-Type-Options': 'nosniff', 'Content-Type': 'text/javascript; charset=utf-8' },
    })
    expect(await get('app', 'app://elsewhere/a.js')).toMatchObject({ statusCode: 403 })
    expect(await get('app', 'app://holdfast/a.js', 'POST')).toMatchObject({ statusCode: 403 })
    expect(await get('app', 'app://holdfast/b.js')).toMatchObject({ statusCode: 404 })
    expect(await get('file', 'file:///etc/passwd')).toMatchObject({ statusCode: 403 })
    expect(faults).toEqual([])
  })

  it('refuses what cannot be read, and says why', async () => {
    mkdirSync(join(root, 'folder.js'))
    expect(await get('app', 'app://holdfast/folder.js')).toEqual({ error: -2 })
    expect(faults).toEqual([expect.objectContaining({ code: 'EISDIR' })])
  })
})
