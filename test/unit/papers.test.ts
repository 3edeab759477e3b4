// Papers are true as long as what they name is there: files, headings, commands. A paper that nobody can follow is worse than none.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
const FILES = [...['.ci', 'build', 'docs', 'src', 'test'].flatMap(below), ...readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))]
const FOLDERS = new Set(FILES.flatMap((file) => file.split('/').map((_, depth, parts) => `/${parts.slice(0, depth).join('/')}/`)))

const text = (file: string): string => readFileSync(join(root, file), 'utf8')
// What changed once is told as it was called then.
const PAPERS = FILES.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md')
const headingsOf = (paper: string): readonly string[] => [...text(paper).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)

/** Whether a file or folder of this name is there: by its path from `folder` where it begins so, and else by the end of its whole path. */
function isThere(name: string, folder: string): boolean {
  const wanted = `/${/^\.\.?\//.test(name) ? join(folder, name).replaceAll('\\', '/') : name}`
  return wanted.endsWith('/') ? [...FOLDERS].some((folder) => folder.endsWith(wanted)) : FILES.some((file) => `/${file}`.endsWith(wanted))
}

/** What comments break into lines. */
const joined = (source: string): string => source.replaceAll(/\n\s*(?:\*|\/\/|#)?\s*/g, ' ')

describe.each(PAPERS)('%s', (paper) => {
  it('links to what is there', () => {
    const links = [...text(paper).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !FILES.includes(join(dirname(paper), link).replaceAll('\\', '/')))).toEqual([])
  })

  it('names files and folders that are there', () => {
    const named = [
      ...text(paper)
        .replaceAll(/```[\s\S]*?```/g, '')
        .matchAll(/`([\w@./-]+(?:\.(?:ts|vue|css|js|md|html)|\/))`/g),
    ].map(([, name = '']) => name)
    // What the program and the scripts write is there when they have run.
    const ours = named.filter((name) => !/^(?:out|logs|crash-dumps)\//.test(name))
    expect(ours.filter((name) => !isThere(name, dirname(paper)))).toEqual([])
  })

  it('names commands that are there', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> }
    const named = [...text(paper).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})

it('headings that comments and papers cite are there', () => {
  const cites = /\b((?:docs\/[\w-]+|CONTRIBUTING|SECURITY)\.md)((?:,? (?:and |from |to )?"[^"\n]{2,60}")*)/g
  const missing = FILES.filter((file) => /\.(?:ts|vue|js|css|md)$/.test(file) && file !== 'CHANGELOG.md').flatMap((file) =>
    [...joined(text(file)).matchAll(cites)].flatMap(([, paper = '', headings = '']) => {
      if (!FILES.includes(paper)) return [`${file}: ${paper}`]
      const known = headingsOf(paper)
      return [...headings.matchAll(/"([^"]+)"/g)].flatMap(([, heading = '']) => (known.includes(heading) ? [] : [`${file}: ${paper}, "${heading}"`]))
    }),
  )
  expect(missing).toEqual([])
})
