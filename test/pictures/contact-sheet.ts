import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TakenPicture {
  readonly state: string
  /** `<language>-<theme>-<size>`. */
  readonly set: string
  /** The file's name in the folder of its set. */
  readonly file: string
}

/** Writes index.html: a table with a row for each state and a column for each set, each picture a way to itself in full. */
export function writeContactSheet(folder: string, pictures: readonly TakenPicture[]): void {
  const sets = [...new Set(pictures.map(({ set }) => set))].sort()
  const states = [...new Set(pictures.map(({ state }) => state))]
  const cell = (state: string, set: string): string => {
    const found = pictures.find((picture) => picture.state === state && picture.set === set)
    if (!found) return '<td></td>'
    const path = `${set}/${found.file}`
    return `<td><a href="${path}"><img loading="lazy" alt="${escaped(`${state}, ${set}`)}" src="${path}"></a></td>`
  }
  const rows = states.map((state) => `<tr><th scope="row">${escaped(state)}</th>${sets.map((set) => cell(state, set)).join('')}</tr>`)
  const head = sets.map((set) => `<th scope="col">${escaped(set)}</th>`).join('')
  const style =
    'body{font:13px system-ui;margin:16px}th{text-align:start;padding:4px 8px;vertical-align:top}thead th{position:sticky;top:0;background:#fff}td{padding:4px}img{width:300px;border:1px solid #ccc}'
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Holdfast, every state</title><style>${style}</style><table><thead><tr><th></th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>\n`,
  )
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
