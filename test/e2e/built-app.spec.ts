// What is in the files that people get, and what is not: no hand of the tests, nothing of development, and no more than has to be
// loaded.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { chunkReportPath, type ReportedChunk } from '../../build/chunk-report'
import { loadsOf, sizeTable, tooLarge } from '../../build/chunk-sizes'
import { DEFAULT_QUIRKS } from '../support/backend/quirks'

const folders = ['main', 'preload', 'renderer']

let found: ReadonlyArray<{ readonly file: string; readonly text: string }> | undefined

/** Read once: the tests here ask for many words. */
function builtFiles(): NonNullable<typeof found> {
  return (found ??= folders.flatMap((folder) =>
    readdirSync(resolve('out', folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ file, text: readFileSync(file, 'latin1') })),
  ))
}
const holding = (word: string): string[] => builtFiles().flatMap(({ file, text }) => (text.includes(word) ? [file] : []))

test('the built app has the demo, and nothing of the control that tests have over it', () => {
  expect(holding('/sys/user/refreshtoken').length, 'the search finds what is there').toBeGreaterThan(0)
  for (const word of ['expireAllTokens', 'losePermission', 'HOLDFAST_BACKEND_OPTIONS', 'createControl']) expect(holding(word), word).toEqual([])
})

test('the built demo has none of the switches of the back-end that tests use: no quirk, no count, no delay, no page of a third party', () => {
  expect(holding('/sys/user/githubauth').length, 'the demo itself is there').toBeGreaterThan(0)
  const traffic = ['resetCounts', 'delayOf', 'createTraffic']
  const thirdParty = ['setThirdParty', 'issueCode', 'approval_prompt', 'sign in</h1>', 'createThirdParties']
  const whatQuirksWrite = ['Undefined property', 'stdClass::$count', 'A Database Error Occurred', 'perm_type="']
  const expiry = ['The account signed in elsewhere', 'createTokenSwitches']
  for (const word of [...Object.keys(DEFAULT_QUIRKS), 'quirks', ...expiry, ...traffic, ...thirdParty, ...whatQuirksWrite]) expect.soft(holding(word), word).toEqual([])
})

/** What the libraries' hooks for Vue's devtools are known by, and where each stands: a word that has gone from there would look for nothing. */
const DEVTOOLS = {
  '@vue/runtime-core/dist/runtime-core.esm-bundler.js': ['__VUE_PROD_DEVTOOLS__'],
  'vue-router/dist': ['org.vuejs.router', 'router-inspector', 'router:navigations'],
  'vue-i18n/dist/vue-i18n.mjs': ['__INTLIFY_PROD_DEVTOOLS__', 'vue-devtools-plugin-vue-i18n', 'vue-i18n-resource-inspector'],
  '@intlify/core-base/dist/core-base.mjs': ['i18n:init', 'function:translate'],
  'pinia/dist': ['dev.esm.pinia', 'pinia:mutations', 'pinia-state.json'],
}

test('built CommonJS is strict, as its sources are, and asks for no module by import(), which the compiled code of main does not know', () => {
  const scripts = builtFiles().filter(({ file }) => file.endsWith('.cjs'))
  expect(scripts.length).toBeGreaterThan(7)
  expect(scripts.filter(({ text }) => !text.startsWith('"use strict"')).map(({ file }) => file)).toEqual([])
  // Not a method of that name, nor a type in a library's comment.
  expect(scripts.filter(({ text }) => /[^.\w{<]import\(["'`][\w@]/.test(text)).map(({ file }) => file)).toEqual([])
})

test('the log of the built app can be sent nowhere: electron-log’s way to a server is not in it', () => {
  const word = "electron-log: can't POST"
  expect(textBelow(resolve('node_modules/electron-log/src/node/transports')), 'it is what that way is known by').toContain(word)
  expect(holding(word)).toEqual([])
})

test('the built app has nothing of development: no Vue devtools, no map of the sources', () => {
  for (const word of ['__VUE_DEVTOOLS', 'devtools-plugin:setup', 'setupDevtoolsPlugin', 'sourceMappingURL=data:']) expect(holding(word), word).toEqual([])
  for (const [place, words] of Object.entries(DEVTOOLS)) {
    const library = textBelow(resolve('node_modules', place))
    for (const word of words) {
      expect.soft(library.includes(word), `${word} in ${place}`).toBe(true)
      expect.soft(holding(word), word).toEqual([])
    }
  }
  const files = builtFiles().map(({ file }) => file)
  expect(files.filter((file) => file.endsWith('.map') || /devtools/i.test(basename(file)))).toEqual([])
})

function textBelow(place: string): string {
  if (statSync(place).isFile()) return readFileSync(place, 'utf8')
  const files = readdirSync(place).filter((name) => /\.m?js$/.test(name))
  return files.map((name) => readFileSync(join(place, name), 'utf8')).join('\n')
}

/** Bytes, gzipped. */
const MOST = { initial: 350_000, later: 120_000 }

test('the workspace begins with at most 350 kB of JavaScript, gzipped, and no page brings more than 120 kB with it', () => {
  const chunks = JSON.parse(readFileSync(chunkReportPath, 'utf8')) as ReportedChunk[]
  const sizes = new Map(chunks.map(({ file }) => [file, gzipSync(readFileSync(resolve('out/renderer', file))).length]))
  const gzipOf = (file: string): number => sizes.get(file) ?? Number.NaN
  const loads = loadsOf(chunks, 'src/renderer/workspace/index.html', gzipOf)
  console.info(sizeTable(loads, MOST))
  const html = readFileSync(resolve('out/renderer/workspace/index.html'), 'utf8')
  expect(loads.initial.files.toSorted(), 'what the HTML itself asks for').toEqual([...html.matchAll(/(?:src|href)="\.\.\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]).toSorted())
  expect(loads.initial.files, 'each file comes through main before anything is painted').toHaveLength(3)
  const pages = readdirSync(resolve('src/renderer/workspace/features'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('Page.vue'))
  const loaded = [...loads.initial.files, ...loads.later.flatMap(({ files }) => files)].flatMap((file) => Object.keys(chunks.find((chunk) => chunk.file === file)?.modules ?? {}))
  for (const page of pages) expect.soft(loaded, page).toContain(`src/renderer/workspace/features/${page}`)
  const faults = [tooLarge(loads.initial, MOST.initial, chunks, gzipOf), ...loads.later.map((load) => tooLarge(load, MOST.later, chunks, gzipOf))]
  expect(faults.filter((fault) => fault !== null)).toEqual([])
})
