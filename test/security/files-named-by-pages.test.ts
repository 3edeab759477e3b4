// Attack: a page that is not itself any more names a file of its choice as "the CA file", to have main read it, to learn from
// the answer what exists on this machine, or to have an authority of the attacker's trusted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCaFiles } from '../../src/main/app/profiles/ca-files'
import { createConnectionTester } from '../../src/main/app/profiles/connection-tester'
import { readExtraCa } from '../../src/main/backend/certificates/certificate-check'
import { createSystemClock } from '../../src/main/session/clock'
import { certificatePem, makeCertificate } from '../support/certificates'

let folder: string
let evil: string
let opened: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'))
  evil = join(folder, 'evil.pem')
  writeFileSync(evil, certificatePem(await makeCertificate({ name: 'Evil CA', isCa: true })))
  opened = []
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const caFiles = (stored: string | null = null) =>
  createCaFiles({ list: () => [{ extraCaFile: stored }] as never }, (file) => {
    opened.push(file)
    return readExtraCa(file)
  })
const fieldsOf = (run: () => void): unknown => {
  try {
    run()
  } catch (error) {
    return (error as { failure: { fields?: unknown } }).failure.fields
  }
  return null
}

describe('a file that a page names', () => {
  it('is not opened unless a person chose it, and the answer does not tell whether it exists', () => {
    const files = caFiles()
    const answers = [evil, '/etc/shadow', join(folder, 'nothing'), `${folder}/../${folder}/evil.pem`].map((file) =>
      fieldsOf(() => {
        files.requireCa(file)
      }),
    )
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ extraCaFile: 'unreadable' })))
    expect(opened).toEqual([])
  })
  it('is opened after a person chose it, or when a profile has it already', () => {
    const files = caFiles()
    files.chosen(evil)
    expect(
      fieldsOf(() => {
        files.requireCa(evil)
      }),
    ).toBeNull()
    expect(
      fieldsOf(() => {
        caFiles(evil).requireCa(evil)
      }),
    ).toBeNull()
  })
  it('is not opened for a connection test either, and the test sends nothing', async () => {
    const run = createConnectionTester({
      tokenOf: () => null,
      clock: createSystemClock(),
      caFiles: caFiles(),
      network: (extraCa) => ({
        resolveProxy: () => Promise.resolve('DIRECT'),
        resolveHost: () => Promise.resolve(['10.0.0.1']),
        fetch: () => Promise.reject(new Error(`sent under ${extraCa}`)),
        certificate: () => null,
        isHttp2Only: () => Promise.resolve(false),
        redirectedTo: () => null,
        close: () => undefined,
      }),
    })
    const connection = { url: 'https://a.example.com', dialect: 'bearer' as const, callBudgetMs: 1000, extraCaFile: evil, allowPlainHttp: false }
    const steps = await run(connection, { profileId: null, signal: new AbortController().signal, onStep: () => undefined })
    expect(steps.find(({ state }) => state === 'failed')).toMatchObject({ step: 'tls', cause: 'caFileUnreadable' })
    expect(opened).toEqual([])
  })
})

describe('an address that a page has tested', () => {
  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://a:b@c.example.com', 'http://c.example.com'])('is not asked for when it is %s', async (url) => {
    const run = createConnectionTester({
      tokenOf: () => null,
      clock: createSystemClock(),
      caFiles: caFiles(),
      network: () => {
        throw new Error('asked')
      },
    })
    const told: string[] = []
    const steps = await run(
      { url, dialect: 'bearer', callBudgetMs: 1000, extraCaFile: null, allowPlainHttp: false },
      { profileId: null, signal: new AbortController().signal, onStep: ({ step, state }) => told.push(`${step} ${state}`) },
    )
    expect(steps[0]).toMatchObject({ step: 'address', state: 'failed', cause: url.startsWith('http:') ? 'plainHttp' : 'invalidAddress' })
    expect(told).toHaveLength(8)
  })
})
