// What is in the files that people get, and what is not: no hand of the tests, and nothing of development.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
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

test('the built app has nothing of development: no Vue devtools, no map of the sources', () => {
  for (const word of ['__VUE_DEVTOOLS', 'devtools-plugin:setup', 'setupDevtoolsPlugin', 'sourceMappingURL=data:']) expect(holding(word), word).toEqual([])
  expect(builtFiles().filter(({ file }) => file.endsWith('.map'))).toEqual([])
})
