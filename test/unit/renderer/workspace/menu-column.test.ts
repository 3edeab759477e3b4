import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeHoldfast, type FakeHoldfast } from '../support/fake-holdfast'
import { giveElementsASize, openWorkspace, type OpenWorkspace, press, quiet } from '../support/mount'

let fake: FakeHoldfast
let page: OpenWorkspace
const splitter = (): HTMLElement => page.get('menu-splitter')
const menu = (): HTMLElement => page.get('shell').querySelector<HTMLElement>('.frame-menu') as HTMLElement
const isMenuShown = (): boolean => menu().style.display !== 'none'

function point(type: string, clientX: number): void {
  splitter().dispatchEvent(Object.assign(new MouseEvent(type, { clientX, button: 0, bubbles: true }), { pointerId: 1 }))
}

describe('the column of the menu', () => {
  beforeEach(() => {
    giveElementsASize()
    fake = createFakeHoldfast()
  })
  afterEach(() => {
    page.close()
    document.body.replaceChildren()
    vi.restoreAllMocks()
  })

  it('is hidden and shown by its key, by its button and by the native menu, and remembered', async () => {
    page = await openWorkspace(fake)
    page.get('menu-sys-user-index').focus()
    await press('b', { ctrlKey: true })
    // What was hidden under the focus leaves it where the menu can be brought back.
    expect([isMenuShown(), document.activeElement, page.get('menu-toggle').getAttribute('aria-expanded')]).toEqual([false, page.get('menu-toggle'), 'false'])
    await page.click('menu-toggle')
    expect([isMenuShown(), page.get('menu-toggle').getAttribute('aria-expanded')]).toEqual([true, 'true'])
    fake.push('actions.asked', { id: 'toggleMenu', choice: null })
    await quiet()
    expect([isMenuShown(), fake.callsOf('preferences.set')]).toEqual([false, [{ isMenuHidden: true }, { isMenuHidden: false }, { isMenuHidden: true }]])
  })

  it('is as it was left', async () => {
    fake.state = { ...fake.state, preferences: { ...fake.state.preferences, isMenuHidden: true, menuWidth: 300 } }
    page = await openWorkspace(fake)
    expect([isMenuShown(), page.get('shell').style.getPropertyValue('--menu-width')]).toEqual([false, '300px'])
  })

  it('leaves the key alone while a question is open or an input method has it', async () => {
    page = await openWorkspace(fake)
    await press('b', { ctrlKey: true, isComposing: true })
    await press('b', { ctrlKey: true, shiftKey: true })
    const dialog = document.createElement('dialog')
    dialog.setAttribute('open', '')
    document.body.append(dialog)
    await press('b', { ctrlKey: true })
    dialog.remove()
    expect([isMenuShown(), fake.callsOf('preferences.set')]).toEqual([true, []])
  })

  it('is made wider and narrower by keys, within its bounds', async () => {
    page = await openWorkspace(fake)
    splitter().focus()
    const now = (): string | null => splitter().getAttribute('aria-valuenow')
    expect(['role', 'aria-orientation', 'aria-valuemin', 'aria-valuemax', 'aria-valuenow', 'aria-controls'].map((name) => splitter().getAttribute(name))).toEqual([
      'separator',
      'vertical',
      '140',
      '400',
      '208',
      menu().id,
    ])
    const seen: unknown[] = []
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowLeft', 'Home', 'ArrowLeft', 'End', 'ArrowRight']) {
      await press(key)
      seen.push(now())
    }
    expect(seen).toEqual(['224', '208', '192', '140', '140', '400', '400'])
    expect(fake.callsOf('preferences.set').at(-1)).toEqual({ menuWidth: 400 })
    splitter().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    await quiet()
    expect([now(), fake.callsOf('preferences.set').at(-1)]).toEqual(['208', { menuWidth: 208 }])
  })

  it('follows the pointer, and is remembered once it is let go', async () => {
    page = await openWorkspace(fake)
    point('pointerdown', 206)
    for (const x of [220, 250, 1000, 306]) point('pointermove', x)
    await quiet()
    expect([page.get('shell').style.getPropertyValue('--menu-width'), fake.callsOf('preferences.set')]).toEqual(['308px', []])
    point('pointerup', 306)
    await quiet()
    point('pointermove', 600)
    await quiet()
    expect([splitter().getAttribute('aria-valuenow'), fake.callsOf('preferences.set')]).toEqual(['308', [{ menuWidth: 308 }]])
  })
})
