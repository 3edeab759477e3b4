import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  type Extension,
  ExtendedKeyUsage,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_inhibitAnyPolicy,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_policyConstraints,
  id_ce_policyMappings,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'

/** What the judge of `certificate-check.ts` looks at, read from the certificate's own bytes. */
export interface CertificateFields {
  /** Of the signature over the certificate; null where its two statements of it differ (RFC 5280 §4.1.1.2). */
  readonly signatureAlgorithm: string | null
  /** Only what the certificate itself says; null where it says nothing. */
  readonly basicConstraints: { readonly isCa: boolean; readonly pathLength: number | null } | null
  readonly keyUsage: { readonly maySignCertificates: boolean; readonly mayServeTls: boolean } | null
  readonly extendedKeyUsages: readonly string[] | null
  /** DNS names of the subject's alternative names; addresses are counted only. */
  readonly dnsNames: readonly string[]
  readonly hasAddresses: boolean
  /** An extension that limits names or policies, or binds the certificate to something that is not looked at here. */
  readonly hasConstraint: boolean
  /** A critical extension that is not understood here, which RFC 5280 §4.2 says to refuse. */
  readonly hasUnknownCritical: boolean
}

const VERSION_3 = 2

const UNDERSTOOD: ReadonlySet<string> = new Set([id_ce_basicConstraints, id_ce_keyUsage, id_ce_extKeyUsage, id_ce_subjectAltName])

/**
 * Refused also where they are not critical: OpenSSL looks at each of them, and what is not looked at here must not count as
 * kept. Besides the constraints of RFC 5280: Netscape's certificate type, proxy certificates (RFC 3820), and address and
 * system-number delegation (RFC 3779).
 */
const CONSTRAINTS: ReadonlySet<string> = new Set([
  id_ce_nameConstraints,
  id_ce_policyConstraints,
  id_ce_policyMappings,
  id_ce_inhibitAnyPolicy,
  '2.16.840.1.113730.1.1',
  '1.3.6.1.5.5.7.1.14',
  '1.3.6.1.5.5.7.1.7',
  '1.3.6.1.5.5.7.1.8',
])

/** @param der The certificate's bytes. Throws where they are not whole, or an extension that counts is malformed or stands twice. */
export function readCertificateFields(der: Uint8Array): CertificateFields {
  const { tbsCertificate, signatureAlgorithm } = parsed(der, Certificate)
  const extensions: readonly Extension[] = tbsCertificate.extensions ?? []
  if (tbsCertificate.version !== VERSION_3) throw new Error('not an X.509 certificate of version 3')
  if (new Set(extensions.map(({ extnID }) => extnID)).size !== extensions.length) throw new Error('an extension stands twice')
  const read = <T>(oid: string, type: new () => T): T | null => {
    const found = extensions.find(({ extnID }) => extnID === oid)
    return found ? parsed(new Uint8Array(found.extnValue.buffer), type) : null
  }
  // Not used here, but who signed is found by them; whoever cannot be read cannot be trusted to be found.
  read(id_ce_subjectKeyIdentifier, SubjectKeyIdentifier)
  read(id_ce_authorityKeyIdentifier, AuthorityKeyIdentifier)
  const names = [...(read(id_ce_subjectAltName, SubjectAlternativeName) ?? [])]
  const usages = read(id_ce_extKeyUsage, ExtendedKeyUsage)
  return {
    signatureAlgorithm: isSame(signatureAlgorithm, tbsCertificate.signature) ? signatureAlgorithm.algorithm : null,
    basicConstraints: constraintsOf(read(id_ce_basicConstraints, BasicConstraints)),
    keyUsage: usageOf(read(id_ce_keyUsage, KeyUsage)),
    extendedKeyUsages: usages && [...usages],
    dnsNames: names.flatMap(({ dNSName }) => (dNSName === undefined ? [] : [dNSName])),
    hasAddresses: names.some(({ iPAddress }) => iPAddress !== undefined),
    hasConstraint: extensions.some(({ extnID }) => CONSTRAINTS.has(extnID)),
    hasUnknownCritical: extensions.some(({ critical, extnID }) => critical && !UNDERSTOOD.has(extnID)),
  }
}

function parsed<T>(bytes: Uint8Array, type: new () => T): T {
  if (lengthOf(bytes) !== bytes.length) throw new Error('not one whole value')
  return AsnConvert.parse(bytes, type)
}

/** Of the DER value at the beginning, its head included; the parser itself would read over what lies behind it. */
function lengthOf([, first = 0, ...rest]: Uint8Array): number {
  if (first < 0x80) return 2 + first
  const count = first - 0x80
  return 2 + count + rest.slice(0, count).reduce((length, byte) => length * 256 + byte, 0)
}

type Algorithm = Certificate['signatureAlgorithm']

function isSame(one: Algorithm, other: Algorithm): boolean {
  const bytes = ({ parameters }: Algorithm): Buffer => Buffer.from(parameters ?? new ArrayBuffer(0))
  return one.algorithm === other.algorithm && bytes(one).equals(bytes(other))
}

function constraintsOf(value: BasicConstraints | null): CertificateFields['basicConstraints'] {
  if (!value) return null
  const { cA: isCa, pathLenConstraint: pathLength = null } = value
  // RFC 5280 §4.2.1.9: a length is for those who may issue, and not below nought.
  if (pathLength !== null && (!isCa || pathLength < 0)) throw new Error('a path length that means nothing')
  return { isCa, pathLength }
}

function usageOf(value: KeyUsage | null): CertificateFields['keyUsage'] {
  if (!value) return null
  const bits = value.toNumber()
  return {
    maySignCertificates: (bits & KeyUsageFlags.keyCertSign) !== 0,
    mayServeTls: (bits & (KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment)) !== 0,
  }
}
