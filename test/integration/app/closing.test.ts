// Closing one window of several: what is asked, and about what.
import { describe, expect, it, vi } from 'vitest'
import { type AskToClose, createClosing, titlesLostWith } from '../../../src/main/app/windows/close-guard'
import type { Workspace } from '../../../src/main/app/windows/workspaces'
import { until } from '../../support/client'
import { createFakeWindows, fakeOf } from '../../support/fake-windows'

const stores = [
  { profileId: 'a', inMemoryTitles: () => Promise.resolve(['wangwei']) },
  { profileId: 'b', inMemoryTitles: () => Promise.resolve(['li na']) },
]

describe('what a closing window would lose', () => {
  it('is nothing of a profile that another window shows', async () => {
    expect(await titlesLostWith('a', ['a', 'b'], stores)).toEqual([])
  })
  it('is what lives in memory for its own profile when no other window shows it', async () => {
    expect(await titlesLostWith('a', ['b'], stores)).toEqual(['wangwei'])
  })
  it('is everything in memory when it is the last window: the program ends with it', async () => {
    expect(await titlesLostWith('a', [], stores)).toEqual(['wangwei', 'li na'])
  })
})

describe('closing all windows at once', () => {
  const desk = (answers: boolean[], ask?: AskToClose) => {
    const windows = createFakeWindows()
    const open: Workspace[] = []
    const asked: (readonly string[])[] = []
    let running = 0
    let mostAtOnce = 0
    const stayed: number[] = []
    const closing = createClosing({
      ask:
        ask ??
        (async (_window, { inMemory }) => {
          running += 1
          mostAtOnce = Math.max(mostAtOnce, running)
          await Promise.resolve()
          asked.push(inMemory)
          running -= 1
          return inMemory.length === 0 || (answers.shift() ?? true)
        }),
      inMemoryTitles: (workspace) =>
        titlesLostWith(
          'a',
          open.filter((other) => other !== workspace).map(() => 'a'),
          stores.slice(0, 1),
        ),
      destroy: (workspace) => {
        open.splice(open.indexOf(workspace), 1)
        workspace.window.destroy()
      },
    })
    for (let count = 0; count < 3; count += 1) {
      const workspace = { window: windows.make() } as unknown as Workspace
      open.push(workspace)
      closing.guard(workspace, () => stayed.push(fakeOf(workspace.window).id))
    }
    const closeAll = (): void => {
      for (const workspace of [...open]) {
        fakeOf(workspace.window).close()
        closing.ready(workspace, [])
      }
    }
    return { windows, asked, stayed, closeAll, mostAtOnce: () => mostAtOnce }
  }

  it('asks once, at the last window of a profile, and one question at a time', async () => {
    const { windows, asked, closeAll, mostAtOnce } = desk([true])
    closeAll()
    await until(() => windows.open().length === 0)
    expect(asked).toEqual([[], [], ['wangwei']])
    expect(mostAtOnce()).toBe(1)
  })
  it('keeps the window that holds the last of it when the person stays, and asks again the next time', async () => {
    const { windows, stayed, closeAll } = desk([false, true])
    closeAll()
    await until(() => stayed.length === 1)
    expect(windows.open().map(({ id }) => id)).toEqual([3])
    closeAll()
    await until(() => windows.open().length === 0)
  })
  it('goes on after a question that could not be asked', async () => {
    const { windows, closeAll } = desk([], () => Promise.reject(new Error('no display')))
    closeAll()
    await until(() => windows.open().length === 0)
  })
})

describe('the end of the session of the operating system', () => {
  it('asks every page at once to keep what it holds, and no person anything', async () => {
    const { windows, workspaces, closing, asked } = ending()
    const kept = closing.keepWithoutAsking(workspaces)
    expect(windows.map((window) => window.pushes('app.closing').length)).toEqual([1, 1])
    for (const workspace of workspaces) closing.ready(workspace, ['could not be kept'])
    await kept
    expect(asked).toEqual([])
  })
  it('does not wait for a page whose process is gone, or goes: everything of the program is told to end at the same moment', async () => {
    const { windows, workspaces, closing } = ending()
    windows[0]?.crash()
    const kept = closing.keepWithoutAsking(workspaces)
    windows[1]?.crash()
    await kept
    expect(windows.map((window) => window.pushes('app.closing').length)).toEqual([0, 1])
  })
  it('does not wait for a page that does not answer, or for a window that has gone', async () => {
    vi.useFakeTimers()
    try {
      const { windows, workspaces, closing } = ending()
      windows[0]?.destroy()
      const kept = closing.keepWithoutAsking(workspaces)
      await vi.advanceTimersByTimeAsync(1500)
      await kept
    } finally {
      vi.useRealTimers()
    }
  })
})

function ending() {
  const made = createFakeWindows()
  const workspaces = [0, 1].map(() => ({ window: made.make() }) as unknown as Workspace)
  const asked: unknown[] = []
  const closing = createClosing({
    ask: (...question) => {
      asked.push(question)
      return Promise.resolve(true)
    },
    inMemoryTitles: () => Promise.resolve(['in memory']),
    destroy: () => undefined,
  })
  return { windows: workspaces.map(({ window }) => fakeOf(window)), workspaces, closing, asked }
}
