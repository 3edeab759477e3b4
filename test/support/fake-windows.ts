import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'

/** As much of a window as main's own code uses, without Electron: what was pushed to it and what was done with it. */
export class FakeWindow extends EventEmitter {
  readonly pushed: { readonly name: string; readonly payload: unknown }[] = []
  readonly webContents
  focused = 0
  #isGone = false
  #isCrashed = false
  constructor(readonly id: number) {
    super()
    this.webContents = Object.assign(new EventEmitter(), {
      id: id * 100,
      isDestroyed: () => this.#isGone,
      isCrashed: () => this.#isCrashed,
      send: (channel: string, payload: unknown) => this.pushed.push({ name: channel.replace('holdfast:event:', ''), payload }),
    })
  }
  isDestroyed(): boolean {
    return this.#isGone
  }
  isMinimized(): boolean {
    return false
  }
  focus(): void {
    this.focused += 1
    this.emit('focus')
  }
  /** As the person does it: a listener may keep the window open. */
  close(): void {
    let isPrevented = false
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true
      },
    })
    if (!isPrevented) this.destroy()
  }
  /** Its page's process ends, and the window stays. */
  crash(): void {
    this.#isCrashed = true
    this.webContents.emit('render-process-gone', {}, { reason: 'killed', exitCode: 15 })
  }
  destroy(): void {
    if (this.#isGone) return
    // Nothing happens to its children, as on Linux: they are windows without a parent from here on.
    this.#isGone = true
    this.emit('closed')
  }
  pushes(name: string): unknown[] {
    return this.pushed.filter((pushed) => pushed.name === name).map(({ payload }) => payload)
  }
}

/** Makes windows and remembers them. `asWindow` is what main's code takes. */
export function createFakeWindows() {
  const made: FakeWindow[] = []
  return {
    open: (): readonly FakeWindow[] => made.filter((window) => !window.isDestroyed()),
    make: (): BrowserWindow => {
      const window = new FakeWindow(made.length + 1)
      made.push(window)
      return window as unknown as BrowserWindow
    },
  }
}

export function fakeOf(window: BrowserWindow): FakeWindow {
  return window as unknown as FakeWindow
}
