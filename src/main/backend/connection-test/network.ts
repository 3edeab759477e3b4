import { randomUUID } from 'node:crypto'
import type { Certificate } from 'electron'
import { createCertificateCheck, createCertificateFinder } from '../certificates/certificate-check'
import type { SeenCertificate, TestNetwork } from './connection-test'
import { isHttp2Only } from '../http2-only'
import { fetchOf, partition } from '../profile-network'

/** As the verdict of `setCertificateVerifyProc`: what Chromium has found. */
const AS_CHROMIUM_SAYS = -3

/**
 * A partition in memory for one test, hardened and with the same hooks as a profile's own: no answer, address, verdict or
 * connection of another one can be taken for this server's.
 *
 * @param extraCa PEM text, or null.
 */
export function createTestNetwork(extraCa: string | null): TestNetwork {
  const session = partition(`test/${randomUUID()}`)
  const [check, find] = extraCa === null ? [null, null] : [createCertificateCheck(extraCa), createCertificateFinder(extraCa)]
  let certificate: SeenCertificate | null = null
  let redirectedTo: string | null = null
  session.setCertificateVerifyProc((request, answer) => {
    certificate = { ...describe(request.certificate), finding: find?.(request) ?? null }
    if (check) check(request, answer)
    else answer(AS_CHROMIUM_SAYS)
  })
  session.webRequest.onBeforeRedirect(({ redirectURL }) => {
    redirectedTo = new URL(redirectURL).origin
  })
  return {
    resolveProxy: (url) => session.resolveProxy(url),
    resolveHost: async (host) => (await session.resolveHost(host)).endpoints.map(({ address }) => address),
    fetch: fetchOf(session),
    certificate: () => certificate,
    isHttp2Only,
    redirectedTo: () => redirectedTo,
    close: () => {
      void session.closeAllConnections()
    },
  }
}

/** `validExpiry` is in Unix seconds. */
function describe({ issuerName, validExpiry }: Certificate): Pick<SeenCertificate, 'issuer' | 'validTo'> {
  return { issuer: issuerName, validTo: new Date(validExpiry * 1000).toISOString() }
}
