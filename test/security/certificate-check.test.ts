// Attack: a machine in between shows a certificate that leads to the profile's extra CA but is not the server's: another
// host's, an expired one, or one signed by a plain server certificate of that CA.
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateRequest, createCertificateCheck, createCertificateFinder } from '../../src/main/backend/certificates/certificate-check'
import { certificatePem as pem, DAY_MS as DAY, makeCertificate as make, type MadeCertificate as Made, x509 } from '../support/certificates'

function requestFor(chain: readonly Made[], hostname = 'admin.example.com', error = 'net::ERR_CERT_AUTHORITY_INVALID'): CertificateRequest {
  const link = chain.reduceRight<CertificateRequest['certificate'] | undefined>((issuerCert, made) => ({ data: pem(made), ...(issuerCert ? { issuerCert } : {}) }), undefined)
  return { hostname, verificationResult: error, errorCode: -202, certificate: link as CertificateRequest['certificate'] }
}

function judge(authority: Made, chain: readonly Made[], hostname?: string, error?: string): Promise<number> {
  return new Promise((answer) => {
    createCertificateCheck(pem(authority))(requestFor(chain, hostname, error), answer)
  })
}

/** The judgement with its reason. */
function find(authority: Made, chain: readonly Made[]): Promise<string | null> {
  return createCertificateFinder(pem(authority))(requestFor(chain))
}
const raw = (oid: string, isCritical: boolean, hex: string) => new x509.Extension(oid, isCritical, Buffer.from(hex, 'hex'))
const NAME_CONSTRAINTS = ['2.5.29.30', '3013a011300f820d6f746865722e6578616d706c65'] as const

let authority: Made
let other: Made
let good: Made
beforeAll(async () => {
  authority = await make({ name: 'Company CA', isCa: true })
  other = await make({ name: 'Other CA', isCa: true })
  good = await make({ name: 'admin.example.com', issuer: authority, hosts: ['admin.example.com'] })
})

describe('trust for the extra CA of a profile', () => {
  it('accepts a server that the CA signed for this host', async () => {
    expect(await judge(authority, [good])).toBe(0)
    expect(await judge(authority, [good, authority])).toBe(0)
  })
  it('accepts a chain over an intermediate that may sign', async () => {
    const between = await make({ name: 'Department CA', issuer: authority, isCa: true })
    const leaf = await make({ name: 'admin.example.com', issuer: between, hosts: ['admin.example.com'] })
    expect(await judge(authority, [leaf, between])).toBe(0)
  })
  it('refuses the wrong host', async () => {
    expect(await judge(authority, [good], 'other.example.com')).toBe(-3)
  })
  it('refuses an expired certificate, and one that is not valid yet', async () => {
    expect(await judge(authority, [await make({ name: 'old', issuer: authority, hosts: ['admin.example.com'], from: -2 * DAY, to: -DAY })])).toBe(-3)
    expect(await judge(authority, [await make({ name: 'early', issuer: authority, hosts: ['admin.example.com'], from: DAY, to: 2 * DAY })])).toBe(-3)
  })
  it('refuses an issuer without the CA flag', async () => {
    const forged = await make({ name: 'admin.example.com', issuer: good, hosts: ['admin.example.com'] })
    expect(await judge(authority, [forged, good])).toBe(-3)
  })
  it('refuses another CA, also one of the same name', async () => {
    const namesake = await make({ name: 'Company CA', isCa: true })
    expect(await judge(other, [good])).toBe(-3)
    expect(await judge(namesake, [good])).toBe(-3)
  })
  it('refuses a certificate that is not for servers', async () => {
    expect(await judge(authority, [await make({ name: 'client', issuer: authority, hosts: ['admin.example.com'], usage: 'client' })])).toBe(-3)
  })
  it('F64: refuses each thing that it does not look at, or that is too weak, with its own reason', async () => {
    const leaf = (wish: object) => make({ name: 'admin.example.com', issuer: authority, hosts: ['admin.example.com'], ...wish })
    const below = async (wish: object, issuer = authority) => {
      const between = await make({ name: 'Department CA', issuer, isCa: true, ...wish })
      return [await leaf({ issuer: between }), between]
    }
    const [, short] = await below({ pathLength: 0 })
    const deep = await below({ name: 'Office CA' }, short)
    const email = new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection])
    const found = {
      nameConstraints: await find(authority, await below({ more: [raw(NAME_CONSTRAINTS[0], true, NAME_CONSTRAINTS[1])] })),
      silentConstraints: await find(authority, await below({ more: [raw(NAME_CONSTRAINTS[0], false, NAME_CONSTRAINTS[1])] })),
      policyConstraints: await find(authority, await below({ more: [raw('2.5.29.36', true, '3003800100')] })),
      unknownCritical: await find(authority, [await leaf({ more: [raw('1.3.6.1.4.1.55555.1', true, '0500')] })]),
      unknownOther: await find(authority, [await leaf({ more: [raw('1.3.6.1.4.1.55555.1', false, '0500')] })]),
      pathLength: await find(authority, [...deep, short as Made]),
      forEmail: await find(authority, await below({ more: [email] })),
      mayNotSign: await find(authority, await below({ maySign: false })),
      sha1: await find(authority, [await leaf({ hash: 'SHA-1' })]),
      sha1Between: await find(authority, await below({ hash: 'SHA-1' })),
      notRoot: await find(short as Made, [await leaf({ issuer: short })]),
      expired: await find(authority, [await leaf({ from: -2 * DAY, to: -DAY })]),
      twice: await find(authority, [await leaf({ more: [raw('1.3.6.1.4.1.55555.1', false, '0500'), raw('1.3.6.1.4.1.55555.1', false, '0500')] })]),
    }
    expect(found).toEqual({
      nameConstraints: 'constraint',
      silentConstraints: 'constraint',
      policyConstraints: 'constraint',
      unknownCritical: 'extension',
      unknownOther: 'trusted',
      pathLength: 'issuer',
      forEmail: 'usage',
      mayNotSign: 'issuer',
      sha1: 'weak',
      sha1Between: 'weak',
      notRoot: 'notRoot',
      expired: 'date',
      twice: 'malformed',
    })
  })
  it('F64: refuses chains over more than four certificates', async () => {
    const [one, two, three] = [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }]
    const first = await make({ ...one, issuer: authority, isCa: true })
    const second = await make({ ...two, issuer: first, isCa: true })
    const third = await make({ ...three, issuer: second, isCa: true })
    const under = (issuer: Made) => make({ name: 'admin.example.com', issuer, hosts: ['admin.example.com'] })
    expect(await find(authority, [await under(second), second, first])).toBe('trusted')
    expect(await find(authority, [await under(third), third, second, first])).toBe('tooLong')
  })
  it('leaves every other verdict to Chromium', async () => {
    expect(await judge(authority, [good], 'admin.example.com', 'net::OK')).toBe(-3)
    expect(await judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_REVOKED')).toBe(-3)
    expect(await judge(authority, [good], 'admin.example.com', 'net::ERR_CERT_DATE_INVALID')).toBe(-3)
  })
})
