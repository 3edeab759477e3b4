import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
let built: Promise<string> | undefined

/**
 * The embedded back-end as one file of JavaScript, made anew from today's sources once in each process that asks for it.
 *
 * A test starts a back-end of its own. From TypeScript each of them would start a compiler first and read some hundred
 * files: more work than all that most tests ask of it.
 */
export function builtBackend(): Promise<string> {
  return (built ??= buildBackend())
}

async function buildBackend(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'build/backend.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    alias: { '@shared': join(root, 'src/shared') },
    // A native module is found where it is installed.
    external: ['libsql'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
  const contents = outputFiles[0]?.contents ?? new Uint8Array()
  const folder = join(root, 'out/test')
  const path = join(folder, `backend-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}.mjs`)
  await mkdir(folder, { recursive: true })
  // Others may make the same file at the same moment: it appears whole, or not at all.
  const draft = `${path}.${process.pid}`
  await writeFile(draft, contents)
  await rename(draft, path)
  return path
}
