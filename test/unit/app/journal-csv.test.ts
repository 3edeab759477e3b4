import { describe, expect, it } from 'vitest'
import { journalCsv } from '../../../src/main/app/journal-files'
import type { JournalEntry } from '../../../src/main/store/journal-row'

/** The cell of the title, as a spreadsheet reads it. */
function titleCell(title: string): string {
  const entry = { createdAt: 0, verb: 'update', resource: 'users', recordId: 5, title, state: 'done', outcome: 'ok', sentAt: null, endedAt: null, edits: {}, why: null } as unknown as JournalEntry
  const [, line = ''] = journalCsv([entry]).split(/\r\n(?=1970)/)
  const rest = line.slice(line.indexOf('users,5,') + 'users,5,'.length)
  const quoted = /^"((?:[^"]|"")*)"/.exec(rest)
  return quoted ? (quoted[1] ?? '') : (rest.split(',')[0] ?? '')
}

describe('the activity log as a table', () => {
  const runs = [
    '=1+1',
    '+1-1',
    '-cmd',
    '@SUM(A1)',
    '＝1+1',
    '＋1',
    '－cmd',
    '＠x',
    '﹣x',
    '\u2212x',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u3000＝1',
    '\u00A0=1',
    '\u200B=1',
    '\uFEFF=1',
    '\u202E=1',
    '\n',
    '\ttext',
  ]
  for (const title of runs) {
    it(`runs nothing of ${JSON.stringify(title)}`, () => {
      expect(titleCell(title)).toBe(`'${title}`)
    })
  }

  it('leaves names and numbers as they are', () => {
    for (const title of ['ada', '王小明', '-5', '-0.5', 'a=b', 'a\nb', '1+1']) expect(titleCell(title)).toBe(title)
  })
})
