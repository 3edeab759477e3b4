// The extra CA of a profile in real Chromium: it opens exactly the servers that it signed for their own host and time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as forwardRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createAppWorld } from '../support/app-world'
import { certificatePem, DAY_MS, type MadeCertificate, makeCertificate, privateKeyPem } from '../support/certificates'

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

test('with the extra CA the good server opens; wrong host, expired, no CA flag, and the same server without the CA stay shut', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'))
  const authority = await makeCertificate({ name: 'Company CA', isCa: true })
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, certificatePem(authority))
  const leafOf = (wish: Partial<Parameters<typeof makeCertificate>[0]>) => makeCertificate({ name: 'localhost', issuer: authority, hosts: ['localhost'], ...wish })
  const good = await leafOf({})

  const probe = await createAppWorld()
  const target = probe.backend.url
  const cases = [
    { id: 'good', extraCaFile: caFile, ...(await serve(good, [], target)) },
    { id: 'wrong-host', extraCaFile: caFile, ...(await serve(await leafOf({ hosts: ['other.example.com'] }), [], target)) },
    { id: 'expired', extraCaFile: caFile, ...(await serve(await leafOf({ from: -2 * DAY_MS, to: -DAY_MS }), [], target)) },
    { id: 'no-ca-flag', extraCaFile: caFile, ...(await serve(await leafOf({ issuer: good }), [good], target)) },
    { id: 'without-the-ca', extraCaFile: null, ...(await serve(good, [], target)) },
  ]
  const profiles = cases.map(({ id, origin, extraCaFile }) => ({
    id, name: id, origin, extraCaFile, apiPath: '/api/v2', dialect: 'bearer', isDemo: false, callBudgetMs: 15_000, lastUser: null, staySignedIn: false,
  }))
  writeFileSync(join(probe.dataDir, 'profiles.json'), JSON.stringify({ value: { installationId: 'certificates', currentId: 'without-the-ca', profiles } }))
  const app = await probe.launch()
  const dialog = await app.signInWindow()
  const signIn = (profileId: string): Promise<unknown> =>
    dialog.evaluate(async ([id, password]) => {
      const { holdfast } = window as unknown as { holdfast: { signIn: { submit(input: object): Promise<unknown> } } }
      return holdfast.signIn.submit({ profileId: id, username: 'admin', password, staySignedIn: false })
    }, [profileId, probe.passwords.admin] as const)

  for (const id of ['wrong-host', 'expired', 'no-ca-flag', 'without-the-ca']) {
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
