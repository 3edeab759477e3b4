import { expect, it } from 'vitest'
import { keepToHttp1 } from '../../src/main/security/http-versions'

it('F59: neither HTTP/2 nor QUIC is spoken: Chromium would send a write again by itself', () => {
  const switches: string[] = []
  keepToHttp1({ appendSwitch: (name) => switches.push(name) })
  expect(switches.sort()).toEqual(['disable-http2', 'disable-quic'])
})
