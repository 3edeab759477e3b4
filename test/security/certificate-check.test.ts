// Attack: a machine in between shows a certificate that leads to the profile's extra CA but is not the server's: another
// host's, an expired one, or one signed by a plain server certificate of that CA.
import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateRequest, createCertificateCheck } from '../../src/main/backend/certificate-check'

x509.cryptoProvider.set(webcrypto as never)
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY = 86_400_000

interface Made {
  readonly certificate: x509.X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}
interface Wish {
  readonly name: string
  readonly issuer?: Made
  readonly isCa?: boolean
  readonly hosts?: readonly string[]
  readonly from?: number
  readonly to?: number
  readonly usage?: string
}

async function make({ name, issuer, isCa = false, hosts = [], from = -DAY, to = DAY, usage = x509.ExtendedKeyUsage.serverAuth }: Wish): Promise<Made> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: createHash('sha1').update(name).digest('hex'),
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
    publicKey: keys.publicKey as CryptoKey,
    signingKey: (issuer?.keys ?? keys).privateKey as CryptoKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(isCa, undefined, true),
      ...(isCa ? [] : [new x509.ExtendedKeyUsageExtension([usage])]),
      ...(hosts.length > 0 ? [new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value })))] : []),
    ],
  })
  return { certificate, keys }
}

const pem = ({ certificate }: Made): string => certificate.toString('pem')
function judge(authority: Made, chain: readonly Made[], hostname = 'admin.example.com', error = 'net::ERR_CERT_AUTHORITY_INVALID'): number {
  const link = chain.reduceRight<CertificateRequest['certificate'] | undefined>((issuerCert, made) => ({ data: pem(made), ...(issuerCert ? { issuerCert } : {}) }), undefined)
  let verdict = 99
  createCertificateCheck(pem(authority))({ hostname, verificationResult: error, errorCode: -202, certificate: link as CertificateRequest['certificate'] }, (said) => {
    verdict = said
  })
  return verdict
}

let authority: Made
let other: Made
let good: Made
beforeAll(async () => {
  authority = await make({ name: 'Company CA', isCa: true })
  other = await make({ name: 'Other CA', isCa: true })
  good = await make({ name: 'admin.example.com', issuer: authority, hosts: ['admin.example.com'] })
})

describe('trust for the extra CA of a profile', () => {
  it('accepts a server that the CA signed for this host', () => {
    expect(judge(authority, [good])).toBe(0)
    expect(judge(authority, [good, authority])).toBe(0)
  })
  it('accepts a chain over an intermediate that may sign', async () => {
    const between = await make({ name: 'Department CA', issuer: authority, isCa: true })
    const leaf = await make({ name: 'admin.example.com', issuer: between, hosts: ['admin.example.com'] })
    expect(judge(authority, [leaf, between])).toBe(0)
  })
  it('refuses the wrong host', () => {
    expect(judge(authority, [good], 'other.example.com')).toBe(-2)
  })
  it('refuses an expired certificate, and one that is not valid yet', async () => {
    expect(judge(authority, [await make({ name: 'old', issuer: authority, hosts: ['admin.example.com'], from: -2 * DAY, to: -DAY })])).toBe(-2)
    expect(judge(authority, [await make({ name: 'early', issuer: authority, hosts: ['admin.example.com'], from: DAY, to: 2 * DAY })])).toBe(-2)
  })
  it('refuses an issuer without the CA flag', async () => {
    const forged = await make({ name: 'admin.example.com', issuer: good, hosts: ['admin.example.com'] })
    expect(judge(authority, [forged, good])).toBe(-2)
  })
  it('refuses another CA, also one of the same name', async () => {
    const namesake = await make({ name: 'Company CA', isCa: true })
    expect(judge(other, [good])).toBe(-2)
    expect(judge(namesake, [good])).toBe(-2)
  })
  it('refuses a certificate that is not for servers', async () => {
    expect(judge(authority, [await make({ name: 'client', issuer: authority, hosts: ['admin.example.com'], usage: x509.ExtendedKeyUsage.clientAuth })])).toBe(-2)
  })
  it('leaves every other verdict to Chromium', () => {
    expect(judge(authority, [good], 'admin.example.com', 'net::OK')).toBe(-3)
    expect(judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_REVOKED')).toBe(-3)
    expect(judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_DATE_INVALID')).toBe(-3)
  })
})
