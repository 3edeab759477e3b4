import { BACKEND_CODES } from '@shared/backend-codes'
import type { Captcha, CaptchaFault } from '@shared/captcha'
import { createBudget } from '../session/budget'
import type { Clock } from '../session/clock'
import type { CaptchaSource } from '../session/ports'
import { type Envelope, readEnvelope } from './envelope'
import { prepare, type Transport } from './transport'
import { fieldsOf, isYes, textOf } from './wire-values'

export interface CaptchaOptions {
  readonly clock: Clock
  readonly timeoutMs: number
}

const NONE: Captcha = { kind: 'none' }
const UNUSABLE: Captcha = { kind: 'unusable' }

/**
 * The picture that some servers want to be read before they take a password (docs/contract.md, "What only some servers have").
 * A capability: whatever is not plainly one means that this server has none.
 */
export function createCaptchaSource(transport: Transport, { clock, timeoutMs }: CaptchaOptions): CaptchaSource {
  return {
    ask: async () => {
      const budget = createBudget(clock, timeoutMs)
      try {
        const reading = readEnvelope(await transport.send(prepare({ method: 'GET', path: '/sys/user/captcha', bound: 'small' }), null, budget.signal))
        return reading.kind === 'envelope' && reading.envelope.code === BACKEND_CODES.OK && !reading.envelope.isRefusal ? captchaOf(reading.envelope.data) : NONE
      } catch {
        return NONE
      } finally {
        budget.release()
      }
    },
  }
}

/** Why a sign-in was not looked at; null where the answer is about something else. */
export function captchaFault({ code, data }: Envelope, wasSent: boolean): CaptchaFault | null {
  if (code !== BACKEND_CODES.CAPTCHA_REFUSED) return null
  const told = fieldsOf(data)?.['captcha']
  if (told === 'required' || told === 'wrong' || told === 'expired') return told
  // A server that never heard of a captcha may mean something else by this code.
  return wasSent ? 'wrong' : null
}

const LONGEST_ID = 200

function captchaOf(data: unknown): Captcha {
  const fields = fieldsOf(data)
  const id = textOf(fields?.['id'])
  const hasPicture = typeof fields?.['image'] === 'string' && fields['image'] !== ''
  if (!fields || ('enabled' in fields ? !isYes(fields['enabled']) : !hasPicture)) return NONE
  const image = hasPicture ? pictureOf(String(fields['image'])) : null
  return image === null || id === '' || id.length > LONGEST_ID ? UNUSABLE : { kind: 'picture', id, image }
}

/** As text, base64 and all: a picture of a few words takes a tenth of it. */
const LONGEST_IMAGE = 200_000
const WIDEST = 1000
const HIGHEST = 500

/**
 * A server's picture as a data: address that says what the bytes are, not what the server calls them: PNG, JPEG or GIF, of a size
 * that can be shown. Null for anything else, SVG above all: that is a document, which may hold more than a picture.
 */
export function pictureOf(text: string): string | null {
  if (text.length > LONGEST_IMAGE) return null
  const encoded = /^(?:data:image\/[\w.+-]{1,20};base64,)?([A-Za-z0-9+/]+={0,2})$/.exec(text.replaceAll(/\s+/g, ''))?.[1]
  if (encoded === undefined) return null
  const bytes = Buffer.from(encoded, 'base64')
  const found = pngSize(bytes) ?? gifSize(bytes) ?? jpegSize(bytes)
  if (!found || found.width < 1 || found.height < 1 || found.width > WIDEST || found.height > HIGHEST) return null
  return `data:image/${found.type};base64,${bytes.toString('base64')}`
}

interface Size {
  readonly type: 'png' | 'gif' | 'jpeg'
  readonly width: number
  readonly height: number
}

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 24 || bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/**
 * The size of the screen, and only of a picture that keeps to it: one frame, within the screen. A frame has a size of its own, and
 * whoever shows the picture makes room for that. Blocks as "GIF89a specification", 17 to 26, has them; one that is cut off is none.
 */
function gifSize(bytes: Buffer): Size | null {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return null
  const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  let frames = 0
  for (let at = 13 + colourTable(bytes[10]); at < bytes.length; ) {
    const kind = bytes[at]
    if (kind === GIF_END) return frames === 1 ? { type: 'gif', width, height } : null
    if (kind === GIF_EXTENSION) {
      at = behindBlocks(bytes, at + 2)
      continue
    }
    if (kind !== GIF_FRAME || at + 10 > bytes.length) return null
    frames += 1
    const [right, bottom] = [bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5), bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7)]
    if (frames > 1 || right > width || bottom > height) return null
    // The size of the smallest code stands before the data.
    at = behindBlocks(bytes, at + 10 + colourTable(bytes[at + 9]) + 1)
  }
  return null
}

const GIF_FRAME = 0x2c
const GIF_EXTENSION = 0x21
const GIF_END = 0x3b

/** Its length in bytes, as the flags say; none is none. */
function colourTable(flags = 0): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Blocks of up to 255 bytes, each with its length before it, and an empty one at the end. */
function behindBlocks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] ?? 0)
  return at + 1
}

/**
 * The size stands in the frame header (SOF0 to SOF15, without the three that are no frames), among segments of any number before
 * the scan. A reader may take the last of two headers, or find one where we do not look: then there is no size that can be told.
 */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return null
  let size: Size | null = null
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // As many as they like may fill the room before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = bytes.readUInt16BE(at + 2)
    if (!isSegment(marker) || length < 2) return null
    if (marker === START_OF_SCAN) return size
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker)) {
      if (size || at + 9 > bytes.length) return null
      size = { type: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    at += 2 + length
  }
  return null
}

const START_OF_SCAN = 0xda
/** Tables of codes and of their conditions, and one that is kept for later. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc])

/** Frame headers, tables, the scan, notes of applications, comments: what has a length. Not restarts, beginning and end, lines (DNL), or what nobody has defined. */
function isSegment(marker: number): boolean {
  return (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= 0xda && marker <= 0xdd && marker !== 0xdc) || (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe
}
