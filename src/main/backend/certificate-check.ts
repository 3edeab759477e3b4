import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { checkServerIdentity } from 'node:tls'

/** What Chromium tells of a certificate (Electron's `Request` of `setCertificateVerifyProc` has it all). */
export interface CertificateRequest {
  readonly hostname: string
  readonly verificationResult: string
  /** Chromium's own verdict; 0 is trusted. */
  readonly errorCode: number
  readonly certificate: ChainLink
}

interface ChainLink {
  readonly data: string
  readonly issuerCert?: ChainLink
}

/**
 * 0: trusted. -3: as Chromium decided, which for an unknown authority is a refusal that names the cause (Electron's own
 * "refused", -2, would come out as a nameless ERR_FAILED).
 */
export type CertificateVerdict = 0 | -3

const AS_CHROMIUM_SAYS = -3
const TRUSTED = 0
const MAX_CHAIN = 10
/** Extended key usage: TLS server authentication (RFC 5280 §4.2.1.12). */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

/** What is wrong with a chain under the extra CA; `trusted` when nothing is. */
export type CertificateFinding = 'trusted' | 'authority' | 'date' | 'host' | 'usage'

/**
 * Trust for one extra CA. Chromium reports one error only, so on "unknown authority" everything else is checked here:
 * the chain up to that CA, each date, each issuer's CA flag, the usage, and the host. Any other error stays refused.
 * Throws when the text is no certificate.
 */
export function createCertificateCheck(extraCaPem: string, now: () => Date = () => new Date()) {
  const find = createCertificateFinder(extraCaPem, now)
  return (request: CertificateRequest, answer: (verdict: CertificateVerdict) => void): void => {
    answer(find(request) === 'trusted' ? TRUSTED : AS_CHROMIUM_SAYS)
  }
}

/** The same judgement with its reason, for "Test connection"; null where Chromium's own verdict stands. */
export function createCertificateFinder(extraCaPem: string, now: () => Date = () => new Date()): (request: CertificateRequest) => CertificateFinding | null {
  const authority = new X509Certificate(extraCaPem)
  return (request) => {
    if (request.verificationResult !== 'net::ERR_CERT_AUTHORITY_INVALID') return null
    try {
      const chain = chainOf(request.certificate)
      const finding = leadsTo(authority, chain, now())
      return finding === 'trusted' ? serverFor(chain[0], request.hostname) : finding
    } catch {
      return 'authority'
    }
  }
}

/** A CA certificate as a person sees it. */
export interface ExtraCa {
  readonly pem: string
  readonly subject: string
  /** ISO 8601. */
  readonly validTo: string
}

/** Certificates are small; what is larger is something else, and is not read. */
const CA_FILE_MAX_BYTES = 256 * 1024

/** Reads a PEM file with one CA certificate. Never throws. */
export function readExtraCa(file: string): ExtraCa | 'unreadable' | 'notACertificate' {
  let pem: string
  try {
    const { size } = statSync(file)
    if (size > CA_FILE_MAX_BYTES) return 'notACertificate'
    pem = readFileSync(file, 'utf8')
  } catch {
    return 'unreadable'
  }
  try {
    const certificate = new X509Certificate(pem)
    if (!certificate.ca) return 'notACertificate'
    return { pem, subject: certificate.subject.replaceAll('\n', ', '), validTo: new Date(certificate.validTo).toISOString() }
  } catch {
    return 'notACertificate'
  }
}

function chainOf(link: ChainLink): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (let at: ChainLink | undefined = link; at && chain.length < MAX_CHAIN; at = at.issuerCert === at ? undefined : at.issuerCert) {
    chain.push(new X509Certificate(at.data))
  }
  return chain
}

/** Whether each certificate is signed by the next, which may sign, up to the authority itself, and all of them are in date. */
function leadsTo(authority: X509Certificate, chain: readonly X509Certificate[], now: Date): 'trusted' | 'authority' | 'date' {
  let isDated = isInDate(authority, now)
  for (const [index, certificate] of chain.entries()) {
    isDated &&= isInDate(certificate, now)
    if (index > 0 && !certificate.ca) return 'authority'
    if (isIssuedBy(certificate, authority)) return !authority.ca ? 'authority' : isDated ? 'trusted' : 'date'
    const next = chain[index + 1]
    if (!next || !isIssuedBy(certificate, next)) return 'authority'
  }
  return 'authority'
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isInDate(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo)
}

function serverFor(leaf: X509Certificate | undefined, host: string): CertificateFinding {
  if (!leaf) return 'authority'
  const usages = leaf.keyUsage as readonly string[] | undefined
  if (usages && !usages.includes(SERVER_AUTH)) return 'usage'
  return checkServerIdentity(host, leaf.toLegacyObject()) === undefined ? 'trusted' : 'host'
}
