import { crc32, deflateSync } from 'node:zlib'

/** The digits, five by seven, a row as five bits. */
const FONT: Readonly<Record<string, readonly number[]>> = {
  0: [14, 17, 19, 21, 25, 17, 14],
  1: [4, 12, 4, 4, 4, 4, 14],
  2: [14, 17, 1, 2, 4, 8, 31],
  3: [31, 2, 4, 2, 1, 17, 14],
  4: [2, 6, 10, 18, 31, 2, 2],
  5: [31, 16, 30, 1, 1, 17, 14],
  6: [6, 8, 16, 30, 17, 17, 14],
  7: [31, 1, 2, 4, 8, 8, 8],
  8: [14, 17, 17, 14, 17, 17, 14],
  9: [14, 17, 17, 15, 1, 2, 12],
}
const SCALE = 5
const MARGIN = 8
const PITCH = 6 * SCALE

/** Digits as a grey PNG, each a little higher or lower than the one before, with a line through all: as a data: address. */
export function captchaPicture(digits: string): string {
  const [width, height] = [2 * MARGIN + digits.length * PITCH, 2 * MARGIN + 7 * SCALE + 6]
  const rows = Array.from({ length: height }, () => Buffer.alloc(width, 0xf4))
  const dot = (x: number, y: number, shade: number): void => {
    const row = rows[y]
    if (row && x >= 0 && x < width) row[x] = shade
  }
  ;[...digits].forEach((digit, place) => {
    const lift = (Number(digit) * 3 + place * 5) % 6
    FONT[digit]?.forEach((bits, line) => {
      for (let column = 0; column < 5; column += 1) {
        if ((bits & (16 >> column)) === 0) continue
        for (let at = 0; at < SCALE * SCALE; at += 1) dot(MARGIN + place * PITCH + column * SCALE + (at % SCALE), MARGIN + lift + line * SCALE + Math.floor(at / SCALE), 0x28)
      }
    })
  })
  for (let x = 0; x < width; x += 1) dot(x, Math.round(height / 2 + Math.sin(x / 9) * 8), 0x70)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits, grey.
  header.set([8, 0, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.concat(rows.map((row) => Buffer.concat([Buffer.alloc(1), row]))))
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
  return `data:image/png;base64,${png.toString('base64')}`
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
