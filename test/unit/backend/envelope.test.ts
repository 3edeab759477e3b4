import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnvelope, tokenVerdict } from '../../../src/main/backend/envelope'
import { dataOf, retryAfterMs } from '../../../src/main/backend/failures'
import { prepare } from '../../../src/main/backend/transport'
import type { FailureError } from '../../../src/shared/result'

const answer = (status: number, text: string, headers: Record<string, string> = {}) => ({ status, text, headers })
const json = (status: number, body: unknown) => answer(status, JSON.stringify(body))
const put = prepare({ method: 'PUT', path: '/sys/user/users' })
const codeOf = (reply: ReturnType<typeof answer>, request = put): unknown => {
  try {
    dataOf(request, reply)
    return 'ok'
  } catch (error) {
    return (error as FailureError).failure.code
  }
}

describe("the server's envelope", () => {
  it('is read before the status', () => {
    const reading = readEnvelope(json(200, { code: 50014 }))
    expect(reading.kind === 'envelope' && tokenVerdict(json(200, {}), reading.envelope)).toBe('access-expired')
  })
  it('is found behind PHP warnings', () => {
    const text = '<br />\n<b>Warning</b>: Undefined {variable} in <b>x.php</b><br />\n{"code":20000,"data":{"a":1}}'
    expect(dataOf(put, answer(200, text)).data).toEqual({ a: 1 })
  })
  const notice = '<br />\n<b>Deprecated</b>:  Creation of dynamic property CI::$benchmark, "{" in <b>/var/www/Controller.php</b> on line <b>75</b><br />\n'
  const success = '{"code":20000,"data":{"text":"a } and \\"{ in it","items":[{"code":1,"data":2}]}}'
  const around: readonly [string, string][] = [
    ['after it', `${success}\n${notice}`],
    ['before and after it', `${notice}${success}\n${notice}`],
    ['of 25 kB before it', `${notice.repeat(180)}${success}`],
    ['with JSON of other things in them', `<b>Notice</b>: got {"a":{"code":"x"}}\n${success} {"data":1}`],
    ['with a script of the debugger behind it', `${success}\n<div id="trace"></div><script>var t={"a":1}</script>`],
  ]
  for (const [where, text] of around) {
    it(`F76: is read over PHP notices ${where}`, () => {
      expect(dataOf(put, answer(200, text, { 'content-type': 'text/html' })).data).toEqual({ text: 'a } and "{ in it', items: [{ code: 1, data: 2 }] })
    })
  }
  const noAnswers: readonly [string, string][] = [
    ['a page with JSON in a script', `<!DOCTYPE html><html><body><script>window.state = ${success}</script></body></html>`],
    ['a piece of a page with JSON in a script', `<div></div><script type="application/json">${success}</script>`],
    ['JSON with an error page behind it', `${success}<!DOCTYPE html><html><body>Error 500</body></html>`],
    ['two answers, of which nobody knows which counts', `${success}\n{"code":50014}`],
    ['an answer that is cut off', `${notice}${success.slice(0, -1)}`],
  ]
  for (const [what, text] of noAnswers) {
    it(`F76: is not found in ${what}`, () => {
      expect(readEnvelope(answer(200, text)).kind).not.toBe('envelope')
    })
  }
  it('takes a code that comes as a string', () => {
    expect(codeOf(answer(200, '{"code":"20000"}'))).toBe('ok')
  })
  it("with 20000 and type error is a refusal in the server's words", () => {
    expect(() => dataOf(put, json(200, { code: 20000, type: 'error', message: '角色名重复' }))).toThrow('角色名重复')
    expect(codeOf(json(200, { code: 20000, type: 'error', message: 'x' }))).toBe('REFUSED')
    expect(codeOf(json(200, { code: 20000, type: 'success', message: 'x' }))).toBe('ok')
  })
  it('without permission names the permission, without the id of the record', () => {
    const request = prepare({ method: 'DELETE', path: '/sys/user/users/17' })
    expect(() => dataOf(request, json(200, { code: 50016, message: '无操作权限' }))).toThrow()
    try {
      dataOf(request, json(200, { code: 50016 }))
    } catch (error) {
      expect((error as FailureError).failure.details).toEqual({ permission: '/sys/user/users/delete' })
    }
  })
  const table: readonly [string, ReturnType<typeof answer>, string][] = [
    ['20400 with SQL text', json(400, { code: 20400, data: "Unknown column 'x'" }), 'REFUSED'],
    ['60204', json(200, { code: 60204 }), 'VALIDATION'],
    ['60206', json(200, { code: 60206 }), 'REFUSED'],
    ['an unknown code', json(200, { code: 77777 }), 'BAD_REPLY'],
    ['an unknown code with 500', json(500, { code: 77777 }), 'SERVER'],
    ['500 with an HTML database error', answer(500, '<html>Error Number: 1054 SELECT'), 'SERVER'],
    ['500 without a body', answer(500, ''), 'SERVER'],
    ['404 HTML', answer(404, '<html>404 Page Not Found'), 'BAD_REPLY'],
    ['502', answer(502, ''), 'OFFLINE'],
    ['504', answer(504, ''), 'OFFLINE'],
    ['407', answer(407, '<html>proxy'), 'OFFLINE'],
    ['511', answer(511, '<html>portal'), 'OFFLINE'],
    ['429', answer(429, ''), 'SERVER'],
    ['200 and a page', answer(200, '<!DOCTYPE html><html>'), 'OFFLINE'],
    ['var_dump text', answer(200, 'string(58) "api/v2/sys/dept/depts/5"'), 'BAD_REPLY'],
    ['JSON that is no envelope', json(200, [1, 2]), 'BAD_REPLY'],
    ['an XML body', answer(200, '<?xml version="1.0"?><xml><code>20000</code></xml>'), 'BAD_REPLY'],
  ]
  for (const [name, reply, code] of table) {
    it(`${name} is ${code}`, () => {
      expect(codeOf(reply)).toBe(code)
    })
  }
})

describe('Retry-After', () => {
  it('is read as seconds or as a date', () => {
    expect(retryAfterMs(answer(429, '', { 'retry-after': '30' }))).toBe(30_000)
    const inAMinute = retryAfterMs(answer(429, '', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }))
    expect(inAMinute).toBeGreaterThan(50_000)
    expect(retryAfterMs(answer(429, '', { 'retry-after': 'soon' }))).toBeNull()
    expect(retryAfterMs(answer(429, ''))).toBeNull()
  })

  const saidAt = 'Mon, 23 Nov 2026 09:00:00 GMT'
  const odd: readonly (readonly [value: string, ms: number | null])[] = [
    ['86400', 120_000],
    ['999999999', 120_000],
    ['9'.repeat(400), 120_000],
    ['Fri, 01 Jan 2099 00:00:00 GMT', 120_000],
    ['Mon, 23 Nov 2026 09:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
    ['0', 0],
    ['-5', null],
    ['1e9', null],
    ['0x10', null],
    ['12.5', null],
    ['Infinity', null],
    ['tomorrow', null],
    ['  7 ', 7000],
  ]
  for (const [value, ms] of odd) {
    it(`F60: "${value.slice(0, 40)}" is ${ms === null ? 'no time' : `${ms} ms`}, by the clock of the answer and not by this one`, () => {
      for (const wallMs of [0, Date.parse(saidAt) - 86_400_000, Date.parse(saidAt) + 86_400_000]) {
        expect(retryAfterMs(answer(429, '', { 'retry-after': value, date: saidAt }), wallMs)).toBe(ms)
      }
    })
  }

  it('F60: is never more than two minutes, whatever a server writes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.integer().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        fc.option(fc.string(), { nil: null }),
        (value, date) => {
          const ms = retryAfterMs(answer(429, '', { 'retry-after': value, ...(date === null ? {} : { date }) }))
          expect(ms === null || (ms >= 0 && ms <= 120_000)).toBe(true)
        },
      ),
    )
  })
})
