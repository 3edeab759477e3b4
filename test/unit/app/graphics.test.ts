import { expect, it } from 'vitest'
import { hasNoGraphics } from '../../../src/main/app/graphics'

const pc = { platform: 'linux', arch: 'x64' } as const

it.each(['/dev/dri', '/dev/nvidia0', '/dev/nvidiactl', '/dev/dxg'])('a PC whose Linux has %s is left to Chromium', (device) => {
  expect(hasNoGraphics(pc, (path) => path === device)).toBe(false)
})

it('a PC whose Linux has none of them has no graphics', () => {
  expect(hasNoGraphics(pc, () => false)).toBe(true)
})

it.each([
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'linux', arch: 'arm64' },
] as const)('$platform on $arch, whose devices have other names, is left to Chromium', (machine) => {
  expect(hasNoGraphics(machine, () => false)).toBe(false)
})
