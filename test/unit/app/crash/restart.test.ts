import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { createRestart } from '../../../../src/main/app/crash/restart'

/** An app with one window, which is asked before it goes: that stops a quit, and its end goes on with it. */
class FakeApp extends EventEmitter {
  readonly done: string[] = []
  readonly quitting = { is: false }
  hasWindow = true
  quit(): void {
    this.emit('before-quit')
    this.quitting.is = true
    if (!this.hasWindow) this.emit('will-quit')
  }
  /** The answer of the window's page, or of the person. */
  closes(mayClose: boolean): void {
    if (!mayClose) {
      this.quitting.is = false
      return
    }
    this.hasWindow = false
    this.quit()
  }
  relaunch(): void {
    this.done.push('relaunch')
  }
  exit(code: number): void {
    this.done.push(`exit ${code}`)
  }
}

let app: FakeApp
beforeEach(() => {
  app = new FakeApp()
})
const restartOf = (quitting: () => { readonly is: boolean } | null = () => app.quitting): (() => void) => createRestart(app as never, quitting)

describe('a restart', () => {
  it('starts the program again once its last window has gone', () => {
    restartOf()()
    expect(app.done).toEqual([])
    app.closes(true)
    expect(app.done).toEqual(['relaunch'])
  })
  it('is forgotten by whoever chooses to stay: quitting later ends the program', () => {
    restartOf()()
    app.closes(false)
    app.quit()
    app.closes(true)
    expect(app.done).toEqual([])
  })
  it('is nothing that an ordinary quit does', () => {
    restartOf()
    app.quit()
    app.closes(true)
    expect(app.done).toEqual([])
  })
  it('comes at once where the program could not start', () => {
    restartOf(() => null)()
    expect(app.done).toEqual(['relaunch', 'exit 0'])
  })
})
