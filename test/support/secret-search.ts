import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Something that can be searched, under a name that a person can find it by. */
export type Place = readonly [name: string, bytes: Buffer]

/**
 * The forms in which a secret may hide: as it is, as UTF-16, in hex, and in base64 (both alphabets) of a longer text, where
 * it can begin at three places of a group and its first and last digits are mixed with its neighbours'.
 */
function formsOf(secret: string): readonly Buffer[] {
  const plain = Buffer.from(secret)
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const whole = Math.floor((before + plain.length) / 3) * 4
    const digits = Buffer.concat([Buffer.alloc(before), plain])
      .toString('base64')
      .slice(before === 0 ? 0 : 4, whole)
    return [digits, digits.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [plain, Buffer.from(secret, 'utf16le'), ...[...new Set([plain.toString('hex'), ...inBase64])].map((text) => Buffer.from(text))]
}

/** The parts of a token that are secret: all of it, its claims, its signature. The header is the same for all tokens. */
export function partsOfToken(token: string): readonly string[] {
  const [, claims = '', signature = ''] = token.split('.')
  return [token, claims, signature]
}

/** The names of the places in which at least one of the secrets stands, in any form. */
export function placesWith(secrets: Iterable<string>, places: readonly Place[]): string[] {
  const forms = [...secrets].flatMap(formsOf)
  return places.filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([name]) => name)
}

/** Every file below a folder, under its path from there; nothing when there is no such folder. */
export function filesBelow(folder: string, label: string): Place[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    // A running program may take a file away again between the list and the look.
    const info = statSync(path, { throwIfNoEntry: false })
    if (info?.isDirectory()) return filesBelow(path, `${label}/${name}`)
    return info?.isFile() ? [[`${label}/${name}`, readFileSync(path)] as const] : []
  })
}
