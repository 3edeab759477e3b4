import type { ProfileView } from '@shared/views'
import { useText } from './use-text'

/** A server's name inside a sentence. The demo is no server that anyone has named: it is called what it is. */
export function useServerName(): (profile: ProfileView) => string {
  const { t } = useText()
  return (profile) => (profile.isDemo ? t('app.demoInText') : profile.name)
}
