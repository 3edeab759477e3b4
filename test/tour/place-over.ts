/** Pixels as Electron's `nativeImage` gives them: four bytes each, blue, green, red, alpha. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

export interface Placement {
  readonly x: number
  readonly y: number
  readonly theme: 'light' | 'dark'
}

const SHADOW = { reach: 26, drop: 8 } as const
/** Blue, green, red; and how dark the shadow is where it is darkest. */
const LOOK = {
  light: { edge: [0xb4, 0xab, 0xa6], shadow: 0.36 },
  dark: { edge: [0x5c, 0x53, 0x4b], shadow: 0.6 },
} as const

/** Lays a window's picture over its parent's, with the edge and shadow that a desktop would give it. */
export function placeOver(base: Bitmap, over: Bitmap, { x, y, theme }: Placement): Bitmap {
  const pixels = Buffer.from(base.pixels)
  const { edge, shadow } = LOOK[theme]
  for (let row = 0; row < base.height; row += 1) {
    for (let column = 0; column < base.width; column += 1) {
      const at = (row * base.width + column) * 4
      const [inX, inY] = [column - x, row - y]
      const outside = Math.max(-inX, inX - over.width + 1, -inY, inY - over.height + 1)
      if (outside <= 0) over.pixels.copy(pixels, at, (inY * over.width + inX) * 4, (inY * over.width + inX) * 4 + 4)
      else if (outside === 1) pixels.set(edge, at)
      else darken(pixels, at, shadow * shadowAt(inX, inY - SHADOW.drop, over))
    }
  }
  return { ...base, pixels }
}

/** 1 well under the window, a half at its edge, 0 out of reach: a soft slope, as if the light were wide. */
function shadowAt(x: number, y: number, { width, height }: Bitmap): number {
  const [outX, outY] = [Math.max(-x, x - width), Math.max(-y, y - height)]
  const away = Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) + Math.min(Math.max(outX, outY), 0)
  const slope = Math.min(1, Math.max(0, (SHADOW.reach - away) / (2 * SHADOW.reach)))
  return slope * slope * (3 - 2 * slope)
}

function darken(pixels: Buffer, at: number, by: number): void {
  if (by <= 0) return
  for (let channel = at; channel < at + 3; channel += 1) pixels[channel] = Math.round((pixels[channel] ?? 0) * (1 - by))
}
