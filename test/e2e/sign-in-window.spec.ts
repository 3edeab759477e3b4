// The native sign-in window has no menu bar and is as large as its page, whatever is changed while it is open.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'
import { inject } from '../support/fault-kinds'

let world: AppWorld
test.afterEach(() => world.close())

test('language, theme and density may change, and the zoom, while the sign-in window is open: no menu bar, nothing cut off', async () => {
  world = await createAppWorld()
  const { electron, workspace, signInWindow } = await world.launch()
  const dialog = await signInWindow()
  const native = () =>
    electron.evaluate(({ BrowserWindow }) => {
      const child = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() !== null)
      return { hasMenu: child?.isMenuBarVisible(), size: child?.getContentSize() }
    })
  const isWhole = () =>
    dialog.evaluate(
      () =>
        document.documentElement.scrollHeight <= innerHeight &&
        document.documentElement.scrollWidth <= innerWidth &&
        (document.querySelector('form')?.getBoundingClientRect().bottom ?? Number.NaN) <= innerHeight,
    )
  const change = (preferences: object) =>
    workspace.evaluate((some) => (window as unknown as { holdfast: { preferences: { set(some: object): Promise<unknown> } } }).holdfast.preferences.set(some), preferences)
  expect((await native()).hasMenu).toBe(false)
  for (const preferences of [{ locale: 'zh-CN' }, { theme: 'dark' }, { density: 'compact' }, { locale: 'en' }]) {
    await change(preferences)
    await expect.poll(async () => (await native()).hasMenu).toBe(false)
    await expect.poll(isWhole).toBe(true)
  }
  for (const zoom of [2, 1.5, 1]) {
    await electron.evaluate(({ BrowserWindow }, factor) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(factor)
    }, zoom)
    await expect.poll(async () => (await native()).size?.[0]).toBe(420 * zoom)
    await expect.poll(isWhole).toBe(true)
  }
})

test('what goes wrong in the sign-in window has an ID that the log knows: a sign-in that failed, and a fault of the page itself', async () => {
  world = await createAppWorld()
  const { signInWindow } = await world.launch()
  const dialog = await signInWindow()
  const log = (): string => readFileSync(join(world.dataDir, 'logs', 'main.log'), 'utf8')
  world.proxy.on({ path: '/sys/user/login' }, inject({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html><title>Bad gateway</title></html>' }))
  await dialog.getByTestId('signin-username').fill('admin')
  await dialog.getByTestId('signin-password').fill(world.passwords.admin)
  await dialog.getByTestId('signin-submit').click()
  await dialog.getByTestId('signin-details').locator('summary').click()
  const told = await dialog.getByTestId('signin-details').locator('pre').innerText()
  const id = /Log ID: ([0-9a-f]{8})/.exec(told)?.[1] ?? 'none'
  await expect.poll(log).toContain(`[${id}] signIn.submit failed`)
  await dialog.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault of the small page')
    })
  })
  await expect.poll(log).toMatch(/\[[0-9a-f]{8}\] A script: Error: a fault of the small page/)
})
