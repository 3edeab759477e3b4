// A page that an attacker controls looks for a way out of the window, past its policy: another page, and WebRTC.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'

let world: AppWorld
let app: RunningApp
test.beforeAll(async () => {
  world = await createAppWorld()
  app = await world.launch()
})
test.afterAll(() => world.close())

/** A place that STUN comes to by UDP and TURN by TCP, and what has come. */
async function createTrap() {
  const arrived = { udp: 0, tcp: 0 }
  const udp = createSocket('udp4', () => {
    arrived.udp += 1
  })
  udp.bind(0, '0.0.0.0')
  const tcp = createServer((socket) => {
    arrived.tcp += 1
    socket.on('error', () => undefined).destroy()
  }).listen(0, '0.0.0.0')
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
  return {
    arrived,
    servers: [{ urls: `stun:127.0.0.1:${udp.address().port}` }, { urls: `turn:127.0.0.1:${(tcp.address() as AddressInfo).port}?transport=tcp`, username: 'u', credential: 'p' }],
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
const lookForWays = (page: Page, servers: object, inFrame: boolean): Promise<unknown> => page.evaluate(`(${LOOK_FOR_WAYS})(${JSON.stringify(servers)}, ${String(inFrame)})`)

test('point 13: the window leaves its page for none but itself, and comes back from a blank one', async () => {
  const { electron } = app
  // By main, and not by Playwright, which waits for the end of a navigation that was turned away.
  const shown = (): Promise<unknown> =>
    electron.evaluate(({ webContents }) =>
      Promise.all(
        webContents.getAllWebContents().map(async (contents) => [contents.getURL(), (await contents.executeJavaScript('document.querySelector("#app")?.childElementCount > 0')) as boolean].join(' ')),
      ).then((all) => all.sort()),
    )
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
  // The control, in the same program: a session with a network, and WebRTC as Chromium has it. Arrivals are all that is wanted of it.
  const control = app.electron.evaluate(
    async ({ BrowserWindow, session }, [script, servers]) => {
      const window = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition('without-walls') } })
      window.webContents.setWebRTCIPHandlingPolicy('default')
      await window.loadURL('data:text/html,<body></body>')
      await window.webContents.executeJavaScript(`void (${script})(${servers}, false)`)
      return window.id
    },
    [LOOK_FOR_WAYS, JSON.stringify(open.servers)] as const,
  )
  // Each waits for Chromium's own time limits: all of them at once.
  const pages = [app.workspace, await app.signInWindow()]
  await Promise.all(pages.flatMap((page) => [false, true].map((inFrame) => lookForWays(page, walled.servers, inFrame))))
  await expect.poll(() => open.arrived.udp > 0 && open.arrived.tcp > 0, { message: 'the control leaves by UDP and by TCP' }).toBe(true)
  await app.electron.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.destroy(), await control)
  expect(walled.arrived).toEqual({ udp: 0, tcp: 0 })
  walled.close()
  open.close()
})
