// From 320 CSS pixels to 3,000, at 100 to 300 %: nothing overlaps, breaks inside a word or is cut, on any page and with any control open.
import { expect, test } from '@playwright/test'
import type { AppWorld } from '../support/app-world'
import { geometryFindings } from '../support/geometry'
import { createWalkWorld, walkAll } from '../support/state-walk'
import { NORMAL_SIZE, type PageSize, resizeTo, sizeName } from '../support/window-size'

// Some forty states at seven sizes: on a busy machine that takes its time.
test.setTimeout(900_000)
let world: AppWorld
test.afterEach(() => world.close())

const SIZES: readonly PageSize[] = [
  { width: 320, height: 256, zoom: 3 },
  { width: 480, height: 640, zoom: 1 },
  { width: 640, height: 400, zoom: 2 },
  { width: 900, height: 600, zoom: 1 },
  { width: 1920, height: 1200, zoom: 1 },
  { width: 3000, height: 1100, zoom: 0.5 },
  NORMAL_SIZE,
]

for (const locale of ['en', 'zh-CN'] as const) {
  test(`nothing overlaps, breaks inside a word or is cut, at any size (${locale})`, async () => {
    world = await createWalkWorld(locale)
    const app = await world.launch()
    const { workspace } = app
    await workspace.emulateMedia({ reducedMotion: 'reduce' })
    await walkAll({
      app,
      page: workspace,
      world,
      isSeen: async (state, on = workspace) => {
        if (on !== workspace) {
          expect.soft(await geometryFindings(on), state).toEqual([])
          return
        }
        for (const size of SIZES) {
          await resizeTo(app, size)
          expect.soft(await geometryFindings(on), `${state}, ${sizeName(size)}`).toEqual([])
        }
      },
    })
  })
}
