// What a running app has in its pages, its storage and its processes: places in which a secret could lie.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { treeOf } from '../../build/process-memory'
import type { Place } from './secret-search'

/** Everything on the JavaScript heap of the window that shows this page. */
export async function heapOf(electron: ElectronApplication, page: 'workspace' | 'sign-in'): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-heap-'))
  const file = join(folder, 'page.heapsnapshot')
  try {
    await electron.evaluate(
      async ({ webContents }, { file, start }) => {
        const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(start))
        if (!contents) throw new Error('No window shows this page.')
        await contents.takeHeapSnapshot(file)
      },
      { file, start: `app://holdfast/${page}/` },
    )
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Puts a word into every storage that a page has. */
export async function writeToStorage(page: Page, word: string): Promise<void> {
  await page.evaluate(async (word) => {
    localStorage.setItem(word, word)
    sessionStorage.setItem(word, word)
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(word)
      opening.onupgradeneeded = () => opening.result.createObjectStore(word).put(word, word)
      opening.onerror = () => {
        reject(new Error('No IndexedDB.'))
      }
      opening.onsuccess = () => {
        opening.result.close()
        resolve()
      }
    })
  }, word)
}

/** All that a page keeps: both web storages, its databases with their content, its cookies. */
export async function storageOf(page: Page): Promise<Place[]> {
  const storage = await page.evaluate(async () => {
    const databases = await Promise.all(
      (await indexedDB.databases()).map(
        ({ name = '' }) =>
          new Promise<unknown>((resolve, reject) => {
            const opening = indexedDB.open(name)
            opening.onerror = () => {
              reject(new Error('No IndexedDB.'))
            }
            opening.onsuccess = () => {
              const stores = [...opening.result.objectStoreNames]
              const rows = stores.map(
                (store) =>
                  new Promise<unknown>((found) => {
                    const all = opening.result.transaction(store).objectStore(store).getAll()
                    all.onsuccess = () => {
                      found([store, all.result])
                    }
                  }),
              )
              void Promise.all(rows).then((content) => {
                opening.result.close()
                resolve([name, content])
              })
            }
          }),
      ),
    )
    return { localStorage: { ...localStorage }, sessionStorage: { ...sessionStorage }, indexedDB: databases, 'document.cookie': document.cookie }
  })
  return Object.entries(storage).map(([name, content]) => [name, Buffer.from(JSON.stringify(content))] as const)
}

/**
 * Main's own environment, which its children inherit, and what the system shows of every process of the app: arguments and
 * environment. Where there is no /proc, the arguments of all processes.
 */
export async function processesOf(electron: ElectronApplication): Promise<Place[]> {
  const inherited = await electron.evaluate(() => JSON.stringify(process.env))
  return [['environment of main', Buffer.from(inherited)], ...shownProcesses(electron)]
}

function shownProcesses(electron: ElectronApplication): Place[] {
  if (process.platform !== 'linux') return [['process arguments', execFileSync('ps', ['-axww', '-o', 'args'])]]
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const stat = readProc(pid, 'stat').toString()
      // The name in parentheses may hold anything; the state and the parent come after its last parenthesis.
      return { pid: Number(pid), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }
    })
  return treeOf(electron.process().pid ?? 0, rows).flatMap((pid) => [
    // Chromium writes over the memory that both are shown from; what is left is as open to others as the rest.
    [`arguments of process ${pid}`, readProc(String(pid), 'cmdline')] as const,
    [`environment of process ${pid}`, readProc(String(pid), 'environ')] as const,
  ])
}

/** Empty for a process that has ended. */
function readProc(pid: string, name: 'stat' | 'cmdline' | 'environ'): Buffer {
  try {
    return readFileSync(`/proc/${pid}/${name}`)
  } catch {
    return Buffer.alloc(0)
  }
}

interface WatchedSessions {
  watchedSessions: Set<Electron.Session>
}

/** Remembers every network session that is made from now on, beside the one that is always there. */
export async function watchSessions(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ app, session }) => {
    const { watchedSessions } = Object.assign(globalThis as unknown as WatchedSessions, { watchedSessions: new Set([session.defaultSession]) })
    app.on('session-created', (made) => {
      watchedSessions.add(made)
    })
  })
}

/** The cookies of each session: those of the windows, whether they were made before the watch or after, and the watched ones. `word` is put into each of them before. */
export function cookiesOf(electron: ElectronApplication, word: string): Promise<string[]> {
  return electron.evaluate(
    ({ webContents }, word) =>
      Promise.all(
        [...new Set([...(globalThis as unknown as WatchedSessions).watchedSessions, ...webContents.getAllWebContents().map(({ session }) => session)])].map(async ({ cookies }) => {
          await cookies.set({ url: 'https://holdfast.test', name: 'word', value: word })
          return JSON.stringify(await cookies.get({}))
        }),
      ),
    word,
  )
}
