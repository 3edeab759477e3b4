import { describe, expect, it } from 'vitest'
import { fromStatus, fromTransport } from '../../../src/main/backend/failures'
import { reasonOf } from '../../../src/main/backend/offline-reason'
import { TransportError, type WireAnswer } from '../../../src/main/backend/transport'
import { failed } from '../../../src/shared/result'

const answer = (status: number): WireAnswer => ({ status, headers: {}, text: '' })
const whyAnswered = (status: number, kind: 'html' | 'unreadable'): string | undefined => reasonOf(fromStatus(answer(status), kind).failure)?.cause
const whyNot = (...error: ConstructorParameters<typeof TransportError>) => reasonOf(fromTransport(new TransportError(...error)).failure)

describe('why the server is out of reach', () => {
  it.each([
    [407, 'html', 'proxyAsksForSignIn'],
    [511, 'html', 'captivePortal'],
    [502, 'html', 'gateway'],
    [503, 'unreadable', 'gateway'],
    [504, 'html', 'gateway'],
    [200, 'html', 'captivePortal'],
    [401, 'html', 'captivePortal'],
    [404, 'html', 'notFound'],
    [404, 'unreadable', 'notFound'],
    [418, 'html', 'notJson'],
    [200, 'unreadable', 'notJson'],
  ] as const)('is told for an answer %i (%s): %s', (status, kind, cause) => {
    expect(whyAnswered(status, kind)).toBe(cause)
  })

  it('F73: is none of the reasons where the server itself has failed or refused: that is no way that is cut off', () => {
    for (const status of [500, 501, 403, 429]) expect(whyAnswered(status, 'html')).toBeUndefined()
  })

  it('is told for what the network stack says, with the word it used', () => {
    expect(whyNot('unreachable', false, 'ERR_NAME_NOT_RESOLVED')).toEqual({ cause: 'nameNotFound', facts: { error: 'ERR_NAME_NOT_RESOLVED' } })
    expect(whyNot('certificate', false, 'ERR_CERT_DATE_INVALID')).toMatchObject({ cause: 'certificateDate' })
    expect(whyNot('unreachable', true, 'ERR_PROXY_AUTH_REQUESTED')).toMatchObject({ cause: 'proxyAsksForSignIn' })
    expect(whyNot('aborted', true, 'aborted')).toMatchObject({ cause: 'timedOut' })
  })

  it('names where a redirect led, where somebody saw it', () => {
    expect(whyNot('redirected', true, 'redirected', 'https://portal.example')).toEqual({ cause: 'redirected', facts: { location: 'https://portal.example' } })
    expect(whyNot('redirected', true, 'redirected')).toEqual({ cause: 'redirected', facts: {} })
  })

  it('of a time-out is that no answer came; of other failures there is none', () => {
    expect(reasonOf(failed('TIMEOUT', 'No answer.').failure)).toEqual({ cause: 'timedOut', facts: {} })
    expect(reasonOf(failed('CANCELLED', 'Cancelled.').failure)).toBeNull()
    expect(reasonOf(failed('OFFLINE', 'Odd.', { details: { reason: { cause: 'nonsense' } } }).failure)).toBeNull()
  })
})
