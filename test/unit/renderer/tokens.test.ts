import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/renderer/styles/tokens.css', 'utf8')
const tokens = new Map([...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]))

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['bg', 'panel', 'sunken', 'hover', 'selected']
const texts = ['text', 'muted', 'accent', 'ok', 'warn', 'danger']
const textPairs = [
  ...grounds.flatMap((ground) => texts.map((text) => [text, ground] as const)),
  ['text', 'warn-soft'],
  ['warn', 'warn-soft'],
  ['muted', 'warn-soft'],
  ['text', 'danger-soft'],
  ['muted', 'danger-soft'],
  ['danger', 'danger-soft'],
  ['accent', 'danger-soft'],
  ['accent', 'warn-soft'],
  ['text', 'ok-soft'],
  ['text', 'chip'],
  ['muted', 'chip'],
  ...texts.map((text) => [text, 'note'] as const),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-band', 'band'],
] as const

describe.each(['light', 'dark'] as const)('colours of the %s theme', (theme) => {
  const colour = (name: string): string => tokens.get(name)?.[theme] ?? ''

  it.each(textPairs)('%s on %s has at least 4.5:1', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['grey', 'red', 'orange', 'green', 'blue', 'purple'])('the %s mark of a server has at least 3:1 on every ground', (mark) => {
    for (const ground of ['bg', 'panel', 'hover', 'selected']) expect(contrast(colour(`mark-${mark}`), colour(ground)), ground).toBeGreaterThanOrEqual(3)
  })

  it.each(['bg', 'panel'])('the band of production on %s has at least 3:1', (ground) => {
    expect(contrast(colour('band'), colour(ground))).toBeGreaterThanOrEqual(3)
  })

  it.each(['bg', 'panel'])('borders of controls on %s have at least 3:1', (ground) => {
    expect(contrast(colour('control-line'), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})
