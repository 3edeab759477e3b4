import { expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ BrowserWindow: {}, Menu: {} }))
const { fieldMenu, openFieldMenus } = await import('../../../../src/main/app/windows/field-menu')
import { type FieldFacts } from '../../../../src/main/app/windows/field-menu'
import { wordsFor } from '../../../../src/main/app/messages'

const flags = (can: boolean) => ({ canUndo: can, canRedo: can, canCut: can, canCopy: can, canPaste: can, canDelete: can, canSelectAll: can, canEditRichly: can })
const facts = (more: Partial<FieldFacts> = {}): FieldFacts => ({ isEditable: true, editFlags: flags(true), selectionText: '', formControlType: 'input-text', ...more })
const itemsOf = (some: FieldFacts, locale: 'en' | 'zh-CN' = 'en') => fieldMenu(some, wordsFor(locale).actions)?.filter(({ type }) => type !== 'separator') ?? null
const rolesOf = (some: FieldFacts) => itemsOf(some)?.map(({ role }) => role) ?? null

it('a text field has the six of every program, in the language of this one', () => {
  expect(rolesOf(facts())).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'])
  expect(itemsOf(facts(), 'zh-CN')?.map(({ label }) => label?.slice(0, 2))).toEqual(['撤销', '重做', '剪切', '复制', '粘贴', '全选'])
})

it.each(['canUndo', 'canRedo', 'canCut', 'canCopy', 'canPaste', 'canSelectAll'] as const)('only what can be done is enabled: %s', (flag) => {
  const items = itemsOf(facts({ editFlags: { ...flags(false), [flag]: true } }))
  expect(items?.filter(({ enabled }) => enabled).map(({ role }) => `can${role?.charAt(0).toUpperCase()}${role?.slice(1)}`)).toEqual([flag])
})

it('a password is neither cut nor copied, whatever the page says can be done', () => {
  expect(rolesOf(facts({ formControlType: 'input-password', selectionText: 'secret' }))).toEqual(['undo', 'redo', 'paste', 'selectAll'])
  expect(rolesOf(facts({ formControlType: 'input-password', isEditable: false, selectionText: 'secret' }))).toBeNull()
})

it('selected text that cannot be changed is copied, and nothing else opens a menu', () => {
  expect(rolesOf(facts({ isEditable: false, selectionText: 'some words', formControlType: 'none' }))).toEqual(['copy'])
  expect(rolesOf(facts({ isEditable: false, selectionText: ' ', formControlType: 'none' }))).toBeNull()
  expect(rolesOf(facts({ isEditable: false, selectionText: 'x', editFlags: flags(false), formControlType: 'none' }))).toBeNull()
})

it('every window that is made gets it', () => {
  const made: string[] = []
  const app = {
    on: (name: string, listener: (event: unknown, contents: unknown) => void) => {
      if (name === 'web-contents-created') listener({}, { on: (event: string) => made.push(event) })
    },
  }
  openFieldMenus(app as never, () => wordsFor('en'))
  expect(made).toEqual(['context-menu'])
})
