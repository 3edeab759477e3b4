/** Edge lengths in pixels: those of the hicolor theme, and of the tables below. */
export const iconSizes: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256]

/** The type of each size in an icns file (https://en.wikipedia.org/wiki/Apple_Icon_Image_format). */
const APPLE_TYPES: ReadonlyArray<readonly [type: string, size: number]> = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
]

/** An ico file: a table, then the pictures as PNG, which Windows reads since Vista. */
export function windowsIcon(pictures: ReadonlyMap<number, Buffer>): Buffer {
  const head = Buffer.alloc(6)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(WINDOWS_SIZES.length, 4)
  let at = head.length + 16 * WINDOWS_SIZES.length
  const rows: Buffer[] = []
  const bodies: Buffer[] = []
  for (const size of WINDOWS_SIZES) {
    const picture = picked(pictures, size)
    const row = Buffer.alloc(16)
    // One byte for each edge; 256 is written as 0.
    row.writeUInt8(size % 256, 0)
    row.writeUInt8(size % 256, 1)
    row.writeUInt16LE(1, 4)
    row.writeUInt16LE(32, 6)
    row.writeUInt32LE(picture.length, 8)
    row.writeUInt32LE(at, 12)
    at += picture.length
    rows.push(row)
    bodies.push(picture)
  }
  return Buffer.concat([head, ...rows, ...bodies])
}

/** An icns file: each picture as PNG behind its type and its length. */
export function appleIcon(pictures: ReadonlyMap<number, Buffer>): Buffer {
  const parts = APPLE_TYPES.map(([type, size]) => block(type, picked(pictures, size)))
  return block('icns', Buffer.concat(parts))
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32BE(head.length + content.length, 4)
  return Buffer.concat([head, content])
}

function picked(pictures: ReadonlyMap<number, Buffer>, size: number): Buffer {
  const picture = pictures.get(size)
  if (picture === undefined) throw new Error(`there is no picture of ${size} pixels`)
  return picture
}
