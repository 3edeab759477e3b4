import { CircleDashed, Hourglass, RefreshCw, UserCheck, UserX } from '@lucide/vue'
import type { ProfileEntry } from '@shared/profiles'
import type { Component } from 'vue'
import { useText } from '../../i18n/use-text'

export interface ServerState {
  readonly icon: Component
  readonly tone: 'ok' | 'warn' | 'plain'
  readonly word: string
  /** Where it is open; null when in no window. */
  readonly windows: string | null
}

const looks = {
  active: { icon: UserCheck, tone: 'ok' },
  renewing: { icon: RefreshCw, tone: 'ok' },
  suspended: { icon: Hourglass, tone: 'warn' },
  ended: { icon: UserX, tone: 'warn' },
  'signed-out': { icon: UserX, tone: 'plain' },
  closed: { icon: CircleDashed, tone: 'plain' },
  unused: { icon: CircleDashed, tone: 'plain' },
} as const

/** A server's session and windows, as icon and word. */
export function useServerState(): (entry: ProfileEntry) => ServerState {
  const { t, formats } = useText()
  return (entry) => {
    const key = entry.session ?? (entry.lastUsedAt === null ? 'unused' : 'closed')
    return { ...looks[key], word: t(`servers.states.${key}`), windows: windows(entry) }
  }

  function windows({ isHere, windows: count }: ProfileEntry): string | null {
    const elsewhere = count - (isHere ? 1 : 0)
    if (count === 0) return null
    const others = elsewhere > 0 ? t(isHere ? 'servers.list.moreWindows' : 'servers.list.windows', { windows: formats.value.number(elsewhere) }, elsewhere) : null
    return [isHere ? t('servers.list.thisWindow') : null, others].filter(Boolean).join(' ')
  }
}
