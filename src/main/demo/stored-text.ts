import type { ColumnValues } from './columns'
import type { Quirks } from './quirks'

/** A text as this server's tables keep it, with the quirks that concern texts. */
function storedText({ threeByteText, threeByteMarks, trimsText }: Readonly<Quirks>, text: string): string {
  const held = trimsText ? text.trim() : text
  if (threeByteText) return held.replace(/[\u{10000}-\u{10ffff}].*$/su, '')
  return threeByteMarks ? held.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '????') : held
}

export function storedColumns(quirks: Readonly<Quirks>, { names, values }: ColumnValues): ColumnValues {
  return { names, values: values.map((value) => (typeof value === 'string' ? storedText(quirks, value) : value)) }
}

/** The name that a controller looks for before it writes: it trims, and knows nothing of what the tables will make of it. */
export function askedName({ trimsText }: Readonly<Quirks>, name: string): string {
  return trimsText ? name.trim() : name
}
