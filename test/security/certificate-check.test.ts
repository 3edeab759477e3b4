// Attack: a machine in between shows a certificate that leads to the profile's extra CA but is not the server's: another
// host's, an expired one, or one signed by a plain server certificate of that CA.
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateRequest, createCertificateCheck } from '../../src/main/backend/certificate-check'
import { certificatePem as pem, DAY_MS as DAY, makeCertificate as make, type MadeCertificate as Made } from '../support/certificates'

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
    expect(judge(authority, [good], 'other.example.com')).toBe(-3)
  })
  it('refuses an expired certificate, and one that is not valid yet', async () => {
    expect(judge(authority, [await make({ name: 'old', issuer: authority, hosts: ['admin.example.com'], from: -2 * DAY, to: -DAY })])).toBe(-3)
    expect(judge(authority, [await make({ name: 'early', issuer: authority, hosts: ['admin.example.com'], from: DAY, to: 2 * DAY })])).toBe(-3)
  })
  it('refuses an issuer without the CA flag', async () => {
    const forged = await make({ name: 'admin.example.com', issuer: good, hosts: ['admin.example.com'] })
    expect(judge(authority, [forged, good])).toBe(-3)
  })
  it('refuses another CA, also one of the same name', async () => {
    const namesake = await make({ name: 'Company CA', isCa: true })
    expect(judge(other, [good])).toBe(-3)
    expect(judge(namesake, [good])).toBe(-3)
  })
  it('refuses a certificate that is not for servers', async () => {
    expect(judge(authority, [await make({ name: 'client', issuer: authority, hosts: ['admin.example.com'], usage: 'client' })])).toBe(-3)
  })
  it('leaves every other verdict to Chromium', () => {
    expect(judge(authority, [good], 'admin.example.com', 'net::OK')).toBe(-3)
    expect(judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_REVOKED')).toBe(-3)
    expect(judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_DATE_INVALID')).toBe(-3)
  })
})
