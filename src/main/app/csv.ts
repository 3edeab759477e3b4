/** One line of a file for spreadsheets, RFC 4180; no cell of it would be run as a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

/** Spreadsheets take a file without it for one in the system's own encoding. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** CWE-1236: a spreadsheet runs what begins like this, in full width too, and behind spaces, line feeds or what cannot be seen. */
const FORMULA = /^[\t\r\n]|^[\s\p{C}\p{Z}]*[=+\-@\u2212]/u

function cell(text: string): string {
  const plain = FORMULA.test(text.normalize('NFKC')) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
