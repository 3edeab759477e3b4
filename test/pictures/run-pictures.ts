import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import type { Locale } from '@shared/views'
import { setTheme } from '../support/accessibility-walk'
import { createWalkWorld, walkAll } from '../support/state-walk'
import { NORMAL_SIZE, type PageSize, resizeTo } from '../support/window-size'
import { type TakenPicture, writeContactSheet } from './contact-sheet'
import { takePicture } from './take-picture'

const folder = fileURLToPath(new URL('../../out/pictures', import.meta.url))
const LOCALES: readonly Locale[] = ['en', 'zh-CN']
const THEMES = ['light', 'dark'] as const
const SIZES: readonly (PageSize & { readonly name: string })[] = [
  { name: '900x600', width: 900, height: 600, zoom: 1 },
  { name: '1280x800-200', width: 640, height: 400, zoom: 2 },
  { name: '1920x1200', width: 1920, height: 1200, zoom: 1 },
  // Last, because the walk goes on in it.
  { name: '1280x800', ...NORMAL_SIZE },
]

/** The list asks again once the window rests: what is not there a moment later does not come (without a network, or no list is there). */
async function rowsFit(page: Page): Promise<void> {
  const isFull = (): boolean => {
    const [grid, body] = [document.querySelector('[data-testid="users-grid"]'), document.querySelector('[data-testid="users-grid"] .grid-body')]
    if (!grid || !body) return true
    const [room, rows] = [grid.clientHeight - 32, body.getBoundingClientRect().height]
    // Ten rows are the least, however low the window is.
    return grid.getAttribute('aria-busy') !== 'true' && rows > room - 32 && (rows <= room || rows <= 320)
  }
  await page.waitForFunction(isFull, undefined, { timeout: 1500 }).catch(() => undefined)
}

/** One walk in one language: at each state both themes, in each of them all sizes. */
async function takeAll(locale: Locale): Promise<readonly TakenPicture[]> {
  const taken: TakenPicture[] = []
  const world = await createWalkWorld(locale, { generatedUsers: 120, pageSize: 'window' })
  try {
    const app = await world.launch()
    const { workspace } = app
    await workspace.emulateMedia({ reducedMotion: 'reduce' })
    let number = 0
    await walkAll({
      app,
      page: workspace,
      world,
      isSeen: async (state, on = workspace) => {
        number += 1
        const file = `${String(number).padStart(2, '0')}-${state.replace(/[^a-z0-9]+/gi, '-')}.png`
        for (const theme of THEMES) {
          await setTheme(workspace, on, theme)
          for (const size of on === workspace ? SIZES : [{ name: '1280x800', ...NORMAL_SIZE }]) {
            const set = `${locale}-${theme}-${size.name}`
            mkdirSync(join(folder, set), { recursive: true })
            if (on === workspace) await resizeTo(app, size)
            if (on === workspace) await rowsFit(workspace)
            await takePicture(app, on, join(folder, set, file))
            taken.push({ state, set, file })
          }
        }
        console.log(`${locale}  ${file}`)
      },
    })
  } finally {
    await world.close()
  }
  return taken
}

/** `--language=<en|zh-CN>` takes those of one language only. */
async function main(args: readonly string[]): Promise<number> {
  const wanted = LOCALES.filter((locale) => args.length === 0 || args.includes(`--language=${locale}`))
  if (wanted.length === 0 || args.length > 1) {
    console.error('The pictures know no argument but --language=en or --language=zh-CN.')
    return 1
  }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const taken: TakenPicture[] = []
  for (const locale of wanted) taken.push(...(await takeAll(locale)))
  writeContactSheet(folder, taken)
  console.log(`${taken.length} pictures: out/pictures/index.html`)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
