// Judges chains in whatever program runs this file; Electron's own crypto is BoringSSL, and answers differently in places.
// Reads [{ authority, presented }] as JSON from the file named, and prints the findings, and whose crypto it was.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { judgeChain } from '../../src/main/backend/certificates/certificate-judge'
import type { MadeChain } from './certificate-chains'

const [file = '', host = ''] = process.argv.slice(2)
const chains = JSON.parse(readFileSync(file, 'utf8')) as readonly MadeChain[]
const findings = chains.map(({ authority, presented }) => {
  try {
    return judgeChain(new X509Certificate(authority), presented, host, new Date())
  } catch {
    return 'malformed'
  }
})
// BoringSSL has no version: Electron says 0.0.0.
process.stdout.write(JSON.stringify({ crypto: process.versions.openssl === '0.0.0' ? 'BoringSSL' : 'OpenSSL', findings }))
