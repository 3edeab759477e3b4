import { X509Certificate } from 'node:crypto'
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

/**
 * Trust for one extra CA. Chromium reports one error only, so on "unknown authority" everything else is checked here:
 * the chain up to that CA, each date, each issuer's CA flag, the usage, and the host. Any other error stays refused.
 */
export function createCertificateCheck(extraCaPem: string, now: () => Date = () => new Date()) {
  const authority = new X509Certificate(extraCaPem)
  return (request: CertificateRequest, answer: (verdict: CertificateVerdict) => void): void => {
    answer(judge(request, authority, now()))
  }
}

function judge(request: CertificateRequest, authority: X509Certificate, now: Date): CertificateVerdict {
  if (request.verificationResult !== 'net::ERR_CERT_AUTHORITY_INVALID') return AS_CHROMIUM_SAYS
  try {
    const chain = chainOf(request.certificate)
    return leadsTo(authority, chain, now) && isServerFor(chain[0], request.hostname) ? TRUSTED : AS_CHROMIUM_SAYS
  } catch {
    return AS_CHROMIUM_SAYS
  }
}

function chainOf(link: ChainLink): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (let at: ChainLink | undefined = link; at && chain.length < MAX_CHAIN; at = at.issuerCert === at ? undefined : at.issuerCert) {
    chain.push(new X509Certificate(at.data))
  }
  return chain
}

/** Whether each certificate is in date and signed by the next, which may sign, up to the authority itself. */
function leadsTo(authority: X509Certificate, chain: readonly X509Certificate[], now: Date): boolean {
  for (const [index, certificate] of chain.entries()) {
    if (!isInDate(certificate, now)) return false
    if (index > 0 && !certificate.ca) return false
    if (isIssuedBy(certificate, authority)) return authority.ca && isInDate(authority, now)
    const next = chain[index + 1]
    if (!next || !isIssuedBy(certificate, next)) return false
  }
  return false
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isInDate(certificate: X509Certificate, now: Date): boolean {
  return Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo)
}

function isServerFor(leaf: X509Certificate | undefined, host: string): boolean {
  if (!leaf) return false
  const usages = leaf.keyUsage as readonly string[] | undefined
  if (usages && !usages.includes(SERVER_AUTH)) return false
  return checkServerIdentity(host, leaf.toLegacyObject()) === undefined
}
