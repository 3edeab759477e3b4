// axe-core on every page and every open control, in both languages, light and dark, with its best practices: one start of the app per language.
import { expect, test } from '@playwright/test'
import { axeFindings } from '../support/accessibility'
import { createAxeWalk } from '../support/accessibility-walk'
import type { AppWorld } from '../support/app-world'
import { createWalkWorld, walkAll } from '../support/state-walk'

// axe-core reads every element of some forty states: on a busy machine that takes its time.
test.setTimeout(900_000)
let world: AppWorld
test.afterEach(() => world.close())

for (const locale of ['en', 'zh-CN'] as const) {
  test(`axe-core finds nothing wrong on any page, with any control open, light and dark (${locale})`, async () => {
    world = await createWalkWorld(locale)
    const app = await world.launch()
    // What is half way from one colour to another has neither's contrast.
    await app.workspace.emulateMedia({ reducedMotion: 'reduce' })
    await walkAll(createAxeWalk(app, world))
    // It is alive: what is put in wrong, and the heading that is taken away, are named.
    await app.workspace.evaluate(() => {
      const row = document.createElement('div')
      row.setAttribute('role', 'treeitem')
      row.textContent = 'x'
      document.body.append(row, document.createElement('input'))
      document.querySelector('h1')?.remove()
    })
    const named = (await axeFindings(app.workspace, 'html')).map(({ rule }) => rule)
    expect(named).toEqual(expect.arrayContaining(['aria-required-parent', 'label', 'page-has-heading-one', 'region']))
    // So is what looks at colours alone.
    await app.workspace.evaluate(() => {
      const text = document.createElement('p')
      text.textContent = 'grey on grey'
      text.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9999; color: #888; background: #999'
      document.body.append(text)
    })
    expect((await axeFindings(app.workspace, 'html', 'colors')).map(({ rule }) => rule)).toEqual(['color-contrast'])
  })
}
