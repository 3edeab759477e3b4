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
const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([120, 0, 40, 0, 0, 0, 0])])
/** A comment before the frame header, as encoders write it. */
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 40, 0, 120, 1, 1, 0x11, 0])

describe('a picture', () => {
  it.each([
    ['PNG with its address', PNG, 'png'],
    ['PNG as bare base64, in lines', (PNG.split(',')[1] ?? '').replaceAll(/(.{76})/g, '$1\r\n'), 'png'],
    ['GIF', base64(gif), 'gif'],
    ['JPEG', base64(jpeg), 'jpeg'],
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
    ['nothing', ''],
  ])('%s is none', (_name, text) => {
    expect(pictureOf(text)).toBeNull()
  })
})
