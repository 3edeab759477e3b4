// Attack: a chain that every check of ours lets pass, and that OpenSSL knows to refuse. `openssl verify` is the oracle.
import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { judgeChain } from '../../src/main/backend/certificates/certificate-judge'
import { askOpenssl, CHAIN_HOST, makeChains, type MadeChain } from '../support/certificate-chains'

const seed = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 2 ** 31)

function judge({ authority, presented }: MadeChain): string {
  try {
    return judgeChain(new X509Certificate(authority), presented, CHAIN_HOST, new Date())
  } catch {
    return 'malformed'
  }
}

it(`F64: whatever openssl verify refuses is refused, in 300 chains (HOLDFAST_SEED=${seed})`, { timeout: 240_000 }, async () => {
  const chains = await makeChains(seed, 300)
  const oracle = await askOpenssl(chains)
  const ours = chains.map(judge)
  const tooFar = chains.filter((_chain, index) => ours[index] === 'trusted' && !oracle[index])
  expect(tooFar.map(({ recipe }) => recipe)).toEqual([])
  // A judge that refuses everything, and chains that are all bad, would pass too.
  expect(ours.filter((finding) => finding === 'trusted').length).toBeGreaterThan(25)
  expect(oracle.filter((isTaken) => !isTaken).length).toBeGreaterThan(100)
})
