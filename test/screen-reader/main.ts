import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWalkWorld } from '../support/state-walk'
import { JOURNEYS } from './journeys'
import { startReader } from './reader'

/** `npm run screen-reader`: five journeys by keys, and what a screen reader says of them, into out/screen-reader.txt. */
const folder = fileURLToPath(new URL('../../out', import.meta.url))
// Keys are typed by the names that X has for them, and the reader's own words are English.
const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }
const reader = await startReader(env)
const world = await createWalkWorld('en', { generatedUsers: 20 })
const transcript: string[] = []
const write = (line: string): void => {
  transcript.push(line)
  console.log(line)
}
try {
  // What says that a screen reader is there, a desktop says; this display has none.
  const app = await world.launch({ args: ['--force-renderer-accessibility'], env })
  await reader.spoken()
  for (const [title, steps] of JOURNEYS) {
    write(`\n${title}`)
    for (const [what, act] of steps) {
      await act({ world, app, page: app.workspace, reader })
      write(`  ${what}`)
      for (const words of await reader.spoken()) write(`      “${words}”`)
    }
  }
} finally {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'screen-reader.txt'), `${transcript.join('\n')}\n`)
  await world.close()
  reader.close()
}
