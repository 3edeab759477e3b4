// F38: after a run with a renewal, an expiry and a refusal, no token and no password of the run may be found anywhere but
// in the keychain: not on the disk, not in the log, not in the page's memory, not in its storage, not in the arguments.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createAppWorld } from '../support/app-world'
import type { Fault } from '../support/fault-kinds'

/** Every file below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const info = statSync(path, { throwIfNoEntry: false })
    if (!info) return []
    return info.isDirectory() ? filesBelow(path) : info.isFile() ? [path] : []
  })
}

/** The forms in which a secret may hide: as it is, as UTF-16, as base64. */
function formsOf(secret: string): Buffer[] {
  return [Buffer.from(secret), Buffer.from(secret, 'utf16le'), Buffer.from(Buffer.from(secret).toString('base64').slice(0, 40))]
}

test('no token and no password of the run is found on the disk, in the log, in the page or in the arguments', async () => {
  const world = await createAppWorld()
  const tokens = new Set<string>()
  /** Listens at the proxy: whatever the server gives out, and whatever the client sends. */
  const listen: Fault = async (ask, { headers }) => {
    const sent = headers.authorization?.replace(/^Bearer /, '')
    if (sent) tokens.add(sent)
    const outcome = await ask()
    if (outcome.kind === 'answer') for (const found of outcome.answer.body.toString().match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []) tokens.add(found)
    return outcome
  }
  world.proxy.on({}, listen)
  const app = await world.launch()
  const { workspace, electron } = app
  await app.signIn('admin', world.passwords.admin)
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('field-tel').fill('13900000001')
  await world.backend.control.expireAccessTokens()
  await workspace.getByTestId('save').click()
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await workspace.getByTestId('field-tel').fill('13900000002')
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('save').click()
  const dialog = await app.signInWindow()
  await dialog.getByTestId('signin-password').fill(`${world.passwords.admin}x`)
  await dialog.getByTestId('signin-submit').click()
  await expect(dialog.getByTestId('signin-error')).toBeVisible()
  await app.signIn('admin', world.passwords.admin)
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await workspace.getByTestId('field-tel').fill('13900000003')
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'kept')

  expect(tokens.size).toBeGreaterThanOrEqual(6)
  const secrets = [...tokens, world.passwords.admin]
  const heapFile = join(world.dataDir, '..', `${Date.now()}.heapsnapshot`)
  const processArguments = execFileSync('ps', ['-eo', 'args']).toString()
  await electron.evaluate(async ({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0]?.webContents.takeHeapSnapshot(path), heapFile)
  const heap = readFileSync(heapFile)
  // The search finds what is there: the typed phone number is on the page.
  expect(heap.includes('13900000003')).toBe(true)
  const storage = await workspace.evaluate(async () => JSON.stringify({ ...localStorage, ...sessionStorage, databases: await indexedDB.databases(), cookies: document.cookie }))
  const places: [string, Buffer][] = [['heap of the page', heap], ['storage of the page', Buffer.from(storage)], ['process arguments', Buffer.from(processArguments)]]
  for (const path of filesBelow(world.dataDir)) places.push([path.slice(world.dataDir.length), readFileSync(path)])
  expect(places.some(([name]) => name.includes('user-1.db'))).toBe(true)
  const found = places.flatMap(([name, bytes]) => secrets.flatMap((secret) => formsOf(secret).some((form) => bytes.includes(form)) ? [name] : []))
  expect(found).toEqual([])
  await world.close()
})
