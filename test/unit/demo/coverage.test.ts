// docs/coverage.md is held to what there is: the embedded back-end's endpoints, the seeded operations, the client's own calls, the tests it names.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allRoutes } from '../../../src/main/demo/routes/all-routes'
import { PASSWORD_RESET } from '../../../src/shared/resources/account'
import { SEED_MENUS } from '../../../src/main/demo/seed/organisation'
import type { DemoWorld } from '../../../src/main/demo/world'

/** The rows of the table below this heading, cell by cell; code marks are left out. */
function table(heading: string): string[][] {
  const paper = readFileSync(resolve('docs/coverage.md'), 'utf8')
  const section = paper.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(1).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.replaceAll('`', '').trim()),
  )
}

const endpoints = table('Endpoints')
const operations = table('Operations')
const stubs = table('Not called')
/** What some servers have, and the original has not. */
const more = table('More than the original')
/** Without the id that a path may end in. */
const pathOf = (endpoint = ''): string => (endpoint.split(' ')[1] ?? '').replace('/{id}', '')

describe('the paper on what is covered', () => {
  it('names 34 endpoints, 18 operations and seven stubs, each once', () => {
    for (const [rows, count] of [[endpoints, 34] as const, [operations, 18] as const, [stubs, 7] as const]) expect(new Set(rows.map(([name]) => name)).size).toBe(count)
    expect(stubs.map(([name]) => name)).toEqual(['index', 'issue', 'verification', 'testapi', 'list', 'githubauth1', 'dbrestore'])
  })

  it('has every endpoint of the embedded back-end, and none besides', () => {
    // Each area only closes over the world: none of it is asked for to know the paths.
    const served = allRoutes({} as DemoWorld).map(({ method, path, hasId }) => `${method} ${path}${hasId ? '/{id}' : ''}`)
    const shown = stubs.map(([, , where = '']) => where).filter((where) => where.startsWith('GET') || where.startsWith('POST'))
    expect([...endpoints.map(([name]) => name), ...shown].toSorted()).toEqual(served.toSorted())
  })

  it('has every permission of the seeded menu, and none besides', () => {
    expect(operations.map(([name]) => name).toSorted()).toEqual(
      SEED_MENUS.filter(({ type }) => type === 2)
        .map(({ path }) => path)
        .toSorted(),
    )
  })

  it('says of each endpoint whether the client calls it, as the client’s own code does', () => {
    const folder = resolve('src/main/backend')
    const code = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const called = new Set(code.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/['`](\/sys\/[a-z/]+)/g)].map((match) => match[1])))
    called.add(PASSWORD_RESET.path)
    const told = [...endpoints.filter(([, , isCalled]) => isCalled === 'yes'), ...more].map(([name]) => pathOf(name))
    expect([...called].toSorted()).toEqual([...new Set(told)].toSorted())
    expect(endpoints.filter(([, , isCalled = '']) => isCalled !== 'yes').every(([, , isCalled = '']) => /^no: .{10}/.test(isCalled))).toBe(true)
  })

  it('names tests that are there, by file and title', () => {
    const named = [...endpoints.map((row) => row[3] ?? ''), ...operations.map((row) => row[2] ?? ''), ...more.map((row) => row[2] ?? '')]
    const missing = [...new Set(named)].filter((name) => {
      const [, file = '', title = ''] = /^(\S+): (.+)$/.exec(name) ?? []
      const path = resolve('test', file)
      return title === '' || !existsSync(path) || !titlesIn(readFileSync(path, 'utf8')).includes(title)
    })
    expect(missing).toEqual([])
  })
})

function titlesIn(code: string): string[] {
  return [...code.matchAll(/^\s*(?:test|it)\((['"`])(.*?)\1, /gm)].map((match) => match[2] ?? '')
}
