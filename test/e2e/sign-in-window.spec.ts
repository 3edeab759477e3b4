// The native sign-in window has no menu bar and is as large as its page, whatever is changed while it is open.
import { expect, test } from '@playwright/test'
import { type AppWorld, createAppWorld } from '../support/app-world'

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
