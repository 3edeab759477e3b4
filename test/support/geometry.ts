import type { Page } from '@playwright/test'

/** Places that scroll sideways on purpose: tables whose first column stays. */
const SIDEWAYS = '.data-grid'
/** What names something, in a word or two. */
const NAMES = 'h1, h2, h3, button, a, .form-field > label, legend, dt, th, summary, [role=columnheader], [role=menuitem], [role=treeitem], [role=option]'

/**
 * What is wrong with the layout of a page as it stands, in words: texts and controls that overlap, words that are cut off
 * without a tooltip or run out of their control, words broken inside, and anything that scrolls sideways.
 */
export function geometryFindings(page: Page): Promise<readonly string[]> {
  return page.evaluate(findAll, { sideways: SIDEWAYS, names: NAMES })
}

/** Runs in the page: must not use anything from outside of it. */
function findAll({ sideways, names }: { readonly sideways: string; readonly names: string }): string[] {
  interface Box {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  interface Part {
    readonly element: HTMLElement
    readonly boxes: readonly Box[]
  }
  const slack = 1.5
  const findings = new Set<string>()
  const layer = [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1) ?? document.body
  const view: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
  const meet = (a: Box, b: Box): Box => ({ left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) })
  const isLarge = (box: Box, least = slack): boolean => box.right - box.left > least && box.bottom - box.top > least
  const say = (element: HTMLElement): string => {
    const id = element.closest<HTMLElement>('[data-testid]')?.dataset['testid'] ?? ''
    const words = (element.innerText || element.getAttribute('aria-label') || '').trim().replace(/\s+/g, ' ').slice(0, 40)
    return `<${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().split(/\s+/).join('.')}` : ''}> "${words}"${id ? ` in ${id}` : ''}`
  }
  const isHeard = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { clipPath, opacity, visibility } = getComputedStyle(at)
      if (clipPath !== 'none' || Number(opacity) === 0 || visibility === 'hidden') return true
    }
    return false
  }
  const clipsOf = (element: HTMLElement): HTMLElement[] => {
    const clips: HTMLElement[] = []
    for (let at: HTMLElement | null = element; at && at !== document.documentElement; at = at.parentElement) {
      if (getComputedStyle(at).overflow !== 'visible' && at !== document.body) clips.push(at)
      if (at.matches('dialog, [popover]')) break
    }
    return clips
  }
  const inner = (element: HTMLElement): Box => {
    const box = element.getBoundingClientRect()
    const left = box.left + element.clientLeft
    const top = box.top + element.clientTop
    return { left, top, right: left + element.clientWidth, bottom: top + element.clientHeight }
  }
  const textNodes = (element: HTMLElement): Text[] => [...element.childNodes].filter((node): node is Text => node instanceof Text && (node.nodeValue ?? '').trim() !== '')
  const rangeBoxes = (node: Text, from = 0, to = node.length): DOMRect[] => {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [...range.getClientRects()].filter(({ width }) => width > 0)
  }
  const isTitled = (element: HTMLElement): boolean => {
    element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))
    return element.closest('[title]:not([title=""])') !== null
  }

  if (document.documentElement.scrollWidth > innerWidth + 1) findings.add(`the page scrolls sideways: ${document.documentElement.scrollWidth} in ${innerWidth}`)
  const parts: Part[] = []
  for (const element of layer.querySelectorAll<HTMLElement>('*')) {
    if (!(element instanceof HTMLElement) || element.closest('svg, select, option')?.matches('svg, option') || !element.checkVisibility() || isHeard(element)) continue
    const { overflowX } = getComputedStyle(element)
    if ((overflowX === 'auto' || overflowX === 'scroll') && element.scrollWidth > element.clientWidth + 1 && !element.matches(sideways))
      findings.add(`scrolls sideways (${element.scrollWidth} in ${element.clientWidth}): ${say(element)}`)
    const isControl = element.matches('button, input, select, textarea, [role=switch], [role=separator]')
    const nodes = element.matches('select, textarea') ? [] : textNodes(element)
    if (!isControl && nodes.length === 0) continue
    const clips = clipsOf(element).filter((one) => one !== element || nodes.length > 0)
    const clip = clips.reduce((box, one) => meet(box, inner(one)), view)
    const own = nodes.flatMap((node) => rangeBoxes(node))
    const full = isControl ? [element.getBoundingClientRect()] : own
    const boxes = full.map((box) => meet(box, clip)).filter((box) => isLarge(box))
    if (boxes.length === 0) continue
    if (element.matches('[role=separator]')) continue
    parts.push({ element, boxes })

    // Cut sideways: by what hides it, by the window, or out of its own control.
    const scrolled = clips.findIndex((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.matches(sideways))
    const hiding = (scrolled < 0 ? clips : clips.slice(0, scrolled)).filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
    for (const one of hiding) {
      const room = inner(one)
      const isCut = (one === element ? own : full).some((box) => box.right > room.right + slack || box.left < room.left - slack)
      const { textOverflow, whiteSpace, display } = getComputedStyle(one)
      const isMarked = textOverflow === 'ellipsis' && whiteSpace === 'nowrap' && !display.includes('flex')
      if (isCut && !(isMarked && isTitled(one))) findings.add(`cut${isMarked ? ' without a tooltip' : ''}: ${say(element)} by ${say(one)}`)
      if (isCut) break
    }
    if (scrolled < 0 && hiding.length === 0 && full.some((box) => box.right > innerWidth + slack || box.left < -slack)) findings.add(`outside the window: ${say(element)}`)
    const control = element.closest<HTMLElement>('button, .label-badge, .mode-mark, .picker-chip, td, th')
    if (control && getComputedStyle(control).overflow === 'visible' && clips[0] !== element && !clips.some((one) => control.contains(one))) {
      const room = control.getBoundingClientRect()
      if (own.some((box) => box.right > room.right + slack || box.left < room.left - slack || box.bottom > room.bottom + 3 || box.top < room.top - 3))
        findings.add(`runs out of its control: ${say(element)} out of ${say(control)}`)
    }
    // Cut below, where nothing scrolls.
    const upright = clips.find((one) => ['hidden', 'clip', 'auto', 'scroll'].includes(getComputedStyle(one).overflowY))
    if (
      upright &&
      ['hidden', 'clip'].includes(getComputedStyle(upright).overflowY) &&
      (upright === element ? own : full).some((box) => box.bottom > inner(upright).bottom + 4 || box.top < inner(upright).top - 4)
    )
      findings.add(`cut below: ${say(element)} by ${say(upright)}`)
    if (!upright && full.some((box) => box.bottom > innerHeight + slack)) findings.add(`below the window: ${say(element)}`)

    // Broken inside a word.
    for (const node of nodes) {
      const text = node.nodeValue ?? ''
      const isName = element.closest(names) !== null
      for (const { 0: word, index } of text.matchAll(/\p{Script=Latin}{2,}|\p{Script=Han}{2,}/gu)) {
        const isHan = /\p{Script=Han}/u.test(word)
        // A sentence in Chinese breaks anywhere; an address or a long made-up name where it has to.
        if (isHan ? !isName || word.length > 6 : (/\S*$/.exec(text.slice(0, index))?.[0].length ?? 0) + (/^\S*/.exec(text.slice(index))?.[0].length ?? 0) > 16) continue
        const tops = rangeBoxes(node, index, index + word.length).map(({ top }) => top)
        if (Math.max(...tops) - Math.min(...tops) > 4) findings.add(`broken inside "${word}": ${say(element)}`)
      }
    }
  }

  const sticky = new Map<HTMLElement, Element | null>()
  const stuck = (element: HTMLElement): Element | null => {
    let at: HTMLElement | null = element
    while (at && getComputedStyle(at).position !== 'sticky') at = at.parentElement
    return at
  }
  for (const { element } of parts) sticky.set(element, stuck(element))
  parts.forEach((a, index) => {
    for (const b of parts.slice(index + 1)) {
      if (a.element.contains(b.element) || b.element.contains(a.element) || sticky.get(a.element) !== sticky.get(b.element)) continue
      if (a.boxes.some((box) => b.boxes.some((other) => isLarge(meet(box, other), 2.5)))) findings.add(`overlap: ${say(a.element)} and ${say(b.element)}`)
    }
  })
  return [...findings]
}
