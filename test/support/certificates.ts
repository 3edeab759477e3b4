import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto as never)
/** With what it needs loaded before it. */
export { x509 }
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
export const DAY_MS = 86_400_000

/** A certificate made for a test, with its keys. */
export interface MadeCertificate {
  readonly certificate: x509.X509Certificate
  readonly keys: CryptoKeyPair
}

export interface CertificateWish {
  readonly name: string
  /** Self-signed without one. */
  readonly issuer?: MadeCertificate
  readonly isCa?: boolean
  readonly hosts?: readonly string[]
  /** Milliseconds from now; yesterday to tomorrow by default. */
  readonly from?: number
  readonly to?: number
  readonly usage?: 'server' | 'client'
  /** Of a CA: how many others it may have below it. */
  readonly pathLength?: number
  /** Of a CA: whether its key usage says that it may sign; true by default. */
  readonly maySign?: boolean
  /** Of the signature over it. */
  readonly hash?: 'SHA-1' | 'SHA-256'
  /** Further extensions. */
  readonly more?: readonly x509.Extension[]
}

export async function makeCertificate({
  name,
  issuer,
  isCa = false,
  hosts = [],
  from = -DAY_MS,
  to = DAY_MS,
  usage = 'server',
  pathLength,
  maySign = true,
  hash = 'SHA-256',
  more = [],
}: CertificateWish): Promise<MadeCertificate> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `00${createHash('sha1').update(name).digest('hex')}`,
    subject: `CN=${name}`,
    issuer: issuer?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: { ...ALGORITHM, hash },
    extensions: [
      new x509.BasicConstraintsExtension(isCa, pathLength, true),
      ...(isCa
        ? [new x509.KeyUsagesExtension(maySign ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature, true)]
        : [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage === 'server' ? 'serverAuth' : 'clientAuth']])]),
      ...(hosts.length > 0 ? [new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns' as const, value })))] : []),
      ...more,
    ],
  })
  return { certificate, keys }
}

export function certificatePem({ certificate }: MadeCertificate): string {
  return certificate.toString('pem')
}

/** The private key as PKCS #8 PEM, for a TLS server. */
export async function privateKeyPem({ keys }: MadeCertificate): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as webcrypto.CryptoKey))
  return `-----BEGIN PRIVATE KEY-----\n${bytes.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
}
