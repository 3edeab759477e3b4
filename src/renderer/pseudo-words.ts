import { PSEUDO_WORDS } from '@shared/pseudo-words'

/** Words as the locale files have them: texts, and objects of them. */
type Tree = { readonly [key: string]: string | Tree }

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'áá', e: 'éé', i: 'íí', o: 'óó', u: 'úú', y: 'ýý', c: 'ç', n: 'ñ', s: 'š', z: 'ž' },
  ...{ A: 'ÁÁ', E: 'ÉÉ', I: 'ÍÍ', O: 'ÓÓ', U: 'ÚÚ', Y: 'ÝÝ', C: 'Ç', N: 'Ñ', S: 'Š', Z: 'Ž' },
}

/**
 * What a longer language would do to the layout, and what is on screen without going through the locales: letters get accents, vowels
 * are doubled (some 40 % more, inside of words, as in German), and brackets stand around the whole, so that a cut shows.
 * Places such as `{name}` and the bar between singular and plural stay.
 */
export function pseudo(text: string): string {
  const longer = (form: string): string => form.replace(/\{\w+\}|[a-z]/gi, (part) => ACCENTS[part] ?? part)
  return text
    .split(' | ')
    .map((form) => `[${longer(form)}]`)
    .join(' | ')
}

function pseudoTree(words: Tree): Tree {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? pseudo(value) : pseudoTree(value)]))
}

/** English as it is, or as pseudo-words where the page was opened for them (main's `pageAddress`). */
export function spoken<Words extends Tree>(english: Words): Words {
  return location.hash === PSEUDO_WORDS ? (pseudoTree(english) as Words) : english
}
