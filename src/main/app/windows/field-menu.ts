import { type App, BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Words } from '../messages'

/** What of Electron's parameters decides the menu. */
export type FieldFacts = Pick<ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText' | 'formControlType'>

type EditWords = Pick<Words['actions'], 'undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'selectAll'>

/**
 * The menu of a text field, as every program of the system has it; of selected text that cannot be changed, Copy alone. Null:
 * neither is there, and no menu opens. A password is neither cut nor copied.
 */
export function fieldMenu({ isEditable, editFlags, selectionText, formControlType }: FieldFacts, words: EditWords): MenuItemConstructorOptions[] | null {
  const isPassword = formControlType === 'input-password'
  const copy: MenuItemConstructorOptions = { role: 'copy', label: words.copy, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() !== '' && editFlags.canCopy && !isPassword ? [copy] : null
  return [
    { role: 'undo', label: words.undo, enabled: editFlags.canUndo },
    { role: 'redo', label: words.redo, enabled: editFlags.canRedo },
    { type: 'separator' },
    ...(isPassword ? [] : [{ role: 'cut', label: words.cut, enabled: editFlags.canCut } as const, copy]),
    { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.selectAll, enabled: editFlags.canSelectAll },
  ]
}

/**
 * Opens it in every window, by the right button, the Menu key or Shift+F10. A page with a menu of its own, as the lists have
 * for their rows, keeps Chromium from asking, so that there are never two.
 */
export function openFieldMenus(app: App, words: () => Words): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_menuEvent, params) => {
      const template = fieldMenu(params, words().actions)
      const window = BrowserWindow.fromWebContents(contents)
      if (template && window) Menu.buildFromTemplate(template).popup({ window, x: params.x, y: params.y })
    })
  })
}
