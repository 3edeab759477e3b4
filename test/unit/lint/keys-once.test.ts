// Keys are written down in one place, the table of actions: whatever shows or hears them elsewhere asks for them by the action's name.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/renderer/locales/en'
import { signIn as signInEn } from '../../../src/renderer/locales/en/sign-in'
import { zhCN } from '../../../src/renderer/locales/zh-CN'
import { signIn as signInZh } from '../../../src/renderer/locales/zh-CN/sign-in'

const root = resolve(import.meta.dirname, '../../../src')
const sources = ['renderer', 'main'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|vue)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    // What sentences say of keys is looked at below, value by value.
    .filter((file) => !file.startsWith('renderer/locales/')),
)
const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
/** `Ctrl+S`, `Control+Shift+B`, `CmdOrCtrl+N`, `Alt+↑`; and a shortcut that is told by its letter. */
const KEYS = /\b(?:Ctrl|Control|CmdOrCtrl|Alt|Meta|Mod)\+|shortcutKey\(|accelerator: '/

it('no page, control or menu names keys of its own', () => {
  expect(sources.length).toBeGreaterThan(300)
  expect(sources.filter((file) => KEYS.test(withoutComments(readFileSync(join(root, file), 'utf8'))))).toEqual([])
})

it('the search finds what it is for', () => {
  for (const text of [`title="Ctrl+S"`, `aria-keyshortcuts="Control+B"`, `keys: 'Alt+↑'`, `accelerator: 'F5'`, `shortcutKey(event) === 's'`]) expect(KEYS.test(withoutComments(text)), text).toBe(true)
  for (const text of ['/** Ctrl+D turns the status. */', '// Alt+1 goes there', "keys.shown('save')"]) expect(KEYS.test(withoutComments(text)), text).toBe(false)
})

type Tree = { readonly [key: string]: string | Tree }
const flatten = (tree: Tree, before = ''): [path: string, words: string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : flatten(value, `${before}${key}.`)))

/** Keys of a control's own pattern, which nobody can change: Esc on what is open, Enter in a search, on a value and in a grid of icons, and on the head of a column. */
const FIXED: readonly string[] = [
  ...['record.close', 'outbox.detail.close', 'journal.detail.close', 'logs.detail.close'],
  ...['record.list.filterKeys', 'icons.searchHint', 'icons.gridLabel', 'icons.copyHint', 'menus.icon.grid', 'logs.detail.paramsHint'],
  'grid.sortHint',
]
/** A key in words. `Enter` and `Delete` are verbs too in English: there the Chinese words tell, which have the same keys in them. */
const KEY_WORD = /(?:Ctrl|Control|Alt|Shift|Meta|Cmd|⌘|⌥)\s?\+|[⌘⌥⇧]|\bF\d{1,2}\b|\bEsc\b|\bDel\b|Page (?:Up|Down)/
const CHINESE_KEY_WORD = new RegExp(`${KEY_WORD.source}|\\b(?:Enter|Delete|Insert|Backspace|Home|End|Tab)\\b`)

describe.each([
  { language: 'English', words: [...flatten(en), ...flatten({ signIn: signInEn })], pattern: KEY_WORD },
  { language: 'Chinese', words: [...flatten(zhCN), ...flatten({ signIn: signInZh })], pattern: CHINESE_KEY_WORD },
])('the $language words', ({ words, pattern }) => {
  it('name no key that a person can change: it is put in as it is in use', () => {
    expect(words.length).toBeGreaterThan(1000)
    expect(words.filter(([path, text]) => pattern.test(text) && !FIXED.includes(path)).map(([path]) => path)).toEqual([])
  })
})

it('the search in the words finds what it is for', () => {
  for (const text of ['Refresh (F5)', 'Show menu (Ctrl+B)', 'Close (Esc)', 'Previous page (Alt+Page Up)', '⌘N']) expect(KEY_WORD.test(text), text).toBe(true)
  expect(CHINESE_KEY_WORD.test('按 Enter 转到第一个匹配项')).toBe(true)
  for (const text of ['Delete role', 'Enter a number', '{keys} cancels', 'Shift work']) expect(KEY_WORD.test(text), text).toBe(false)
  expect(FIXED.filter((path) => !flatten(zhCN).some(([one, text]) => one === path && CHINESE_KEY_WORD.test(text)))).toEqual([])
})
