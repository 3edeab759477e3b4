// Attacks: a page that an attacker controls looks for a way out of the window, past the policy of the page; the program
// itself talks to somebody else; a form outlives the window that it belongs to; a colleague reads the files.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'
import { readNetLog } from '../support/net-log'
import { test } from '../support/shared-app'

/** A place that STUN comes to by UDP and TURN by TCP, and what has come. */
async function createTrap() {
  const arrived = { udp: 0, tcp: 0 }
  const udp = createSocket('udp4', () => { arrived.udp += 1 })
  udp.bind(0, '0.0.0.0')
  const tcp = createServer((socket) => {
    arrived.tcp += 1
    socket.on('error', () => undefined).destroy()
  }).listen(0, '0.0.0.0')
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
  return {
    arrived,
    servers: [
      { urls: `stun:127.0.0.1:${udp.address().port}` },
      { urls: `turn:127.0.0.1:${(tcp.address() as AddressInfo).port}?transport=tcp`, username: 'u', credential: 'p' },
    ],
    close: () => {
      udp.close()
      tcp.close()
    },
  }
}

/** As text: it runs in pages, in a frame of them, and in a window without walls. Resolves when WebRTC has looked for every way. */
const LOOK_FOR_WAYS = `async (servers, inFrame) => {
  const frame = inFrame ? document.body.appendChild(document.createElement('iframe')) : null
  const { RTCPeerConnection } = frame ? frame.contentWindow : window
  const peer = new RTCPeerConnection({ iceServers: servers })
  peer.createDataChannel('out')
  const over = new Promise((resolve) => { peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') resolve() } })
  await peer.setLocalDescription(await peer.createOffer())
  await over
  peer.close()
  if (frame) frame.remove()
}`
const lookForWays = (page: Page, servers: object, inFrame: boolean): Promise<unknown> =>
  page.evaluate(`(${LOOK_FOR_WAYS})(${JSON.stringify(servers)}, ${String(inFrame)})`)

/** Signs in, lists, edits, and saves through a sign-in window; ends the program as a person does. */
async function wholeWalk(app: RunningApp, world: AppWorld): Promise<void> {
  const { workspace, signIn } = app
  await signIn('admin', world.passwords.admin)
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('field-tel').fill('13900000001')
  await world.backend.control.expireAllTokens()
  await workspace.getByTestId('save').click()
  await signIn('admin', world.passwords.admin)
  await expect(workspace.getByTestId('draft-bar')).toHaveAttribute('data-state', 'saved')
  await workspace.getByTestId('cancel').click()
  await workspace.getByTestId('menu-sys-role-index').click()
  await workspace.getByTestId('menu-sys-user-index').click()
  await expect(workspace.getByTestId('users-grid')).toBeVisible()
}

type Ending = 'closed by the person' | 'closed while the form hangs' | 'gone without a word'

test.describe('at a start without anybody signed in', () => {
  let world: AppWorld
  let app: RunningApp
  test.beforeAll(async () => {
    world = await createAppWorld()
  })
  test.beforeEach(async () => {
    app = world.running() ?? (await world.launch())
  })
  test.afterAll(() => world.close())

  test('point 13: the window leaves its page for none but itself, and comes back from a blank one', async () => {
    const { electron } = app
    // By main, and not by Playwright, which waits for the end of a navigation that was turned away.
    const shown = (): Promise<unknown> => electron.evaluate(({ webContents }) => Promise.all(webContents.getAllWebContents().map(async (contents) =>
      [contents.getURL(), await contents.executeJavaScript('document.querySelector("#app")?.childElementCount > 0') as boolean].join(' '))).then((all) => all.sort()))
    const home = ['app://holdfast/sign-in/index.html true', 'app://holdfast/workspace/index.html true']
    await expect.poll(shown).toEqual(home)
    for (const away of ['app://holdfast/sign-in/index.html', 'app://holdfast/assets/', 'app://holdfast/workspace/index.html?x=1', 'about:blank', 'about:blank#x']) {
      await electron.evaluate(async ({ webContents }, url) => {
        const contents = webContents.getAllWebContents().find((one) => one.getURL().includes('/workspace/'))
        // A blank page is arrived at; of the others not even the beginning is seen.
        const arrived = url.startsWith('about:') ? new Promise((done) => contents?.once('did-navigate', done)) : null
        await contents?.executeJavaScript(`location.href = ${JSON.stringify(url)}; 0`)
        await arrived
      }, away)
      await expect.poll(shown, { message: away }).toEqual(home)
    }
  })

  test('F67: WebRTC finds no way out of either window, nor out of a blank frame in it; a window without walls does', async () => {
    const [walled, open] = [await createTrap(), await createTrap()]
    // Each waits for Chromium's own time limits: all of them at once.
    const pages = [app.workspace, await app.signInWindow()]
    await Promise.all(pages.flatMap((page) => [false, true].map((inFrame) => lookForWays(page, walled.servers, inFrame))))
    // The control, in the same program: a session with a network, and WebRTC as Chromium has it.
    await app.electron.evaluate(async ({ BrowserWindow, session }, [script, servers]) => {
      const control = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition('without-walls') } })
      control.webContents.setWebRTCIPHandlingPolicy('default')
      await control.loadURL('data:text/html,<body></body>')
      await control.webContents.executeJavaScript(`(${script})(${servers}, false)`)
      control.destroy()
    }, [LOOK_FOR_WAYS, JSON.stringify(open.servers)] as const)
    await expect.poll(() => open.arrived.udp > 0 && open.arrived.tcp > 0, { message: 'the control leaves by UDP and by TCP' }).toBe(true)
    expect(walled.arrived).toEqual({ udp: 0, tcp: 0 })
    walled.close()
    open.close()
  })

  for (const ending of ['closed by the person', 'closed while the form hangs', 'gone without a word'] satisfies Ending[]) {
    test(`F66: a main window ${ending} takes the sign-in window with it, at the first start too, and the program ends`, async () => {
      const dialog = await app.signInWindow()
      if (ending === 'closed while the form hangs') {
        await dialog.evaluate(() => { setTimeout(() => { for (;;); }) })
      }
      const ended = app.electron.waitForEvent('close')
      await app.electron.evaluate(({ BrowserWindow }, how) => {
        const main = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null)
        if (how === 'gone without a word') main?.destroy()
        else main?.close()
      }, ending)
      await ended
    })
  }
})

test('F68, 9.18: over a whole session the program talks to the chosen server and to nobody else, and every file of the data folder is its owner’s alone, those of former versions too', async () => {
  const world = await createAppWorld()
  const old = join(world.dataDir, 'profiles', 'gone')
  mkdirSync(old, { recursive: true, mode: 0o755 })
  writeFileSync(join(old, 'user-1.db'), 'x', { mode: 0o644 })
  chmodSync(join(world.dataDir, 'preferences.json'), 0o644)
  const logs = mkdtempSync(join(tmpdir(), 'holdfast-net-log-'))
  const file = join(logs, 'net-log.json')
  const app = await world.launch({ args: [`--log-net-log=${file}`] })
  await wholeWalk(app, world)
  const open = (): string[] => readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const info = lstatSync(join(world.dataDir, name), { throwIfNoEntry: false })
    return info !== undefined && (info.isFile() || info.isDirectory()) && (info.mode & 0o077) !== 0
  })
  expect(readdirSync(join(world.dataDir, 'profiles', 'test')).some((name) => name.endsWith('-wal'))).toBe(true)
  expect(open()).toEqual([])
  await app.quit()
  expect(open()).toEqual([])

  const seen = readNetLog(readFileSync(file, 'utf8'))
  const { host } = new URL(world.proxy.url)
  // The server was asked, so the log did see what went out.
  expect(seen.requests.filter((url) => new URL(url).host === host).length).toBeGreaterThan(5)
  expect(seen.requests.filter((url) => new URL(url).host !== host)).toEqual([])
  expect(seen.names).toEqual([])
  expect(seen.connections.filter((address) => address !== host)).toEqual([])
  rmSync(logs, { recursive: true })
  await world.close()
})

test('F66: a main window closed under a sign-in that a save waits for ends the program, and nothing of the work is lost', async ({ world, app: first }) => {
  const row = first.workspace.locator('[data-testid^="row-"]').nth(3)
  const id = Number((await row.getAttribute('data-testid'))?.slice('row-'.length))
  await row.dblclick()
  await first.workspace.getByTestId('field-tel').fill('13900000009')
  await world.backend.control.expireAllTokens()
  await first.workspace.getByTestId('save').click()
  await first.signInWindow()
  const ended = first.electron.waitForEvent('close')
  await first.electron.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null)?.close() })
  await ended
  const second = await world.launch()
  await second.signIn('admin', world.passwords.admin)
  // It had been written down before the window closed: it goes out, or stands in a draft that is offered.
  const isDraft = (): Promise<boolean> => second.workspace.evaluate(async () => {
    const { holdfast } = window as unknown as { holdfast: { drafts: { list(input?: unknown): Promise<{ value: readonly unknown[] }> } } }
    return (await holdfast.drafts.list()).value.length > 0
  })
  await expect.poll(async () => (await world.backend.control.user(id))?.tel === '13900000009' || (await isDraft())).toBe(true)
})
