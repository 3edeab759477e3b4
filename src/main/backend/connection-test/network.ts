import { randomUUID } from 'node:crypto'
import type { Certificate } from 'electron'
import { createCertificateFinder, verdictOf } from '../certificates/certificate-check'
import type { SeenCertificate, TestNetwork } from './connection-test'
import { isHttp2Only } from '../http2-only'
import { fetchOf, partition } from '../profile-network'

/**
 * A partition in memory for one test, hardened and with the same hooks as a profile's own: no answer, address, verdict or
 * connection of another one can be taken for this server's.
 *
 * @param extraCa PEM text, or null.
 */
export function createTestNetwork(extraCa: string | null): TestNetwork {
  const session = partition(`test/${randomUUID()}`)
  const find = extraCa === null ? null : createCertificateFinder(extraCa)
  let certificate: SeenCertificate | null = null
  let redirectedTo: string | null = null
  session.setCertificateVerifyProc((request, answer) => {
    void Promise.resolve(find?.(request) ?? null).then((finding) => {
      certificate = { ...describe(request.certificate), finding }
      answer(verdictOf(finding))
    })
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
