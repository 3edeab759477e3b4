import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const shown = vi.hoisted(() => ({ answers: [] as (() => void)[], happened: [] as string[] }))
vi.mock('electron', () => ({
  app: { on: () => undefined, whenReady: () => Promise.resolve(), getVersion: () => '0.1.0', getLocale: () => 'en', getPreferredSystemLanguages: () => ['en'] },
  dialog: {
    showMessageBox: ({ message }: { message: string }) => {
      shown.happened.push(message)
      return new Promise((resolve) => shown.answers.push(() => void resolve({ response: 0 })))
    },
  },
  clipboard: {},
  crashReporter: {},
  shell: {},
  utilityProcess: undefined,
}))
const { createFaultGuard } = await import('../../../../src/main/app/crash/fault-guard')

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const
const before = EVENTS.map((name) => process.listeners(name as 'uncaughtException'))
const silent = { info: () => undefined, warn: () => undefined, fault: () => undefined }
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
let dataFolder: string

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'holdfast-guard-'))
})
afterEach(() => {
  for (const [index, name] of EVENTS.entries()) for (const listener of process.listeners(name as 'uncaughtException')) if (!before[index]?.includes(listener)) process.off(name, listener)
  rmSync(dataFolder, { recursive: true, force: true })
})

it('a start that fails with windows open is seen behind what is told already, and the pages keep what they hold before it is over', async () => {
  const guard = createFaultGuard({ log: { ...silent, of: () => silent }, dataFolder })
  const keepWithoutAsking = (windows: readonly unknown[]): Promise<void> => Promise.resolve(void shown.happened.push(`kept ${windows.join(', ')}`))
  guard.attach({
    compositionRoot: { workspaces: { all: () => ['one', 'two'] }, quitting: { is: false }, closing: { keepWithoutAsking } } as never,
    secrets: { protection: () => ({ state: 'keychain' }) } as never,
    locale: () => 'en',
  })
  guard.faults.program(new Error('first'))
  await settled()
  void guard.cannotStart(new Error('no room')).then(() => shown.happened.push('over'))
  await settled()
  expect(shown.happened).toEqual(['An unexpected error occurred'])
  for (let count = 0; count < 2; count += 1) {
    shown.answers.shift()?.()
    await settled()
  }
  expect(shown.happened).toEqual(['An unexpected error occurred', expect.stringContaining('start'), 'kept one, two', 'over'])
})
