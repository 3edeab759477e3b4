import 'reflect-metadata'
import { execFile } from 'node:child_process'
import { webcrypto } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'

x509.cryptoProvider.set(webcrypto as never)

/** A server's chain as PEM texts: the server's own first, the authority apart. It may be good, or wrong in any number of ways. */
export interface MadeChain {
  readonly authority: string
  readonly presented: readonly string[]
  /** What was put in, for the message of a test that fails. */
  readonly recipe: string
}

export const CHAIN_HOST = 'admin.example.com'
const DAY_MS = 86_400_000

/** Keys are slow to make and have nothing to do with the shape of a chain: each kind is made once, twice for the kinds that are good. */
const KEYS = {
  p256: { name: 'ECDSA', namedCurve: 'P-256' },
  p256b: { name: 'ECDSA', namedCurve: 'P-256' },
  p384: { name: 'ECDSA', namedCurve: 'P-384' },
  rsa2048: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  rsa1024: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) },
} as const
type KeyKind = keyof typeof KEYS

/** Raw values (DER) of extensions that the generator of certificates does not make, or makes only well-formed. */
const RAW = {
  nameConstraints: ['2.5.29.30', '3013a011300f820d6f746865722e6578616d706c65'],
  policyConstraints: ['2.5.29.36', '3003800100'],
  inhibitAnyPolicy: ['2.5.29.54', '020100'],
  policies: ['2.5.29.32', '300830060604551d2000'],
  unknown: ['1.3.6.1.4.1.55555.1', '0500'],
  netscapeClient: ['2.16.840.1.113730.1.1', '03020780'],
  proxyCertificate: ['1.3.6.1.5.5.7.1.14', '300c300a06082b06010505071501'],
  addressBlock: ['1.3.6.1.5.5.7.1.7', '300c300a04020001300403020001'],
  noKeyIdentifier: ['2.5.29.35', '3006800401020304'],
  brokenConstraints: ['2.5.29.19', '30060101ff02017f00'],
  brokenUsage: ['2.5.29.15', '0302'],
  brokenNames: ['2.5.29.17', '300982'],
  brokenIdentifier: ['2.5.29.14', '0405aabb'],
} as const
type RawName = keyof typeof RAW

/** Mostly the good one: a chain with one thing wrong says more of a judge than one with ten. */
const oneIn = <T>(good: T, ...others: readonly T[]): fc.Arbitrary<T> => fc.oneof({ weight: 14, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(good, ...others) })
const seldom = <T>(good: T, other: T): fc.Arbitrary<T> => fc.oneof({ weight: 60, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constant(other) })
const link = fc.record({
  key: oneIn<KeyKind>('p256', 'p256b', 'p384', 'rsa2048', 'rsa1024'),
  hash: oneIn('SHA-256', 'SHA-384', 'SHA-512', 'SHA-1'),
  isDated: oneIn<'now' | 'past' | 'future'>('now', 'past', 'future'),
  isNamed: seldom(true, false),
  isSignedByIssuer: seldom(true, false),
  raw: oneIn<RawName | null>(null, ...(Object.keys(RAW) as RawName[])),
  isCritical: fc.boolean(),
  isTwice: seldom(false, true),
})
const authorityOrBetween = fc.record({
  isCa: oneIn<boolean | null>(true, false, null),
  pathLength: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 3) }),
  usage: oneIn<number | null>(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, x509.KeyUsageFlags.digitalSignature, null),
  extended: oneIn<readonly string[] | null>(null, [x509.ExtendedKeyUsage.serverAuth], [x509.ExtendedKeyUsage.emailProtection], ['2.5.29.37.0']),
})
const serverPart = fc.record({
  isCa: oneIn<boolean | null>(false, true, null),
  pathLength: fc.constant(undefined),
  usage: oneIn<number | null>(x509.KeyUsageFlags.digitalSignature, x509.KeyUsageFlags.cRLSign, x509.KeyUsageFlags.keyCertSign, null),
  extended: oneIn<readonly string[] | null>([x509.ExtendedKeyUsage.serverAuth], null, [x509.ExtendedKeyUsage.clientAuth], [x509.ExtendedKeyUsage.codeSigning, x509.ExtendedKeyUsage.serverAuth]),
  host: oneIn<string | null>(CHAIN_HOST, '*.example.com', 'other.example.com', 'a*.example.com', '*.com', '*.admin.example.com', null),
})
interface Part {
  readonly link: {
    readonly key: KeyKind
    readonly hash: string
    readonly isDated: 'now' | 'past' | 'future'
    readonly isNamed: boolean
    readonly isSignedByIssuer: boolean
    readonly raw: RawName | null
    readonly isCritical: boolean
    readonly isTwice: boolean
  }
  readonly isCa: boolean | null
  readonly pathLength: number | undefined
  readonly usage: number | null
  readonly extended: readonly string[] | null
  readonly host?: string | null
}
/** From the authority down to the server. */
const recipe: fc.Arbitrary<readonly Part[]> = fc
  .tuple(fc.array(fc.tuple(link, authorityOrBetween), { minLength: 1, maxLength: 4 }), link, serverPart)
  .map(([issuers, last, server]) => [...issuers.map(([own, rest]) => ({ link: own, ...rest })), { link: last, ...server }])

/** The same chains for the same seed, but for the keys. */
export async function makeChains(seed: number, count: number): Promise<readonly MadeChain[]> {
  const keys = new Map<KeyKind, CryptoKeyPair>()
  for (const [kind, algorithm] of Object.entries(KEYS)) keys.set(kind as KeyKind, (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair)
  const chains: MadeChain[] = []
  for (const parts of fc.sample(recipe, { seed, numRuns: count })) chains.push(await makeChain(parts, keys))
  return chains
}

async function makeChain(parts: readonly Part[], keys: ReadonlyMap<KeyKind, CryptoKeyPair>): Promise<MadeChain> {
  const pems: string[] = []
  for (const [index, part] of parts.entries()) pems.unshift((await makeLink(part, index, parts, keys)).toString('pem'))
  return { authority: pems.at(-1) ?? '', presented: pems.slice(0, -1), recipe: JSON.stringify(parts) }
}

function makeLink(part: Part, index: number, parts: readonly Part[], keys: ReadonlyMap<KeyKind, CryptoKeyPair>): Promise<x509.X509Certificate> {
  const { link: own } = part
  const issuer = parts[Math.max(0, index - 1)] ?? part
  const from = { now: -DAY_MS, past: -3 * DAY_MS, future: DAY_MS }[own.isDated]
  // One who did not issue it signs with a key of the same kind, or of the other.
  const signer = own.isSignedByIssuer ? issuer.link.key : issuer.link.key === 'p256' ? 'p256b' : 'p256'
  return x509.X509CertificateGenerator.create({
    serialNumber: `0${index + 1}`,
    subject: `CN=link ${index}`,
    issuer: own.isNamed ? `CN=link ${Math.max(0, index - 1)}` : 'CN=somebody else',
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + from + 2 * DAY_MS - 60_000),
    publicKey: keyOf(keys, own.key).publicKey,
    signingKey: keyOf(keys, signer).privateKey,
    signingAlgorithm: { ...KEYS[signer], hash: own.hash },
    extensions: extensionsOf(part),
  })
}

function keyOf(keys: ReadonlyMap<KeyKind, CryptoKeyPair>, kind: KeyKind): CryptoKeyPair {
  return keys.get(kind) as CryptoKeyPair
}

function extensionsOf({ link: { raw, isCritical, isTwice }, isCa, pathLength, usage, extended, host }: Part): x509.Extension[] {
  const made = [
    ...(isCa === null ? [] : [new x509.BasicConstraintsExtension(isCa, pathLength, true)]),
    ...(usage === null ? [] : [new x509.KeyUsagesExtension(usage, true)]),
    ...(extended === null ? [] : [new x509.ExtendedKeyUsageExtension([...extended])]),
    ...(typeof host === 'string' ? [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])] : []),
  ]
  const [oid, hex] = raw === null ? [null, ''] : RAW[raw]
  const all = oid === null ? made : [...made.filter(({ type }) => type !== oid), new x509.Extension(oid, isCritical, Buffer.from(hex, 'hex'))]
  return isTwice ? [...all, ...all.slice(0, 1)] : all
}

const run = promisify(execFile)

/** One shell for all of them: a process that Node starts costs more than what openssl does in it. */
const ASK_EACH = `for folder in */; do
  openssl verify -no-CApath -no-CAstore -CAfile "$folder/ca.pem" -untrusted "$folder/rest.pem" -purpose sslserver -auth_level 2 -verify_hostname ${CHAIN_HOST} "$folder/server.pem" >/dev/null 2>&1
  echo $?
done`

/** What `openssl verify` says of each chain: true where it takes it, with the security level that forbids what is below 112 bits. */
export async function askOpenssl(chains: readonly MadeChain[]): Promise<readonly boolean[]> {
  const all = mkdtempSync(join(tmpdir(), 'holdfast-chains-'))
  try {
    for (const [index, { authority, presented }] of chains.entries()) {
      const folder = join(all, String(index).padStart(6, '0'))
      mkdirSync(folder)
      writeFileSync(join(folder, 'ca.pem'), authority)
      // A file without any certificate is an error of its own; whoever issued it all changes nothing.
      writeFileSync(join(folder, 'rest.pem'), [...presented.slice(1), authority].join('\n'))
      writeFileSync(join(folder, 'server.pem'), presented[0] ?? '')
    }
    const { stdout } = await run('sh', ['-c', ASK_EACH], { cwd: all })
    return stdout.trim().split('\n').map(takenBy)
  } finally {
    rmSync(all, { recursive: true })
  }
}

/** 0: taken. 2: refused. Anything else, and openssl itself could not do its work. */
function takenBy(status: string): boolean {
  if (status !== '0' && status !== '2') throw new Error(`openssl verify ended with ${status}.`)
  return status === '0'
}
