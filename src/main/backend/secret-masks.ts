import type { Mask } from '@shared/resources/log'
import { SecretToken } from '../session/secret-token'
import type { SecretKind } from './secret-names'

/** What stands in the place of a secret, and where tokens stand in a text: they are known by what they look like, whatever their name. */

export interface Range {
  readonly from: number
  readonly to: number
  readonly mask: Mask
}

export const NO_CLAIMS = { userId: null, expiresAt: null } as const

/** What a token that was found says of itself. */
export function claimsOf(found: Range | undefined): Pick<Mask, 'userId' | 'expiresAt'> {
  return found ? { userId: found.mask.userId, expiresAt: found.mask.expiresAt } : NO_CLAIMS
}

function claimsIn(jwt: string): Pick<Mask, 'userId' | 'expiresAt'> {
  const claims = new SecretToken(jwt).claims()
  return claims ? { userId: claims.userId, expiresAt: claims.expiresAtMs } : NO_CLAIMS
}

/** The mask for a whole value of this kind. Of a token its claims stay, as far as it has any. */
export function maskOf(kind: SecretKind, value: unknown): Mask {
  if (typeof value !== 'string') return { mask: kind, ...NO_CLAIMS }
  const [jwt] = tokenRanges(value)
  const claims = claimsOf(jwt)
  if (kind === 'password') return { mask: /^[0-9a-f]{32,128}$/i.test(value) ? 'hash' : 'password', ...claims }
  return { mask: /^\s*bearer\s/i.test(value) ? 'bearer' : jwt ? 'token' : kind, ...claims }
}

/** Letters of base64url with dots between them, as long as they go: no letter is looked at twice. */
const WORDS = /[\w-]+(?:\.[\w-]*)*/g
const SHORTEST_TOKEN = 16

/** A JWT's first part is JSON: `{"` is `eyJ`, `{` with a blank or a line behind it `eyA` to `ewo`. */
export function tokenRanges(text: string): Range[] {
  const ranges: Range[] = []
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (word.length < SHORTEST_TOKEN) continue
    const start = word.indexOf('eyJ')
    const isLong = start >= 0 && word.length - start >= SHORTEST_TOKEN
    const isWhole = !isLong && /^e[yw]/.test(word) && word.split('.').length >= 3
    if (!isLong && !isWhole) continue
    const from = index + (isLong ? start : 0)
    ranges.push({ from, to: index + word.length, mask: { mask: isBearer(text, from) ? 'bearer' : 'token', ...claimsIn(text.slice(from, index + word.length)) } })
  }
  return ranges
}

function isBearer(text: string, from: number): boolean {
  return /bearer(?:\s|%20|\+)*$/i.test(text.slice(Math.max(0, from - 12), from))
}
