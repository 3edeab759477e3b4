import { readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { Script } from 'node:vm'

/**
 * What Electron starts: it loads main with the compiled code that a package brings along.
 *
 * Reading main's functions was a third of what main needs before its first window. A package holds them compiled, beside
 * each file of main (`<file>.v8`, made by build/package/compiled-code.ts), in the same archive and as much guarded as it.
 * V8 takes compiled code of its own version and switches alone; of any other it says so, and reads the file as it would
 * have done without. Nothing of it is ever written where a person's other programs could change it.
 */

/** Used by a package of this very Electron; refused where V8 wants none of it; absent where there is none, or not of every file: unpackaged, or where it could not be made. */
export type CompiledCode = 'used' | 'refused' | 'absent'

/** What `index.ts` gives. */
interface Main {
  run(compiledCode: CompiledCode): void
}

interface Loaded {
  exports: unknown
}

type Wrapped = (exports: unknown, require: (id: string) => unknown, module: Loaded, filename: string, dirname: string) => void

const loaded = new Map<string, Loaded>()
let compiledCode: CompiledCode = 'used'

/** A file of main, as Node's own `require` would give it, with those beside it that it asks for. One that fails is tried again when it is asked for again. */
function load(file: string): unknown {
  const known = loaded.get(file)
  if (known) return known.exports
  const module: Loaded = { exports: {} }
  // Before it runs: one that it asks for may ask back.
  loaded.set(file, module)
  try {
    runFile(file, module)
  } catch (error) {
    loaded.delete(file)
    throw error
  }
  return module.exports
}

function runFile(file: string, module: Loaded): void {
  const cachedData = compiledCodeOf(file)
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), { filename: file, cachedData })
  if (!cachedData) compiledCode = 'absent'
  else if (script.cachedDataRejected) compiledCode = 'refused'
  const requireHere = createRequire(file)
  const require = (id: string): unknown => (id.startsWith('.') ? load(resolve(dirname(file), id)) : requireHere(id))
  const run = script.runInThisContext() as Wrapped
  run(module.exports, require, module, file, dirname(file))
}

function compiledCodeOf(file: string): Buffer | undefined {
  try {
    return readFileSync(`${file}.v8`)
  } catch {
    return undefined
  }
}

const main = load(join(import.meta.dirname, 'index.cjs')) as Main
main.run(compiledCode)
