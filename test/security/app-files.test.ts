// Attack: a page asks the app protocol for files outside the built pages by `..`, encoded forms, backslashes, NUL,
// absolute paths or a link. Electron security checklist, point 18.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveAppFile } from '../../src/main/security/app-files'

let folder: string
let root: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-files-'))
  root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), 'page')
  writeFileSync(join(root, 'assets', 'a.js'), 'script')
  writeFileSync(join(root, 'assets', 'notes.txt'), 'no known kind')
  writeFileSync(join(folder, 'secret.json'), 'secret')
  symlinkSync(join(folder, 'secret.json'), join(root, 'assets', 'link.json'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('files behind app://holdfast', () => {
  it('are the built pages, each with a fixed content type', async () => {
    expect(await resolveAppFile(root, '/index.html')).toMatchObject({ contentType: 'text/html; charset=utf-8' })
    expect(await resolveAppFile(root, '/assets/a.js')).toMatchObject({ contentType: 'text/javascript; charset=utf-8' })
  })
  for (const path of [
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/%2E%2E%2Fsecret.json',
    '/..%2fsecret.json',
    '/%252e%252e/secret.json',
    '/..\\secret.json',
    '/%5c..%5csecret.json',
    '/index.html%00.js',
    '/index.html\0',
    '/assets/link.json',
    '/assets/notes.txt',
    '/assets',
    '/',
    '/missing.html',
    '/%',
    '//etc/passwd',
    '/etc/hosts.html',
  ]) {
    it(`are not ${JSON.stringify(path)}`, async () => {
      expect(await resolveAppFile(root, path)).toBeNull()
    })
  }
})
