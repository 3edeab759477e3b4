// The extra CA of a profile in real Chromium: it opens exactly the servers that it signed for their own host and time.
// Attack: a chain that leads to that CA past a limit, and a server behind it that waits for a password.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as forwardRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { createAppWorld } from '../support/app-world'
import { askOpenssl, CHAIN_HOST, makeChains } from '../support/certificate-chains'
import { certificatePem, DAY_MS, type MadeCertificate, makeCertificate, privateKeyPem, x509 } from '../support/certificates'

/** A TLS server with this certificate before the back-end. */
async function serve(leaf: MadeCertificate, chain: readonly MadeCertificate[], target: string): Promise<{ origin: string; server: Server }> {
  const options = { key: await privateKeyPem(leaf), cert: [leaf, ...chain].map(certificatePem).join('\n') }
  const server = createServer(options, (incoming, outgoing) => {
    const { hostname, port } = new URL(target)
    const onward = forwardRequest({ hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `${hostname}:${port}` } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { origin: `https://localhost:${(server.address() as AddressInfo).port}`, server }
}

/** The ways past a CA's limits that F64 names, each with the chain that the server sends. */
async function badChains(authority: MadeCertificate) {
  const hosts = ['localhost']
  const leafOf = (wish: Partial<Parameters<typeof makeCertificate>[0]>) => makeCertificate({ name: 'localhost', issuer: authority, hosts, ...wish })
  const below = async (wish: Partial<Parameters<typeof makeCertificate>[0]>) => {
    const between = await makeCertificate({ name: 'Department CA', issuer: authority, isCa: true, ...wish })
    return { chain: [between], leaf: await leafOf({ issuer: between }) }
  }
  const long = await below({ pathLength: 0 })
  const longer = await makeCertificate({ name: 'Office CA', issuer: long.chain[0] as MadeCertificate, isCa: true })
  const good = await leafOf({})
  return {
    'wrong-host': { leaf: await leafOf({ hosts: ['other.example.com'] }), chain: [] },
    expired: { leaf: await leafOf({ from: -2 * DAY_MS, to: -DAY_MS }), chain: [] },
    'no-ca-flag': { leaf: await leafOf({ issuer: good }), chain: [good] },
    'name-constraints': await below({ more: [new x509.Extension('2.5.29.30', true, Buffer.from('3013a011300f820d6f746865722e6578616d706c65', 'hex'))] }),
    'path-length': { leaf: await leafOf({ issuer: longer }), chain: [longer, ...long.chain] },
    'for-email': await below({ more: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection])] }),
    'may-not-sign': await below({ maySign: false }),
    'unknown-critical': { leaf: await leafOf({ more: [new x509.Extension('1.3.6.1.4.1.55555.1', true, Buffer.from('0500', 'hex'))] }), chain: [] },
    sha1: { leaf: await leafOf({ hash: 'SHA-1' }), chain: [] },
    'sha1-between': await below({ hash: 'SHA-1' }),
  }
}

test('F64: with the extra CA the good servers open; those past one of its limits, and one without the CA, are refused before anything is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'))
  const authority = await makeCertificate({ name: 'Company CA', isCa: true })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, certificatePem(authority))
  const good = await makeCertificate({ name: 'localhost', issuer: authority, hosts: ['localhost'] })
  const between = await makeCertificate({ name: 'Department CA', issuer: authority, isCa: true, pathLength: 0 })
  const bad = await badChains(authority)

  const probe = await createAppWorld()
  const target = probe.backend.url
  const cases = [
    { id: 'good', extraCaFile: caFile, ...(await serve(await makeCertificate({ name: 'localhost', issuer: between, hosts: ['localhost'] }), [between], target)) },
    { id: 'without-the-ca', extraCaFile: null, ...(await serve(good, [], target)) },
  ]
  for (const [id, { leaf, chain }] of Object.entries(bad)) cases.push({ id, extraCaFile: caFile, ...(await serve(leaf, chain, target)) })
  const profiles = cases.map(({ id, origin, extraCaFile }) => ({
    id,
    name: id,
    origin,
    extraCaFile,
    apiPath: '/api/v2',
    dialect: 'bearer',
    isDemo: false,
    callBudgetMs: 15_000,
    lastUser: null,
    staySignedIn: false,
  }))
  writeFileSync(join(probe.dataDir, 'profiles.json'), JSON.stringify({ value: { installationId: 'certificates', currentId: 'without-the-ca', profiles } }))
  const app = await probe.launch()
  const dialog = await app.signInWindow()
  const signIn = (profileId: string): Promise<unknown> =>
    dialog.evaluate(
      async ([id, password]) => {
        const { holdfast } = window as unknown as { holdfast: { signIn: { submit(input: object): Promise<unknown> } } }
        return holdfast.signIn.submit({ profileId: id, username: 'admin', password, staySignedIn: false })
      },
      [profileId, probe.passwords.admin] as const,
    )

  for (const id of ['without-the-ca', ...Object.keys(bad)]) {
    expect(await signIn(id), id).toMatchObject({ ok: false, failure: { code: 'OFFLINE', details: { cause: expect.stringMatching(/CERT/) as unknown } } })
  }
  expect((await probe.backend.control.counts()).total).toBe(0)
  // The window closes with the sign-in: its answer may not arrive any more.
  await signIn('good').catch(() => undefined)
  await expect(app.workspace.getByTestId('users-grid')).toBeVisible()
  await probe.close()
  for (const { server } of cases) server.close()
  rmSync(folder, { recursive: true })
})

test('F64: inside Electron, whose crypto is another, whatever openssl verify refuses is refused too, in 300 chains', async () => {
  test.setTimeout(300_000)
  // Not in the title: each of Playwright's processes would choose one of its own, and find no test of that name.
  const seed = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 2 ** 31)
  console.log(`HOLDFAST_SEED=${seed}`)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-chains-'))
  const chains = await makeChains(seed, 300)
  writeFileSync(join(folder, 'chains.json'), JSON.stringify(chains))
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', TSX_TSCONFIG_PATH: resolve('tsconfig.json') }
  const args = ['--import', 'tsx', resolve('test/support/judge-chains.ts'), join(folder, 'chains.json'), CHAIN_HOST]
  const [{ stdout }, oracle] = await Promise.all([promisify(execFile)(process.env['HOLDFAST_ELECTRON'] as string, args, { env }), askOpenssl(chains)])
  const { crypto, findings } = JSON.parse(stdout) as { crypto: string; findings: readonly string[] }
  expect(crypto).toBe('BoringSSL')
  expect(chains.filter((_chain, index) => findings[index] === 'trusted' && !oracle[index]).map(({ recipe }) => recipe)).toEqual([])
  expect(findings.filter((finding) => finding === 'trusted').length).toBeGreaterThan(25)
  expect(oracle.filter((isTaken) => !isTaken).length).toBeGreaterThan(60)
  rmSync(folder, { recursive: true })
})
