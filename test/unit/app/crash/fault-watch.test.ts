import type { BrowserWindow } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ScopedLog } from '../../../../src/main/log'
import type { Fault } from '../../../../src/main/app/crash/fault-window'
import { createFakeWindows, fakeOf } from '../../../support/fake-windows'

vi.mock('electron', () => ({ utilityProcess: undefined }))
const { createFaultWatch } = await import('../../../../src/main/app/crash/fault-watch')
const { createWorkspaceLife } = await import('../../../../src/main/app/windows/page-lifecycle')

let lines: string[]
let told: Fault[]
let withdrawn: string[]
let crashes: number
let isEnding: boolean
let isBroken: boolean
let window: BrowserWindow

const log: ScopedLog = {
  info: (line) => void lines.push(`info ${line}`),
  warn: (line) => void lines.push(`warn ${line}`),
  fault: (error, id) => {
    if (isBroken) throw new Error('the log is broken too')
    lines.push(`error [${id}] ${String(error)}`)
  },
}
const watch = () =>
  createFaultWatch({
    log,
    told: {
      tell: (fault) => {
        told.push(fault)
        return Promise.resolve()
      },
      withdraw: (id) => void withdrawn.push(id),
      close: () => undefined,
    },
    isEnding: () => isEnding,
    onCrash: () => {
      crashes += 1
    },
  })

beforeEach(() => {
  lines = []
  told = []
  withdrawn = []
  crashes = 0
  isEnding = false
  isBroken = false
  window = createFakeWindows().make()
})

describe('what nobody caught', () => {
  it('is in the log under the id that the person is told', () => {
    watch().program(new Error('nothing is where it was'))
    const [{ kind, id } = { kind: '', id: '' }] = told
    expect([kind, lines]).toEqual(['program', [`error [${id}] Error: nothing is where it was`]])
    expect(id).toMatch(/^[0-9a-f]{8}$/)
  })
  it('is told without what is secret', () => {
    watch().program(new Error('refused: password=hunter2-geheim'))
    expect(told[0]?.text).toContain('refused: password=[hidden]')
  })
  it('throws nothing, whatever was thrown, and although it cannot even be logged', () => {
    isBroken = true
    for (const thrown of [new Error('x'), undefined, null, 'text', { toString: null }]) expect(() => watch().program(thrown)).not.toThrow()
  })
  it('at the start ends in a window, too', async () => {
    await watch().cannotStart(new Error('no room'))
    expect(told.map(({ kind }) => kind)).toEqual(['start'])
  })
})

describe('a process that went away', () => {
  const gone = { exitCode: 11, name: '', serviceName: '' }
  it.each([
    ['graphics', { ...gone, type: 'GPU', reason: 'crashed' }],
    ['network', { ...gone, type: 'Utility', reason: 'oom', name: 'Network Service', serviceName: 'network.mojom.NetworkService' }],
    ['helper', { ...gone, type: 'Utility', reason: 'killed', name: 'Audio Service' }],
  ] as const)('is told as %s, with its reason in the log', (kind, details) => {
    watch().processGone(details)
    expect([told.map((fault) => fault.kind), crashes]).toEqual([[kind], 1])
    expect(lines[0]).toBe(`warn [${told[0]?.id}] A process went away: ${[details.type, details.name, details.serviceName].filter(Boolean).join(', ')}: ${details.reason}, exit code 11.`)
  })
  it.each([
    ['ended in good order', { ...gone, type: 'Utility', reason: 'clean-exit', name: 'Audio Service' }],
    ['looked through a damaged file, and recovers by itself', { ...gone, type: 'Utility', reason: 'crashed', name: 'Holdfast data check', serviceName: 'node.mojom.NodeService' }],
  ] as const)('is logged and not told where it %s', (_why, details) => {
    watch().processGone(details)
    expect([told, lines.length, crashes]).toEqual([[], 1, 0])
  })
  it('is logged and not told while the program is closing', () => {
    isEnding = true
    watch().processGone({ ...gone, type: 'GPU', reason: 'killed' })
    watch().program(new Error('too late'))
    watch().pageGone(window, { reason: 'killed', exitCode: 9 }, true)
    expect([told, lines.length]).toEqual([[], 3])
  })
})

describe('the page of a workspace', () => {
  const crashed = { reason: 'crashed', exitCode: 5 }
  let reloads: number
  const live = (): void => {
    reloads = 0
    const lookAfter = createWorkspaceLife({ calls: { cancelAll: () => undefined }, clock: { monotonicMs: () => 0 } as never, onPageGone: () => undefined, faults: watch() })
    Object.assign(fakeOf(window).webContents, {
      reload: () => {
        reloads += 1
      },
      forcefullyCrashRenderer: () => fakeOf(window).webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 }),
    })
    lookAfter({ window } as never)
  }
  const page = (event: string, ...given: unknown[]): boolean => fakeOf(window).webContents.emit(event, {}, ...given)

  it('that crashes is loaded again and told; one that crashes a fourth time in a minute stays down, and that is told', () => {
    live()
    for (let times = 0; times < 4; times += 1) page('render-process-gone', crashed)
    expect([reloads, told.map(({ kind }) => kind)]).toEqual([3, ['page', 'page', 'page', 'pageDown']])
    expect(told.every((fault) => fault.window === window)).toBe(true)
    expect(lines[0]).toContain('crashed, exit code 5')
  })
  it('that ended in good order is nothing to tell', () => {
    live()
    page('render-process-gone', { reason: 'clean-exit', exitCode: 0 })
    expect([reloads, told, lines]).toEqual([0, [], []])
  })
  it('that hangs is asked about once, and the question goes when it answers', () => {
    live()
    page('unresponsive')
    page('unresponsive')
    expect(told.map(({ kind }) => kind)).toEqual(['hang'])
    page('responsive')
    expect([withdrawn, lines.at(-1)]).toEqual([[told[0]?.id], `info [${told[0]?.id}] The window that did not answer goes on.`])
    page('unresponsive')
    expect(told).toHaveLength(2)
  })
  it('that hangs is asked about again where nobody could be asked', () => {
    live()
    page('unresponsive')
    told[0]?.onDropped?.()
    page('unresponsive')
    expect(told).toHaveLength(2)
    told[0]?.onDropped?.()
    page('unresponsive')
    expect(told).toHaveLength(2)
  })
  it('that hangs is loaded again at the person’s word, however often it crashed before, and that is no crash', () => {
    live()
    for (let times = 0; times < 3; times += 1) page('render-process-gone', crashed)
    page('unresponsive')
    told.at(-1)?.restart?.()
    expect([reloads, told.map(({ kind }) => kind)]).toEqual([4, ['page', 'page', 'page', 'hang']])
    expect(withdrawn).toEqual([told.at(-1)?.id])
    page('render-process-gone', crashed)
    expect(told.at(-1)?.kind).toBe('pageDown')
  })
  it('is not ended when its window is gone by the time of the answer', () => {
    live()
    page('unresponsive')
    window.destroy()
    expect(() => told[0]?.restart?.()).not.toThrow()
    expect([reloads, withdrawn]).toEqual([0, [told[0]?.id]])
  })
})
