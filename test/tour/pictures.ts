import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { type Bitmap, placeOver } from './place-over'
import type { Stage } from './stage'
import type { PictureName } from './words/tour-words'

export interface Picture {
  readonly name: PictureName
  /** Put together from the pictures of two windows. */
  readonly isComposed: boolean
}

export function pictureFile(name: PictureName): string {
  return `${name}.png`
}

/**
 * Writes a picture of what a person would see now.
 *
 * Playwright photographs one page, and not every machine can photograph its display. So the sign-in window's picture is
 * laid over the page's, at the place where the window system has it.
 */
export async function takePicture(stage: Stage, name: PictureName): Promise<Picture> {
  const app = stage.app()
  const path = join(stage.folder, pictureFile(name))
  if (!app.hasSignInWindow()) {
    writeFileSync(path, await photograph(app.workspace))
    return { name, isComposed: false }
  }
  const signIn = await app.signInWindow()
  const place = await settledPlace(app.electron, signIn)
  const base = await decode(app.electron, await withoutFocusRing(app.electron, () => photograph(app.workspace)))
  const over = await decode(app.electron, await photograph(signIn))
  writeFileSync(path, await encode(app.electron, placeOver(base, over, { ...place, theme: stage.theme })))
  return { name, isComposed: true }
}

/**
 * Playwright tells every page that it has the focus. On a desktop only one window has it, here the one on top. By
 * Electron's own style sheet, because the pages' policy lets no other in.
 */
async function withoutFocusRing<T>(electron: ElectronApplication, task: () => Promise<T>): Promise<T> {
  const key = await electron.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null)
    return page?.webContents.insertCSS(':focus-visible { outline-color: transparent !important }') ?? ''
  })
  try {
    return await task()
  } finally {
    await electron.evaluate(({ BrowserWindow }, inserted) => {
      const page = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() === null)
      return page?.webContents.removeInsertedCSS(inserted)
    }, key)
  }
}

/** The mouse goes where it lights up nothing: it would be wherever the last click, or the display, has left it. */
async function photograph(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0)
  return page.screenshot({ animations: 'disabled', scale: 'css' })
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Where the sign-in window's content is in its parent's, once it is as high as its content wants it. */
async function settledPlace(electron: ElectronApplication, signIn: Page): Promise<Place> {
  const measure = (): Promise<Place & { readonly size: string }> =>
    electron.evaluate(({ BrowserWindow }) => {
      const child = BrowserWindow.getAllWindows().find((window) => window.getParentWindow() !== null)
      const parent = child?.getParentWindow()
      if (!child || !parent) throw new Error('There is no sign-in window.')
      const [inner, outer] = [child.getContentBounds(), parent.getContentBounds()]
      return { x: inner.x - outer.x, y: inner.y - outer.y, size: `${inner.width}x${inner.height}` }
    })
  const fits = async (): Promise<boolean> => {
    const { size } = await measure()
    return signIn.evaluate(`document.fonts.status === 'loaded' && innerWidth + 'x' + innerHeight === '${size}' && document.documentElement.scrollHeight <= innerHeight`)
  }
  await expect.poll(fits, { message: 'the sign-in window as high as its content', timeout: 10_000, intervals: [50] }).toBe(true)
  return measure()
}

/** By the runtime under test: it has the only decoder of pictures at hand. */
async function decode(electron: ElectronApplication, png: Buffer): Promise<Bitmap> {
  const { width, height, pixels } = await electron.evaluate(({ nativeImage }, data) => {
    const image = nativeImage.createFromBuffer(Buffer.from(data, 'base64'))
    return { ...image.getSize(), pixels: image.toBitmap().toString('base64') }
  }, png.toString('base64'))
  return { width, height, pixels: Buffer.from(pixels, 'base64') }
}

async function encode(electron: ElectronApplication, { width, height, pixels }: Bitmap): Promise<Buffer> {
  const png = await electron.evaluate(({ nativeImage }, { data, size }) => nativeImage.createFromBitmap(Buffer.from(data, 'base64'), size).toPNG().toString('base64'), {
    data: pixels.toString('base64'),
    size: { width, height },
  })
  return Buffer.from(png, 'base64')
}
