import { expect, type Locator, type Page } from '@playwright/test'
import { axeFindings } from './accessibility'
import type { AppWorld } from './app-world'
import type { RunningApp } from './launch-app'
import type { Walk } from './state-walk'

type Theme = 'light' | 'dark'

export async function setTheme(page: Page, on: Page, theme: Theme): Promise<void> {
  await page.evaluate((wanted) => (window as unknown as { holdfast: { preferences: { set(some: object): Promise<unknown> } } }).holdfast.preferences.set({ theme: wanted }), theme)
  await expect(on.locator('html')).toHaveAttribute('data-theme', theme)
}

/** A walk in both themes: they are changed at each state, in the open app. In one theme, where other words are all that is new. */
export function createAxeWalk(app: RunningApp, world: AppWorld, { isOneTheme }: { readonly isOneTheme: boolean }): Walk {
  const { workspace } = app
  let shown: Theme = 'light'
  return {
    app,
    page: workspace,
    world,
    seenInside: seenInForcedColors,
    isSeen: async (state, on = workspace) => {
      if (isOneTheme) {
        expect.soft(await axeFindings(on, 'html'), state).toEqual([])
        return
      }
      // Both themes at each state, beginning with the one that is on: one change instead of two.
      const [first, second] = shown === 'light' ? (['light', 'dark'] as const) : (['dark', 'light'] as const)
      await setTheme(workspace, on, first)
      expect.soft(await axeFindings(on, 'html'), `${state}, ${first}`).toEqual([])
      // The other theme has the same elements in other colours.
      await setTheme(workspace, on, second)
      expect.soft(await axeFindings(on, 'html', 'colors'), `${state}, ${second}`).toEqual([])
      shown = second
    },
  }
}

/** Where the system chooses the colours and takes backgrounds away, frames and system colours say what they said. */
async function seenInForcedColors(page: Page): Promise<void> {
  const look = (element: Locator, property: string, pseudo?: string): Promise<string> =>
    element.evaluate((node, [name, part]) => getComputedStyle(node, part).getPropertyValue(name as string), [property, pseudo] as const)
  const toggle = page.getByTestId('field-status')
  const colors = async () => ({ track: await look(toggle.locator('.switch-track'), 'background-color'), thumb: await look(toggle.locator('.switch-thumb'), 'background-color') })
  await page.emulateMedia({ forcedColors: 'active' })
  const menu = page.getByRole('treeitem')
  expect.soft(await look(menu.and(page.locator('[aria-current="page"]')), 'outline-style')).toBe('solid')
  expect.soft(await look(menu.and(page.locator(':not([aria-current])')).first(), 'outline-style')).toBe('none')
  expect.soft(await look(page.locator('[role="row"][aria-selected="true"]'), 'border-top-style', '::after')).toBe('solid')
  expect.soft(await look(page.locator('[role="row"][aria-selected="false"]').first(), 'border-top-style', '::after')).toBe('none')
  const select = page.getByTestId('filter-status')
  expect.soft(await look(select, 'appearance')).toBe('auto')
  expect.soft(await look(select, 'border-top-color')).not.toBe(await look(select, 'background-color'))
  const before = await colors()
  await toggle.click()
  const after = await colors()
  await toggle.click()
  for (const { track, thumb } of [before, after]) expect.soft(thumb).not.toBe(track)
  expect.soft(after.track).not.toBe(before.track)
  await page.emulateMedia({ forcedColors: null })
}
