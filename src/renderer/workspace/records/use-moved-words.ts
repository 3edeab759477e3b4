import { DEMO_SERVER, isSameServer } from '@shared/server-identity'
import { useText } from '../i18n/use-text'
import { useAppState } from '../stores/app-state'

export interface MovedWords {
  /** What a held change was made for, and where it would go: which of the two is meant is the question. */
  entry(server: string | null): string
  /** Null for a draft of the server that the window shows. */
  draft(server: string | null): string | null
}

/** Drafts and changes of another server than the profile leads to now, with both addresses by name. */
export function useMovedWords(): MovedWords {
  const { t } = useText()
  const appState = useAppState()
  // The demo has no address that means anything to people.
  const named = (server: string): string => (server === DEMO_SERVER ? t('app.demoInText') : server)
  const here = (): string | null => appState.state?.profile.server ?? null
  return {
    entry: (server) => {
      const to = named(here() ?? DEMO_SERVER)
      return server === null ? t('outbox.why.movedUnknown', { to }) : t('outbox.why.moved', { from: named(server), to })
    },
    draft: (server) => {
      const to = here()
      if (to === null || isSameServer(server, to)) return null
      return server === null ? t('drafts.movedUnknown') : t('drafts.moved', { from: named(server), to: named(to) })
    },
  }
}
