// Attack: a frame that someone else controls (an ad in an iframe, a page opened by a redirect, a data: document, another
// host of our own scheme) asks main over IPC as if it were our page. Electron security checklist, point 17.
import { describe, expect, it } from 'vitest'
import { isTrustedSender } from '../../src/main/security/trusted-sender'

const OWN = 7
const isOwnWindow = (id: number): boolean => id === OWN
const top = { origin: 'app://holdfast' }
const event = (senderFrame: { origin: string } | null, mainFrame: unknown = senderFrame, id = OWN) => ({ sender: { id, mainFrame }, senderFrame })

describe('who may call over the bridge', () => {
  it('is the top frame of one of our windows, on one of our pages', () => {
    expect(isTrustedSender(event(top), isOwnWindow)).toBe(true)
  })
  const refused: readonly [string, ReturnType<typeof event>][] = [
    ['an iframe of our page, even with our origin', event({ origin: 'app://holdfast' }, top)],
    ['a frame that is gone', event(null, top)],
    ['a window that is not ours', event(top, top, 8)],
    ['a file page', event({ origin: 'file://' })],
    ['an opaque origin (data:, sandboxed frame)', event({ origin: 'null' })],
    ['our host on another scheme', event({ origin: 'evil://holdfast' })],
    ['another host on our scheme', event({ origin: 'app://other' })],
    ['a web page', event({ origin: 'https://holdfast' })],
    ['an origin that begins like ours', event({ origin: 'app://holdfast.evil' })],
  ]
  for (const [name, attempt] of refused) {
    it(`is not ${name}`, () => {
      expect(isTrustedSender(attempt, isOwnWindow)).toBe(false)
    })
  }
})
