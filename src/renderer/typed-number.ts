/**
 * The whole number that was typed, by its digits alone, full-width ones too; null for anything else. `Number` would take
 * `1e3`, `0x10` and `0b11` for numbers.
 */
export function wholeNumber(typed: string): number | null {
  const plain = typed.normalize('NFKC').trim()
  return /^[0-9]+$/.test(plain) ? Number(plain) : null
}

/** A number with a decimal part, behind a point or a comma; NaN for anything else. */
export function decimalNumber(typed: string): number {
  const plain = typed.normalize('NFKC').trim()
  return /^[0-9]+([.,][0-9]+)?$/.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN
}
