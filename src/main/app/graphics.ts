import { readdirSync } from 'node:fs'

/** What a graphics driver leaves in a PC's `/dev`: the kernel's own kind, NVIDIA's, and that of the Windows Subsystem for Linux. */
const DEVICE = /^(?:dri|nvidia.*|dxg)$/

/**
 * Whether nothing but the processor can draw here, as on many virtual machines and terminal servers.
 *
 * Chromium finds that out by itself, at every start anew: its graphics process begins, fails, and is begun again, once more
 * where the program was busy when it failed, while the first window waits for it (100 to 200 ms of a start, docs/measured.md). Told
 * beforehand it draws as it would have in the end. Known of Linux on PCs alone; elsewhere Chromium goes on finding out.
 */
export function hasNoGraphics({ platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'>, devices: () => readonly string[] = () => readdirSync('/dev')): boolean {
  if (platform !== 'linux' || arch !== 'x64') return false
  try {
    return !devices().some((name) => DEVICE.test(name))
  } catch {
    return false
  }
}
