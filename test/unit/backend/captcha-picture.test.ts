// What a server calls a picture, and what of it the sign-in window gets to see.
import { describe, expect, it } from 'vitest'
import { pictureOf } from '../../../src/main/backend/captcha'
import { captchaPicture } from '../../support/backend/captcha-picture'

const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
const PNG = captchaPicture('1234')
const pngOf = (width: number, height: number): string => {
  const bytes = Buffer.from(PNG.split(',')[1] ?? '', 'base64')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return base64(bytes)
}
/** Little-endian, as GIF has them. */
const le = (...numbers: number[]): number[] => numbers.flatMap((number) => [number & 0xff, number >> 8])
const frame = (left: number, top: number, width: number, height: number): number[] => [0x2c, ...le(left, top, width, height), 0, 2, 2, 0x4c, 1, 0]
/** With a table of two colours and a comment, as encoders write them. */
const gifOf = (width: number, height: number, ...frames: number[][]): Buffer =>
  Buffer.concat([Buffer.from('GIF89a'), Buffer.from([...le(width, height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xfe, 2, 0x2c, 0x3b, 0, ...frames.flat(), 0x3b])])
const gif = gifOf(120, 40, frame(0, 0, 120, 40))
const COMMENT = [0xff, 0xfe, 0, 4, 1, 2]
const sof = (width: number, height: number): number[] => [0xff, 0xc0, 0, 11, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]
const SCAN = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x2a, 0xff, 0xd9]
const jpegOf = (...parts: number[][]): Buffer => Buffer.from([0xff, 0xd8, ...parts.flat()])
/** A comment before the frame header, as encoders write it. */
const jpeg = jpegOf(COMMENT, sof(120, 40), SCAN)

describe('a picture', () => {
  it.each([
    ['PNG with its address', PNG, 'png'],
    ['PNG as bare base64, in lines', (PNG.split(',')[1] ?? '').replaceAll(/(.{76})/g, '$1\r\n'), 'png'],
    ['GIF', base64(gif), 'gif'],
    ['GIF whose frame is a part of its screen', base64(gifOf(120, 40, frame(100, 30, 20, 10))), 'gif'],
    ['JPEG', base64(jpeg), 'jpeg'],
    ['JPEG with bytes that fill the room before a marker', base64(jpegOf([0xff, 0xff, 0xff], COMMENT, [0xff], sof(120, 40), SCAN)), 'jpeg'],
    ['called something else than it is', `data:image/svg+xml;base64,${base64(gif)}`, 'gif'],
  ])('%s is shown as what its bytes are', (_name, text, type) => {
    expect(pictureOf(text)).toMatch(new RegExp(`^data:image/${type};base64,[A-Za-z0-9+/]+=*$`))
  })

  it.each([
    ['SVG', base64('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['SVG under the name of a PNG', `data:image/png;base64,${base64('<svg xmlns="http://www.w3.org/2000/svg"/>')}`],
    ['a page', `data:text/html;base64,${base64('<h1>hi</h1>')}`],
    ['an address', 'https://tracker.example/1.png'],
    ['a script', 'javascript:alert(1)'],
    ['base64 with something behind it', `${PNG}" onerror="alert(1)`],
    ['percent-coded data', 'data:image/png,%89PNG'],
    ['one too wide to be shown', pngOf(100_000, 40)],
    ['one too high', pngOf(100, 100_000)],
    ['one without a size', pngOf(0, 40)],
    ['one too long', base64(Buffer.concat([gif, Buffer.alloc(200_000)]))],
    ['the beginning of a PNG', base64(Buffer.from(PNG.split(',')[1] ?? '', 'base64').subarray(0, 20))],
    ['the beginning of a JPEG', base64(jpeg.subarray(0, 12))],
    ['GIF with a frame that is larger than its screen', base64(gifOf(1, 1, frame(0, 0, 16_000, 16_000)))],
    ['GIF with a frame beyond its screen', base64(gifOf(120, 40, frame(119, 0, 2, 40)))],
    ['GIF with a second frame', base64(gifOf(120, 40, frame(0, 0, 120, 40), frame(0, 0, 1, 1)))],
    ['GIF without a frame', base64(gifOf(120, 40))],
    ['GIF that is cut off', base64(gif.subarray(0, -1))],
    ['GIF with a block that nobody knows', base64(gifOf(120, 40, [0x2d, 0], frame(0, 0, 120, 40)))],
    ['JPEG with a large size behind bytes that fill the room', base64(jpegOf([0xff], sof(16_000, 16_000), SCAN))],
    ['JPEG with a second frame header', base64(jpegOf(sof(120, 40), sof(16_000, 16_000), SCAN))],
    ['JPEG with a segment shorter than its own length', base64(jpegOf([0xff, 0xfe, 0, 0], sof(120, 40), SCAN))],
    ['JPEG with a marker before the scan that is no segment', base64(jpegOf([0xff, 0xd0, 0, 2], sof(120, 40), SCAN))],
    ['JPEG with something between its segments', base64(jpegOf([0, 0, 0, 0], sof(120, 40), SCAN))],
    ['JPEG without a scan', base64(jpegOf(COMMENT, sof(120, 40)))],
    ['JPEG whose scan comes before its size', base64(jpegOf(SCAN.slice(0, 10), sof(120, 40), SCAN))],
    ['nothing', ''],
  ])('%s is none', (_name, text) => {
    expect(pictureOf(text)).toBeNull()
  })
})
