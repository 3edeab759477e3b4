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

function gifSize(bytes: Buffer): Size | null {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return null
  return { type: 'gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
}

/** The size stands in the first frame header (SOF0 to SOF15, without the three that are no frames), behind segments of any number. */
function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return null
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { type: 'jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
  }
  return null
}
