import type { BrowserWindow, MessageBoxOptions } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFaultWindow, type Fault, type FaultWindow } from '../../../../src/main/app/crash/fault-window'
import { wordsFor } from '../../../../src/main/app/messages'
import { createFakeWindows } from '../../../support/fake-windows'

/** One box of the system's that is open: what it says, over which window, and the person's answer. */
interface Box {
  readonly over: BrowserWindow | null
  readonly options: MessageBoxOptions
  answer(button: string): Promise<void>
}

const LOGS = process.platform === 'win32' ? 'C:\\data\\logs' : '/data/logs'

let boxes: Box[]
let done: string[]
let nowMs: number
let isDurable: boolean
let isBroken: boolean
let told: FaultWindow

/** All that follows from something has happened: promises alone are waited for. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function showMessageBox(...given: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
  if (isBroken) throw new Error('no message boxes here')
  const options = given.at(-1) as MessageBoxOptions
  return new Promise((resolve) => {
    const close = (response: number): Promise<void> => {
      boxes = boxes.filter((box) => box !== open)
      resolve({ response, checkboxChecked: false })
      return settled()
    }
    const open: Box = {
      over: given.length > 1 ? (given[0] as BrowserWindow) : null,
      options,
      answer: (button) => {
        expect(options.buttons).toContain(button)
        return close(options.buttons?.indexOf(button) ?? 0)
      },
    }
    boxes.push(open)
    options.signal?.addEventListener('abort', () => void close(options.cancelId ?? 0))
  })
}

const fault = (more: Partial<Fault> = {}): Fault => ({ kind: 'program', id: '0a1b2c3d', text: 'Error: nothing is where it was\n    at somewhere', ...more })
const box = (): Box => {
  expect(boxes).toHaveLength(1)
  return boxes[0] as Box
}
const tell = async (more: Partial<Fault> = {}): Promise<void> => {
  void told.tell(fault(more))
  await settled()
}

beforeEach(() => {
  boxes = []
  done = []
  nowMs = 0
  isDurable = true
  isBroken = false
  told = createFaultWindow({
    dialog: { showMessageBox } as never,
    words: () => wordsFor('en'),
    ready: () => Promise.resolve(),
    nowMs: () => nowMs,
    isDurable: () => isDurable,
    logFolder: LOGS,
    about: 'Holdfast 0.1.0 on linux',
    openLogFolder: () => Promise.resolve(done.push('folder')),
    copy: (text) => {
      done.push(text)
    },
    restart: () => {
      done.push('restart')
    },
  })
})

describe('the window of a fault', () => {
  it('says what happened and what was kept, and going on is what Enter and Escape do', async () => {
    await tell()
    const { options, over } = box()
    expect([options.message, over]).toEqual(['An unexpected error occurred', null])
    expect(options.detail).toContain('Drafts and pending changes are kept on this computer.')
    expect(options.detail).not.toContain('somewhere')
    expect([options.buttons, options.defaultId, options.cancelId]).toEqual([['Continue', 'Restart Holdfast', 'Show details', 'Open log folder'], 0, 0])
    await box().answer('Continue')
    expect([boxes, done]).toEqual([[], []])
  })
  it('does not say that work is kept on the disk where it is in memory only', async () => {
    isDurable = false
    await tell()
    expect(box().options.detail).toContain('in memory only. Save and send them before you restart')
  })
  it('shows details and copies them, with the id that the log has, and stays open for both and for the folder', async () => {
    await tell()
    await box().answer('Show details')
    const facts = ['Log ID: 0a1b2c3d', 'Holdfast 0.1.0 on linux', `Log: ${LOGS}`, 'Error: nothing is where it was', '    at somewhere'].join('\n')
    expect(box().options.detail).toContain(facts)
    await box().answer('Copy details')
    await box().answer('Open log folder')
    expect(done).toEqual([facts, 'folder'])
    await box().answer('Restart Holdfast')
    expect([boxes, done.at(-1)]).toEqual([[], 'restart'])
  })
  it('is one for a storm: the same is not told again, of the rest the worst is, and ten minutes later it is news', async () => {
    await tell()
    for (let count = 0; count < 50; count += 1) await tell({ id: String(count) })
    await tell({ kind: 'graphics' })
    await tell({ kind: 'page', id: 'first of its kind' })
    await tell({ kind: 'page' })
    expect(box().options.message).toBe('An unexpected error occurred')
    await box().answer('Continue')
    expect(box().options.message).toBe('A window crashed and was reloaded')
    await box().answer('Continue')
    await tell()
    expect(boxes).toEqual([])
    nowMs += 10 * 60_000
    await tell()
    expect(box().options.message).toBe('An unexpected error occurred')
  })
  it('asks about each window that hangs, over that window, and restarts that one alone', async () => {
    const window = createFakeWindows().make()
    const restarted: string[] = []
    for (const id of ['one', 'two']) {
      await tell({ kind: 'hang', id, window, restart: () => restarted.push(id) })
      expect(box().over).toBe(window)
      expect(box().options.buttons).toEqual(['Wait', 'Restart window', 'Show details', 'Open log folder'])
      await box().answer('Restart window')
    }
    expect([restarted, done]).toEqual([['one', 'two'], []])
  })
  it('asks about three windows one after the other, the worst first, and drops what needs no answer', async () => {
    const windows = createFakeWindows()
    const [one, two, three] = [windows.make(), windows.make(), windows.make()]
    const dropped: string[] = []
    await tell({ kind: 'hang', id: 'one', window: one })
    await tell({ kind: 'hang', id: 'two', window: two, onDropped: () => dropped.push('two') })
    await tell({ kind: 'graphics', id: 'graphics', onDropped: () => dropped.push('graphics') })
    await tell({ kind: 'pageDown', id: 'three', window: three })
    await tell({ kind: 'pageDown', id: 'one too', window: one })
    const over: (BrowserWindow | null)[] = []
    for (const button of ['Wait', 'Not now', 'Not now', 'Wait']) {
      over.push(box().over)
      await box().answer(button)
    }
    expect(over).toEqual([one, three, one, two])
    expect([boxes, dropped]).toEqual([[], ['graphics']])
  })
  it('of which nobody will be asked says so: a person who quits, and stays after all, is asked again', async () => {
    const windows = createFakeWindows()
    const dropped: string[] = []
    for (const id of ['one', 'two']) await tell({ kind: 'hang', id, window: windows.make(), onDropped: () => dropped.push(id) })
    told.close()
    await settled()
    expect([boxes, dropped.toSorted()]).toEqual([[], ['one', 'two']])
  })
  it('resolves when this very fault was seen, behind another one too, or goes without it', async () => {
    const seen: string[] = []
    const note = (kind: Fault['kind']): void => void told.tell(fault({ kind, id: kind })).then(() => seen.push(kind))
    note('page')
    note('graphics')
    note('start')
    await settled()
    expect([box().options.message, seen]).toEqual(['A window crashed and was reloaded', []])
    await box().answer('Continue')
    expect(seen).toEqual(['page', 'graphics'])
    await box().answer('Close')
    expect(seen).toEqual(['page', 'graphics', 'start'])
  })
  it('goes when the window answers again, restarts nothing then, and lets the next one come', async () => {
    let isRestarted = false
    await tell({ kind: 'hang', restart: () => (isRestarted = true) })
    told.withdraw('0a1b2c3d')
    await settled()
    expect([boxes, isRestarted]).toEqual([[], false])
    await tell()
    expect(boxes).toHaveLength(1)
    told.close()
    await settled()
    expect(boxes).toEqual([])
  })
  it('is quiet when it cannot be shown, and when what it is asked to do fails; the next fault is told', async () => {
    isBroken = true
    await expect(told.tell(fault())).resolves.toBeUndefined()
    isBroken = false
    await tell({
      kind: 'hang',
      restart: () => {
        throw new Error('no such window')
      },
    })
    await box().answer('Restart window')
    await tell({ kind: 'page' })
    expect(box().options.message).toBe('A window crashed and was reloaded')
  })
  it('has a way on of its own where the program cannot go on as before', async () => {
    const first = async (kind: Fault['kind']): Promise<string | undefined> => {
      await tell({ kind })
      const [word] = box().options.buttons ?? []
      await box().answer(word ?? '')
      return word
    }
    expect([await first('start'), await first('pageDown'), await first('network')]).toEqual(['Close', 'Not now', 'Continue'])
  })
})
