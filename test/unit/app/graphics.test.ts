import { expect, it } from 'vitest'
import { hasNoGraphics } from '../../../src/main/app/graphics'

const pc = { platform: 'linux', arch: 'x64' } as const
const others = ['null', 'tty0', 'vda', 'dm-0', 'drive']

it.each(['dri', 'nvidia0', 'nvidia1', 'nvidiactl', 'dxg'])('a PC whose Linux has /dev/%s is left to Chromium', (device) => {
  expect(hasNoGraphics(pc, () => [...others, device])).toBe(false)
})

it('a PC whose Linux has none of them has no graphics', () => {
  expect(hasNoGraphics(pc, () => others)).toBe(true)
})

it('a PC whose devices cannot be listed is left to Chromium', () => {
  const unreadable = (): never => {
    throw new Error('EACCES')
  }
  expect(hasNoGraphics(pc, unreadable)).toBe(false)
})

it.each([
  { platform: 'win32', arch: 'x64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'linux', arch: 'arm64' },
] as const)('$platform on $arch, whose devices have other names, is left to Chromium', (machine) => {
  expect(hasNoGraphics(machine, () => others)).toBe(false)
})
