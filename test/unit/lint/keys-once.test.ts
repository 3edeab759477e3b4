// Keys are written down in one place, the table of actions: whatever shows or hears them elsewhere asks for them by the action's name.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../../src')
const sources = ['renderer', 'main'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|vue)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    // What sentences say of keys is words.
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
