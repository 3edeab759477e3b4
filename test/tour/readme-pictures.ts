import { copyFileSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Locale } from '@shared/views'
import { pictureFile } from './pictures'
import type { PictureName } from './words/tour-words'

interface Chosen {
  readonly locale: Locale
  readonly picture: PictureName
  readonly file: string
}

const CHOSEN: ReadonlyArray<Chosen> = [
  { locale: 'en', picture: '03-typed', file: 'users-and-form.png' },
  { locale: 'en', picture: '05-sign-in-over-form', file: 'sign-in-over-form.png' },
  { locale: 'zh-CN', picture: '05-sign-in-over-form', file: 'sign-in-over-form.zh-CN.png' },
]
/** They are in the repository: every clone carries them, in every version. */
const LIMIT_BYTES = 200_000

/** Copies the pictures that the README shows from the tour's folder. Only after a tour of which every step held. */
export function updateReadmePictures(tourFolder: string, picturesFolder: string): readonly string[] {
  const all = CHOSEN.map((chosen) => ({ ...chosen, from: join(tourFolder, chosen.locale, pictureFile(chosen.picture)) }))
  for (const { from, file } of all) {
    const { size } = statSync(from)
    if (size >= LIMIT_BYTES) throw new Error(`${file} would have ${size} bytes; the README's pictures stay below ${LIMIT_BYTES}.`)
  }
  mkdirSync(picturesFolder, { recursive: true })
  for (const { from, file } of all) copyFileSync(from, join(picturesFolder, file))
  return all.map(({ file }) => file)
}
