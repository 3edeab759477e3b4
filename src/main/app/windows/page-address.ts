import { app } from 'electron'
import { PSEUDO_WORDS } from '@shared/pseudo-words'

/** The address that a window loads its page from. `HOLDFAST_PSEUDO_WORDS=1` asks for pseudo-words (docs/commands.md); a packed program does not read it. */
export function pageAddress(page: string): string {
  return !app.isPackaged && process.env['HOLDFAST_PSEUDO_WORDS'] === '1' ? page + PSEUDO_WORDS : page
}
