import type { UnsentWork } from '@shared/profiles'
import { useText } from './use-text'

export interface UnsentWords {
  /** "editor has 3 pending changes on Demo." @param server its name inside a sentence */
  named(work: UnsentWork, server: string): string
  /** Beside the server's own name. */
  short(work: UnsentWork): string
}

/** Whose pending changes lie on this computer while nobody there is signed in. */
export function useUnsentWords(): UnsentWords {
  const { t, formats } = useText()
  return {
    named: ({ username, entries }, server) => t('unsent.named', { name: username, entries: formats.value.number(entries), server }, entries),
    short: ({ username, entries }) => t('unsent.namedShort', { name: username, entries: formats.value.number(entries) }, entries),
  }
}
