import { describe, expect, it } from 'vitest'
import { readEnvelope } from '../../../src/main/backend/envelope'
import { oddAnswerToWrite, secretsIn } from '../../../src/main/backend/odd-answers'
import { SecretToken } from '../../../src/main/session/secret-token'

const token = new SecretToken('opaque-token-4711')
const answer = (status: number, text: string, headers: Record<string, string> = {}) => ({ status, text, headers })
const page = (status: number) => answer(status, `<html><head><title>${status} Some &amp; Words</title></head><body>secret rows</body></html>`, { 'content-type': 'text/html' })
const judge = (given: ReturnType<typeof answer>) => oddAnswerToWrite(given, readEnvelope(given), token)

describe("F73: an answer to a write that is not this API's own", () => {
  it.each([400, 401, 404, 405, 409, 410, 413, 414, 415, 431, 501, 505])('%i refuses: nothing was done, and the title of the page tells why', (status) => {
    expect(judge(page(status))).toMatchObject({ mayBeDone: false, failure: { failure: { code: 'REFUSED', details: { status, title: `${status} Some & Words`, cause: 'gateway' } } } })
    expect(judge(answer(status, ''))).toMatchObject({ mayBeDone: false, failure: { failure: { code: 'REFUSED', details: { status } } } })
  })
  it('403 is a missing right somewhere on the way, with its status and title', () => {
    expect(judge(page(403))).toMatchObject({ mayBeDone: false, failure: { failure: { code: 'FORBIDDEN', details: { status: 403, title: '403 Some & Words' } } } })
  })
  it.each([
    [407, 'OFFLINE', false],
    [408, 'TIMEOUT', true],
    [425, 'SERVER', false],
    [429, 'SERVER', false],
    [500, 'SERVER', true],
    [502, 'OFFLINE', true],
    [503, 'OFFLINE', true],
    [504, 'OFFLINE', true],
    [511, 'OFFLINE', false],
    [520, 'SERVER', true],
  ] as const)('%i passes: %s, and it may have been done: %s', (status, code, mayBeDone) => {
    expect(judge(page(status))).toMatchObject({ mayBeDone, failure: { failure: { code } } })
  })
  it("200: a page may be a captive portal's, a text or a strange code is neither yes nor no; each is looked up", () => {
    expect(judge(page(200))).toMatchObject({ mayBeDone: true, failure: { failure: { code: 'OFFLINE', details: { isPortal: true } } } })
    for (const given of [answer(200, 'string(58) "x"'), answer(200, ''), answer(204, ''), answer(200, '{"code":77777,"message":"?"}'), answer(200, '[1]')]) {
      expect(judge(given)).toMatchObject({ mayBeDone: true, failure: { failure: { code: 'BAD_REPLY', details: { cause: 'odd-answer' } } } })
    }
  })
  it('a dumped text is shown as a text, also where PHP calls it HTML', () => {
    expect(judge(answer(200, 'string(4) "none"', { 'content-type': 'text/html; charset=UTF-8' }))).toMatchObject({ failure: { failure: { details: { text: 'string(4) "none"' } } } })
  })
  it("the API's own codes are left to its own reading", () => {
    expect(judge(answer(200, '{"code":20000,"type":"error","message":"no"}'))).toBeNull()
    expect(judge(answer(400, '{"code":20400,"data":"x"}'))).toBeNull()
  })
  it.each([500, 502, 503, 504, 520])('%i: what its page or text says is told, without the passwords that were sent, also where one is cut', (status) => {
    expect(judge(page(status))?.failure.failure.details).toMatchObject({ status, title: `${status} Some & Words` })
    const sent = secretsIn({ bytes: JSON.stringify({ username: 'x', password: 'Sesame-"Open"-7', nested: { passwordOld: 'Before-Passw0rd' } }) })
    const text = `Duplicate: ${JSON.stringify('Sesame-"Open"-7')} Before-Passw0rd ${'x'.repeat(440)}Before-Passw0rd`
    const given = answer(status, text)
    const details = oddAnswerToWrite(given, readEnvelope(given), token, () => sent)?.failure.failure.details
    expect(details?.['text']).toMatch(/^Duplicate: /)
    expect(JSON.stringify(details)).not.toMatch(/Sesame|Before-/)
  })
  it('nothing secret that it repeats goes further: tokens, hashes, control characters, pages as a whole', () => {
    const text = `Bearer eyJhbGciOi.eyJ1c2Vy.sig opaque-token-4711 5aee9dbd2a188839105073571bee1b1f \u202ebad ${'x'.repeat(2000)}`
    const details = JSON.stringify(judge(answer(200, text))?.failure.failure.details)
    expect(details).not.toMatch(/eyJhbGciOi|opaque-token-4711|5aee9dbd2a188839|\u202e/)
    expect(details.length).toBeLessThan(700)
    expect(JSON.stringify(judge(page(405)))).not.toContain('secret rows')
  })
})
