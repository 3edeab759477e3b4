import { expect, type Page } from '@playwright/test'
import { geometryFindings } from './geometry'
import type { RunningApp } from './launch-app'
import { NORMAL_SIZE, type PageSize, resizeTo, sizeName } from './window-size'

/** 960 x 768 at 300 %, and a small window: where most of it breaks that breaks. */
const HARDEST: readonly PageSize[] = [
  { width: 320, height: 256, zoom: 3 },
  { width: 900, height: 600, zoom: 1 },
]
const OTHERS: readonly PageSize[] = [
  { width: 640, height: 400, zoom: 2 },
  { width: 480, height: 640, zoom: 1 },
  { width: 1920, height: 1200, zoom: 1 },
  { width: 3000, height: 1100, zoom: 0.5 },
]
/** One of each page, and of what differs most from it. */
const EVERYWHERE = new Set([
  'users',
  'user, roles open',
  'user, a draft offered',
  'users, unsaved work with long names',
  'departments, parent open',
  'role, menus ticked',
  'role, data scope',
  'icons',
  'log, live, all filters',
  'log, an entry open',
  'servers, by label',
  'servers, a new one with errors',
  'settings',
  'status offline, connection',
  'outbox, offline, a change open',
  'outbox, a change that clashes',
  'activity',
  'drafts',
])

/** Windows and lists come to rest a moment after what they follow. */
export function becomesSound(on: Page, where: string): Promise<void> {
  return expect
    .configure({ soft: true })
    .poll(() => geometryFindings(on), { message: where, timeout: 10_000 })
    .toEqual([])
}

/**
 * The geometry of one state of a walk: at the hardest sizes, and of what stands for the others at all of them.
 * `isHardestOnly`: where what is new are other words, which break elsewhere and are shorter.
 */
export async function isSoundAtAllSizes(app: RunningApp, state: string, on: Page, { isHardestOnly }: { readonly isHardestOnly: boolean }): Promise<void> {
  // The sign-in window has a size of its own, which follows its content and the zoom.
  if (on !== app.workspace) return becomesSound(on, state)
  for (const size of EVERYWHERE.has(state) && !isHardestOnly ? [...HARDEST, ...OTHERS, NORMAL_SIZE] : HARDEST) {
    await resizeTo(app, size)
    await becomesSound(on, `${state}, ${sizeName(size)}`)
  }
  await resizeTo(app, NORMAL_SIZE)
}
