import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'
import { projectDir } from './paths'

/** Where a build leaves which packages its parts have swallowed: a list of folders in node_modules. */
export const bundledReportPath = join(projectDir, 'out', 'bundled.json')

/** Of all parts that this process builds: each one is told apart, and writes what there is by then. */
const bundled = new Set<string>()

/** The folder of the package that a module belongs to, from the project's; null for a module of ours. */
export function packageOf(id: string, root: string = projectDir): string | null {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').replace(/\?.*$/, '')
  const [, found] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
  return found?.startsWith(root.replaceAll('\\', '/')) ? found.slice(root.length) : null
}

/** Writes down the packages of which at least one line got into what was built. */
export function bundledReport(): Plugin {
  return {
    name: 'holdfast-bundled-report',
    writeBundle: (_, bundle) => {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        for (const [id, { renderedLength }] of Object.entries(output.modules)) {
          const folder = renderedLength > 0 ? packageOf(id) : null
          if (folder !== null) bundled.add(folder)
        }
      }
      mkdirSync(dirname(bundledReportPath), { recursive: true })
      writeFileSync(bundledReportPath, JSON.stringify([...bundled].sort(), null, 1))
    },
  }
}
