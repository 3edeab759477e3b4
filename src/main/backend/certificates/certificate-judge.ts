import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import { type CertificateFields, readCertificateFields } from './certificate-fields'

/**
 * What is wrong with a chain under the extra CA; `trusted` when nothing is. `authority`: it does not lead to that CA.
 * `notRoot`: the CA itself was issued by another. `tooLong`: over more than four certificates. `issuer`: over one that may not issue, or not so far down. `weak`: a
 * signature or key that can be forged today. `constraint`, `extension`: limits that are not looked at here. `malformed`: it
 * cannot be read.
 */
export type CertificateFinding = 'trusted' | 'authority' | 'notRoot' | 'tooLong' | 'malformed' | 'weak' | 'extension' | 'constraint' | 'issuer' | 'usage' | 'date' | 'host'

/** The server's own, two in between, and the authority. */
const MOST_CERTIFICATES = 4
/** RSA PKCS #1 and ECDSA, each with SHA-256, SHA-384 and SHA-512. */
const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
])
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const LEAST_RSA_BITS = 2048
/** Extended key usage: TLS server authentication (RFC 5280 §4.2.1.12). */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

interface Read {
  readonly certificate: X509Certificate
  readonly fields: CertificateFields
}

/**
 * A deliberately narrow judge: it refuses what it does not fully understand, and may refuse what OpenSSL would take, but
 * never takes what OpenSSL refuses (its tests ask `openssl verify`).
 *
 * @param presented What the server sent, its own certificate first, each as PEM or DER.
 * @param host A name or address, as in the URL, without brackets.
 */
export function judgeChain(authority: X509Certificate, presented: readonly (string | Uint8Array)[], host: string, now: Date): CertificateFinding {
  try {
    const path = pathTo(authority, presented)
    if (typeof path === 'string') return path
    const read = path.map((certificate) => ({ certificate, fields: readCertificateFields(certificate.raw) }))
    return read.map(faultOf).find((fault) => fault !== null) ?? faultOfIssuers(read) ?? faultOfDates(read, now) ?? faultOfServer(read[0], host) ?? 'trusted'
  } catch {
    return 'malformed'
  }
}

/** From the server's certificate to the authority, each signed by the next. The order is the sender's: others are not tried. */
function pathTo(authority: X509Certificate, presented: readonly (string | Uint8Array)[]): readonly X509Certificate[] | 'authority' | 'notRoot' | 'tooLong' {
  // OpenSSL takes nothing less, and so limits of a root above it cannot be passed by.
  if (!isSignedBy(authority, authority)) return 'notRoot'
  const path: X509Certificate[] = []
  for (const bytes of presented) {
    if (path.length + 1 >= MOST_CERTIFICATES) return 'tooLong'
    const certificate = new X509Certificate(bytes)
    const former = path.at(-1)
    if (former && !isSignedBy(former, certificate)) return 'authority'
    path.push(certificate)
    if (isSignedBy(certificate, authority)) return [...path, authority]
  }
  return 'authority'
}

/** By name and key; whether that one may sign is asked later, and answered with a reason of its own. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey)
}

/** What is asked of every certificate, the authority's own included. */
function faultOf({ certificate, fields }: Read): CertificateFinding | null {
  if (fields.signatureAlgorithm === null || !SIGNATURE_ALGORITHMS.has(fields.signatureAlgorithm) || !isStrong(certificate)) return 'weak'
  if (fields.hasConstraint) return 'constraint'
  return fields.hasUnknownCritical ? 'extension' : null
}

/** A curve without a name, its numbers written out, has none here either: such a key can be made to fit a signature. */
function isStrong({ publicKey: { asymmetricKeyType: type, asymmetricKeyDetails: details } }: X509Certificate): boolean {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS
  return type === 'ec' && CURVES.has(details?.namedCurve ?? '')
}

/**
 * Those above the server's certificate: CA flag, certSign, path length, and a usage that reaches to servers. An authority
 * without a key usage, as `openssl req -x509` makes it, may sign (RFC 5280 §4.2.1.3); one in between has to say so.
 */
function faultOfIssuers(path: readonly Read[]): CertificateFinding | null {
  for (const [index, { certificate, fields }] of path.entries()) {
    if (index === 0) continue
    const { basicConstraints, keyUsage, extendedKeyUsages } = fields
    const maySign = keyUsage?.maySignCertificates ?? index === path.length - 1
    if (!certificate.ca || !basicConstraints?.isCa || !maySign || !hasIssued(path, index)) return 'issuer'
    // Below this one stand the server's own certificate, which does not count, and the others.
    if (basicConstraints.pathLength !== null && index - 1 > basicConstraints.pathLength) return 'issuer'
    if (extendedKeyUsages && !extendedKeyUsages.includes(SERVER_AUTH)) return 'usage'
  }
  return null
}

/** In the words of the crypto library, which also compares key identifiers; the authority has issued itself. */
function hasIssued(path: readonly Read[], index: number): boolean {
  const [issuer, ...issued] = [path[index], path[index - 1], ...(index === path.length - 1 ? [path[index]] : [])]
  return issuer !== undefined && issued.every((one) => one?.certificate.checkIssued(issuer.certificate) === true)
}

function faultOfDates(path: readonly Read[], now: Date): CertificateFinding | null {
  const isInDate = ({ certificate }: Read): boolean => Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo)
  return path.every(isInDate) ? null : 'date'
}

function faultOfServer(server: Read | undefined, host: string): CertificateFinding | null {
  if (!server) return 'authority'
  const { certificate, fields } = server
  if (fields.extendedKeyUsages && !fields.extendedKeyUsages.includes(SERVER_AUTH)) return 'usage'
  if (fields.keyUsage && !fields.keyUsage.mayServeTls) return 'usage'
  return isFor(certificate, fields, host) ? null : 'host'
}

/** By its alternative names alone, as Chromium does; a star stands for one whole label. */
function isFor(certificate: X509Certificate, { dnsNames, hasAddresses }: CertificateFields, host: string): boolean {
  if (isIP(host) ? !hasAddresses : dnsNames.length === 0) return false
  if (!dnsNames.every((name) => /^(\*\.)?[\w-]+(\.[\w-]+)*\.?$/.test(name))) return false
  return checkServerIdentity(host, certificate.toLegacyObject()) === undefined
}
