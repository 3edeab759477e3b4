import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { certificatePem, makeCertificate, privateKeyPem } from './certificates'
import type { FaultTls } from './fault-listener'

/** An authority made for a test, and a server's certificate for `localhost` under it. */
export interface TestTls extends FaultTls {
  /** PEM: what a profile is to trust besides the system's authorities. */
  readonly ca: string
}

export async function createTestTls(http2?: FaultTls['http2']): Promise<TestTls> {
  const authority = await makeCertificate({ name: 'Test CA', isCa: true })
  const leaf = await makeCertificate({ name: 'localhost', issuer: authority, hosts: ['localhost'] })
  return { key: await privateKeyPem(leaf), cert: certificatePem(leaf), ca: certificatePem(authority), ...(http2 ? { http2 } : {}) }
}

let shared: Promise<TestTls> | undefined

/** TLS with HTTP/2 offered; Node's own fetch trusts the authority from then on, in this process. */
export function trustedTls(): Promise<TestTls> {
  return (shared ??= createTestTls('offered').then((tls) => {
    setDefaultCACertificates([...getCACertificates('default'), tls.ca])
    return tls
  }))
}

/** What the fault proxies of this test run speak: TLS where the project is `integration over TLS`, plain http elsewhere. */
export function wireOfThisRun(): Promise<TestTls> | undefined {
  return process.env['HOLDFAST_TEST_WIRE'] === 'tls' ? trustedTls() : undefined
}
