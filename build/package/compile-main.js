/**
 * Run by Electron, since only V8 as the program has it compiles for the program (compiled-code.ts):
 * `electron compile-main.js compile|seal <folder of the built main> <folder of what is compiled>`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { app } from 'electron'

/** Where compiled code says with which switches V8 made it, in bytes (V8's code-serializer.h, `SerializedCodeData`). */
const SWITCHES = { from: 12, to: 16 }

const [step, source, target] = process.argv.slice(-3)

/** The files that src/main/entry.ts loads; the threads and the examiner are started by Node itself. */
const chunks = readdirSync(join(source, 'chunks')).map((name) => join('chunks', name))
const files = ['index.cjs', ...chunks]

function scriptOf(file, cachedData) {
  return new Script(Module.wrap(readFileSync(join(source, file), 'utf8')), { filename: file, cachedData })
}

/** Compiles all of it; the switches that this needs are on the command line. */
function compile() {
  for (const file of files) {
    const to = join(target, `${file}.v8`)
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, scriptOf(file).createCachedData())
  }
}

/** Says of all of it that it was made with the switches of this run: those of the other run change no instruction of it. */
function seal() {
  const switches = new Script('0').createCachedData().subarray(SWITCHES.from, SWITCHES.to)
  for (const file of files) {
    const at = join(target, `${file}.v8`)
    const compiled = readFileSync(at)
    switches.copy(compiled, SWITCHES.from)
    writeFileSync(at, compiled)
    if (scriptOf(file, compiled).cachedDataRejected) throw new Error(`V8 does not take what was compiled of ${file}.`)
  }
}

try {
  if (step === 'compile') compile()
  else seal()
  app.exit(0)
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
  app.exit(1)
}
