// What Electron starts, in Node: the same V8 in kind, with a main of three lines in place of ours.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const FILES = {
  // Asks for the same file twice, for one that asks back, and for one of Node's.
  'index.cjs': `const one = require('./chunks/one.cjs'); const again = require('./chunks/one.cjs'); const { sep } = require('node:path')
exports.word = 'index'
exports.run = (compiledCode) => process.stdout.write(JSON.stringify({ compiledCode, isSame: one === again, asked: one.ask(), sep, place: one.place() }))`,
  'chunks/one.cjs': `const index = require('../index.cjs')
exports.ask = () => index.word
exports.place = () => new Error().stack.split('\\n')[1]`,
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-entry-'))
  mkdirSync(join(folder, 'chunks'))
  for (const [file, source] of Object.entries(FILES)) writeFileSync(join(folder, file), source)
  buildSync({ entryPoints: ['src/main/entry.ts'], outfile: join(folder, 'entry.cjs'), bundle: true, platform: 'node', format: 'cjs', define: { 'import.meta.dirname': '__dirname' } })
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function compile(file: keyof typeof FILES): void {
  writeFileSync(join(folder, `${file}.v8`), new Script(Module.wrap(FILES[file]), { filename: file }).createCachedData())
}

function start(): unknown {
  return JSON.parse(execFileSync(process.execPath, [join(folder, 'entry.cjs')], { encoding: 'utf8' }))
}

const works = { isSame: true, asked: 'index', sep: '/', place: expect.stringContaining(join('chunks', 'one.cjs:3')) }

describe('the entry of main', () => {
  it('reads main where nothing is compiled', () => {
    expect(start()).toEqual({ ...works, compiledCode: 'absent' })
  })

  it('takes what was compiled; traces still name the file as it lies there', () => {
    compile('index.cjs')
    compile('chunks/one.cjs')
    expect(start()).toEqual({ ...works, compiledCode: 'used', place: expect.stringContaining(join(folder, 'chunks', 'one.cjs:3')) })
  })

  it('says that something is missing of it', () => {
    compile('index.cjs')
    expect(start()).toEqual({ ...works, compiledCode: 'absent' })
  })

  it('tries a file again that failed, and gives nothing of what it was when it did', () => {
    writeFileSync(
      join(folder, 'chunks', 'flaky.cjs'),
      `exports.isHalf = true; globalThis.tries = (globalThis.tries ?? 0) + 1; if (globalThis.tries === 1) throw new Error('first'); exports.isWhole = true`,
    )
    writeFileSync(
      join(folder, 'index.cjs'),
      `const tried = []
for (let at = 0; at < 3; at += 1) try { tried.push(require('./chunks/flaky.cjs')) } catch (error) { tried.push(error.message) }
exports.run = () => process.stdout.write(JSON.stringify({ tried, tries }))`,
    )
    const whole = { isHalf: true, isWhole: true }
    expect(start()).toEqual({ tried: ['first', whole, whole], tries: 2 })
  })

  it.each([
    ['of another V8', (bytes: Buffer) => bytes.fill(0xff, 4, 8)],
    ['of another source', (bytes: Buffer) => bytes.fill(0xff, 8, 12)],
    ['with other switches', (bytes: Buffer) => bytes.fill(0xff, 12, 16)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, 10)],
    ['empty', () => Buffer.alloc(0)],
  ])('reads main where what was compiled is %s, and says so', (_, spoil) => {
    compile('index.cjs')
    compile('chunks/one.cjs')
    const file = join(folder, 'chunks', 'one.cjs.v8')
    writeFileSync(file, spoil(readFileSync(file)))
    expect(start()).toEqual({ ...works, compiledCode: 'refused' })
  })
})
