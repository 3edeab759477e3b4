import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { CertificateFinding } from './certificate-judge'

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
/** Of what a server presents, no more is even copied: the judge refuses far shorter chains. */
const MOST_LINKS = 10

/**
 * Trust for one extra CA. Chromium reports one error only, so on "unknown authority" everything else is checked here, by
 * the narrow judge. Any other error stays refused. Throws when the text is no certificate.
 */
export function createCertificateCheck(extraCaPem: string, now: () => Date = () => new Date()) {
  const find = createCertificateFinder(extraCaPem, now)
  return (request: CertificateRequest, answer: (verdict: CertificateVerdict) => void): void => {
    void find(request).then((finding) => {
      answer(verdictOf(finding))
    })
  }
}

/**
 * The same judgement with its reason, for "Test connection"; null where Chromium's own verdict stands. Never rejects. The
 * judge, with its reader of certificates, is read when there is one to judge: few servers need it, and no start does.
 */
export function createCertificateFinder(extraCaPem: string, now: () => Date = () => new Date()): (request: CertificateRequest) => Promise<CertificateFinding | null> {
  const authority = new X509Certificate(extraCaPem)
  return async ({ verificationResult, certificate, hostname }) => {
    if (verificationResult !== 'net::ERR_CERT_AUTHORITY_INVALID') return null
    const judge = await import('./certificate-judge').catch(() => null)
    return judge?.judgeChain(authority, chainOf(certificate), hostname, now()) ?? null
  }
}

export function verdictOf(finding: CertificateFinding | null): CertificateVerdict {
  return finding === 'trusted' ? TRUSTED : AS_CHROMIUM_SAYS
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

function chainOf(link: ChainLink): readonly string[] {
  const chain: string[] = []
  for (let at: ChainLink | undefined = link; at && chain.length < MOST_LINKS; at = at.issuerCert === at ? undefined : at.issuerCert) chain.push(at.data)
  return chain
}
