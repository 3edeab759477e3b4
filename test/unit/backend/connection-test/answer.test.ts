import { describe, expect, it } from 'vitest'
import { judgeApi, judgeClock, judgeHttp } from '../../../../src/main/backend/connection-test/answer'
import type { WireAnswer } from '../../../../src/main/backend/transport'

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): WireAnswer => ({ status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) })
const html = '<!DOCTYPE html><html><body>Welcome</body></html>'
const told = ({ state, cause }: { state: string; cause: string | null }): string => `${state} ${cause}`

describe('what an answer tells of the server', () => {
  it.each([
    [401, 'ok null'],
    [200, 'ok null'],
    [404, 'ok null'],
    [407, 'failed proxyAsksForSignIn'],
    [500, 'failed serverError'],
    [502, 'failed serverError'],
    [511, 'failed captivePortal'],
  ])('HTTP %s is %s', (status, expected) => {
    expect(told(judgeHttp(answer(status, html)))).toBe(expected)
  })
  it.each<[string, WireAnswer, string]>([
    ['401 with 50015', answer(401, { code: 50015, message: 'Wrong number of segments' }), 'ok null'],
    ['200 with 50008, as relatives do', answer(200, { code: 50008, message: 'Illegal token' }), 'ok null'],
    ['200 with 50014', answer(200, { code: 50014 }), 'ok null'],
    ['the code as text behind a PHP notice', answer(401, 'Notice: x in y on line 3\n{"code":"50015","message":""}'), 'ok null'],
    ['another API that numbers its codes', answer(200, { code: 401, msg: 'no' }), 'failed otherApi'],
    ['another API', answer(200, { status: 'up' }), 'failed otherApi'],
    ['a web page', answer(200, html), 'failed captivePortal'],
    ['a gateway that asks for a sign-in of its own', answer(401, html), 'failed captivePortal'],
    ['a web page that forbids', answer(403, html), 'failed notJson'],
    ['nothing there', answer(404, html), 'failed notFound'],
    ['nothing there, in JSON', answer(404, { code: 404, error: 'Not Found' }), 'failed notFound'],
    ['text', answer(200, 'It works'), 'failed notJson'],
    ['nothing', answer(200, ''), 'failed notJson'],
  ])('%s', (_name, given, expected) => {
    expect(told(judgeApi(given))).toBe(expected)
  })
  it('tells how far the clocks are apart, and warns above a minute', () => {
    const at = Date.parse('Mon, 23 Nov 2026 12:00:00 GMT')
    const date = { date: 'Mon, 23 Nov 2026 12:00:00 GMT' }
    const clock = (wallMs: number): object => judgeClock(answer(401, '', date), wallMs)
    expect(clock(at + 60_400)).toMatchObject({ state: 'ok', facts: { seconds: '60' } })
    expect(clock(at + 61_000)).toMatchObject({ state: 'warning', cause: 'clockAhead', facts: { seconds: '61' } })
    expect(clock(at - 3_600_000)).toMatchObject({ state: 'warning', cause: 'clockBehind', facts: { seconds: '-3600' } })
    expect(judgeClock(answer(401, ''), at)).toMatchObject({ state: 'skipped', cause: 'noDate' })
  })
})
