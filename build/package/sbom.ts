import { createHash } from 'node:crypto'
import type { BundledPackage } from './bundled'

export interface SbomFacts {
  readonly version: string
  readonly electronVersion: string
  /** Seconds since 1970. */
  readonly epoch: number
  readonly packages: ReadonlyArray<BundledPackage>
}

/** What is in the program, in CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json): the same text for the same content. */
export function sbomOf({ version, electronVersion, epoch, packages }: SbomFacts): string {
  const program = { type: 'application', 'bom-ref': `holdfast@${version}`, name: 'holdfast', version, licenses: [{ license: { id: 'MIT' } }] }
  const electron = {
    type: 'framework',
    'bom-ref': `pkg:npm/electron@${electronVersion}`,
    name: 'electron',
    version: electronVersion,
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:npm/electron@${electronVersion}`,
  }
  const components = [electron, ...packages.map(component)]
  const content = {
    metadata: { timestamp: new Date(epoch * 1000).toISOString(), component: program },
    components,
    dependencies: [{ ref: program['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }],
  }
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`, version: 1, ...content }, null, 2)}\n`
}

function component({ name, version, license, integrity }: BundledPackage) {
  // A scope's @ is written with its percent code (https://github.com/package-url/purl-spec).
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const sha512 = /^sha512-(.+)$/.exec(integrity ?? '')?.[1]
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    ...(sha512 === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
    licenses: [/^[\w.-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    purl,
  }
}

/** Version 8 of RFC 9562: an id of our own making, here of the content. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
