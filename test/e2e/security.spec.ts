// What Electron's security checklist asks for, proved inside the running app.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { callChannel, SIGN_IN_CALLS, SIGN_IN_EVENTS, WORKSPACE_CALLS, WORKSPACE_EVENTS } from '../../src/shared/bridge/names'
import { type AppWorld, createAppWorld } from '../support/app-world'
import type { RunningApp } from '../support/launch-app'

let world: AppWorld
let app: RunningApp
test.beforeAll(async () => {
  world = await createAppWorld()
  app = await world.launch()
})
test.afterAll(() => world.close())

/** All keys of `window.holdfast`, two levels deep, as `area.verb`. */
function bridgeKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const bridge = (window as unknown as { holdfast: Record<string, Record<string, unknown>> }).holdfast
    return Object.entries(bridge)
      .flatMap(([area, verbs]) => Object.keys(verbs).map((verb) => `${area}.${verb}`))
      .sort()
  })
}
const expectedKeys = (calls: readonly string[], events: readonly string[]): string[] => [...calls, ...events.map((name) => `on.${name}`)].sort()

test('points 2 to 4, 6, 8 to 11: every window is sandboxed, isolated, without Node and webviews', async () => {
  await app.signInWindow()
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const { getLastWebPreferences } = contents as unknown as { getLastWebPreferences(): Electron.WebPreferences }
      const { sandbox, contextIsolation, nodeIntegration, nodeIntegrationInWorker, webSecurity, webviewTag, allowRunningInsecureContent, experimentalFeatures, enableBlinkFeatures } =
        getLastWebPreferences.call(contents)
      return {
        sandbox,
        contextIsolation,
        nodeIntegration,
        nodeIntegrationInWorker,
        webSecurity,
        webviewTag,
        allowRunningInsecureContent,
        experimentalFeatures,
        enableBlinkFeatures: enableBlinkFeatures ?? '',
      }
    }),
  )
  expect(preferences).toHaveLength(2)
  for (const found of preferences) {
    expect(found).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: undefined,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
    })
  }
  expect(await app.workspace.evaluate(() => [typeof require, typeof process, typeof module, typeof Buffer].join())).toBe('undefined,undefined,undefined,undefined')
})

test('point 20: window.holdfast has exactly the names of the contract, and the sign-in window only its own', async () => {
  expect(await bridgeKeys(app.workspace)).toEqual(expectedKeys(WORKSPACE_CALLS, WORKSPACE_EVENTS))
  expect(await bridgeKeys(await app.signInWindow())).toEqual(expectedKeys(SIGN_IN_CALLS, SIGN_IN_EVENTS))
})

test('point 17: main answers the calls of the contract over IPC, which check their sender, and nothing else', async () => {
  const answered = await app.electron.evaluate(({ ipcMain }) => {
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> }
    // The listener for `error` is Electron's own.
    return {
      invoked: [...handlers.keys()].sort(),
      heard: ipcMain
        .eventNames()
        .map(String)
        .filter((name) => name !== 'error'),
    }
  })
  expect(answered).toEqual({ invoked: [...WORKSPACE_CALLS, ...SIGN_IN_CALLS].map(callChannel).sort(), heard: [] })
})

test('the log says which program began, and on what', () => {
  expect(readFileSync(join(world.dataDir, 'logs', 'main.log'), 'utf8')).toMatch(/Holdfast \S+ on Electron \d.*\n.*Compiled code: absent\.$/m)
})

test('point 7: pages come with the strict policy, and a walk through the app violates it nowhere', async () => {
  const { workspace } = app
  const policy = await workspace.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self'")
  expect(policy).not.toContain('unsafe')
  await workspace.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { violations: seen })
    addEventListener('securitypolicyviolation', (event) => seen.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`))
  })
  await app.signIn('admin', world.passwords.admin)
  await workspace.locator('[data-testid^="row-"]').nth(3).dblclick()
  await workspace.getByTestId('drawer').getByTestId('field-roles').click()
  await workspace.keyboard.press('Escape')
  await workspace.getByTestId('drawer').getByTestId('field-departments').click()
  await workspace.keyboard.press('Escape')
  await workspace.getByTestId('status-connection').click()
  await workspace.getByTestId('status-secrets').click()
  await workspace.keyboard.press('Escape')
  await workspace.getByTestId('cancel').click()
  await workspace.getByTestId('menu-sys-role-index').click()
  await workspace.getByTestId('menu-sys-user-index').click()
  expect(await workspace.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([])
})

test('the page cannot reach the network at all', async () => {
  const tries = await app.workspace.evaluate(async (url) => {
    const refused = async (run: () => Promise<unknown>): Promise<string> => {
      try {
        await run()
        return 'reached'
      } catch {
        return 'refused'
      }
    }
    return Promise.all([
      refused(() => fetch(url)),
      refused(() => fetch('https://example.com')),
      refused(() => fetch('file:///etc/passwd')),
      refused(
        () =>
          new Promise((done, fail) => {
            const image = new Image()
            image.onload = done
            image.onerror = fail
            image.src = `${url}/x.png`
          }),
      ),
      refused(
        () =>
          new Promise((done, fail) => {
            const socket = new WebSocket(url.replace('http', 'ws'))
            socket.onopen = done
            socket.onerror = fail
          }),
      ),
      refused(() => import(/* @vite-ignore */ `${url}/x.js`)),
    ])
  }, world.backend.url)
  expect(tries).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'refused'])
})

test('point 5: permissions are denied', async () => {
  const answers = await app.workspace.evaluate(async () => {
    const location = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('granted')
        },
        () => {
          resolve('denied')
        },
      )
    })
    const notification = await Notification.requestPermission()
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    )
    return [location, notification, camera]
  })
  expect(answers).toEqual(['denied', 'denied', 'denied'])
})

test('points 13 and 14: the window goes nowhere else and opens nothing', async () => {
  const { workspace, electron } = app
  const before = workspace.url()
  const windows = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  expect(await workspace.evaluate(() => window.open('https://example.com') === null)).toBe(true)
  await workspace.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await workspace.evaluate(() => {
    location.href = 'file:///etc/passwd'
  })
  await workspace.evaluate(() => {
    location.href = 'data:text/html,hello'
  })
  expect(workspace.url()).toBe(before)
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(windows)
})

test('point 18: the app protocol serves the built pages and nothing else', async () => {
  const statuses = await app.workspace.evaluate(async () => {
    const status = async (path: string, init?: RequestInit): Promise<number> => (await fetch(path, init).catch(() => ({ status: 0 }))).status
    return Promise.all([
      status('/workspace/index.html'),
      status('/../../package.json'),
      status('/%2e%2e/%2e%2e/package.json'),
      status('/..%2f..%2fpackage.json'),
      status('/%252e%252e/package.json'),
      status('/etc/passwd'),
      status('/workspace/index.html', { method: 'POST' }),
    ])
  })
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 403])
})

test('F39, point 17: a frame inside the page gets no bridge, and input out of contract is refused by main', async () => {
  const inFrame = await app.workspace.evaluate(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const has = typeof (frame.contentWindow as unknown as { holdfast?: unknown } | null)?.holdfast
    frame.remove()
    return has
  })
  expect(inFrame).toBe('undefined')
  const answers = await app.workspace.evaluate(async () => {
    const { holdfast } = window as unknown as { holdfast: Record<string, Record<string, (input?: unknown) => Promise<unknown>>> }
    return Promise.all([
      holdfast['users']?.['list']?.({ page: 0, pageSize: 20, sort: [], filter: {} }),
      holdfast['users']?.['list']?.({ page: 1, pageSize: 20, sort: [{ field: 'password', direction: 'asc' }], filter: {} }),
      holdfast['users']?.['save']?.({ id: 4, base: {}, edits: { password: 'x' }, draftId: null }),
      holdfast['links']?.['openServerPage']?.({ path: 'https://evil.example.com' }),
      holdfast['drafts']?.['read']?.({ draftId: '../../etc/passwd' }),
    ])
  })
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code: 'VALIDATION' } })
})
